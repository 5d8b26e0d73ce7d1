"""The analysis lane: what changed is found, and checked."""
