"""What models are asked of code, and what their answers are worth."""
