"""Building blocks of pages, lists, files, forms and the admin; imports only from foundation."""
