"""What an office tells a party about its county, and the answer."""
