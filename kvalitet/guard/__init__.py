"""What stands between the portal and the world: headers, proxies, limits, logs, start-up checks."""
