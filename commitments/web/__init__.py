"""What pages, lists, files, forms and the admin are made with; it knows no room but foundation."""
