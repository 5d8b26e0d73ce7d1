"""Numbers in logic, and what the code around them says of their meaning."""
