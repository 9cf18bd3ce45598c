"""Published years of an agreement side by side, and what each party says about them."""
