"""Loading, the example, measuring, backup and probes."""
