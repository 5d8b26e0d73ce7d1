"""Configuration: layers, validation, and where each value came from."""
