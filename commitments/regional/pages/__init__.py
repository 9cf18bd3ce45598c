"""The public pages about counties: the whole country, one county, one commitment."""
