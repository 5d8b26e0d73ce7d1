"""What was measured of models and rules, against what was asked of them."""
