"""Whole public pages, cached as they are sent and returned before Django sees the request."""
