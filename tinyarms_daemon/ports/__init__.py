"""What the core asks of the world, one protocol a file."""
