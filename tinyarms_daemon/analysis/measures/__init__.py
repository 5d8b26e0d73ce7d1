"""Measures written in place, and the scales that they are held against."""
