"""The forms by which people sign in, and by which others keep them."""
