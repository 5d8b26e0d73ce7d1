"""What is measured of rules and models."""
