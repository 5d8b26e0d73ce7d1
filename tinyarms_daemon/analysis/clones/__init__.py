"""Copies of code: from the leaves of a tree to one finding for all places."""
