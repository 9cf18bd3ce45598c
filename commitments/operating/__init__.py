"""Loading, the example, measuring, backup, and what machines ask."""
