"""How people and programs see findings."""
