"""Git, asked without trusting the repository, and files by its rules."""
