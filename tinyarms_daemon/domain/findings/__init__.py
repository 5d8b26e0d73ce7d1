"""What rules see and say of code, and what becomes of it."""
