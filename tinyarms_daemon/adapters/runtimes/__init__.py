"""Where models run, and what is said to them and read from them."""
