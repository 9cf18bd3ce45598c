"""The foundation that every room imports from; it imports from none of them."""
