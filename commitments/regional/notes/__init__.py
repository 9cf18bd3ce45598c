"""Error reports from an office to a party about its county, and the answers."""
