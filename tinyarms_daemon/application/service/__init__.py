"""What may be asked of the daemon, and how it is answered."""
