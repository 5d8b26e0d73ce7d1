"""What commands print, each page from its values."""
