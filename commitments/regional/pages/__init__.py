"""What everyone reads about counties: the country, one county, one commitment."""
