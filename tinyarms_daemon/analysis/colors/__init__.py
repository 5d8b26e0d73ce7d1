"""Colors written in place, and what their place says of them."""
