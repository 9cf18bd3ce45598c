"""Protects the portal from outside: headers, proxies, limits, logs and start-up checks."""
