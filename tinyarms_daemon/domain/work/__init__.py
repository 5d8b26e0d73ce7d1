"""What is to be checked, and when."""
