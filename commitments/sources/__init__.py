"""Documents and addresses that facts rest on."""
