"""What the operating system is asked, and what it says."""
