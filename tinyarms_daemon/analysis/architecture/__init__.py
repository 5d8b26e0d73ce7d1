"""What the modules of a project are to each other, and which hold too much."""
