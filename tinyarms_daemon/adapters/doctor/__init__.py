"""What `doctor` looks at: each precondition, and what mends it."""
