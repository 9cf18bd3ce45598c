"""Whole public pages: kept as they are sent, and answered before Django sees the request."""
