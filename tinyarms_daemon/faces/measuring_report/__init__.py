"""What the measuring programme brought, as a file for people."""
