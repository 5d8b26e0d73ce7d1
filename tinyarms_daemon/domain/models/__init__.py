"""Models, and how they answer."""
