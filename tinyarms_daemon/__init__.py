"""A background daemon that checks code on its developer's own laptop, with small local models."""

__version__ = "0.1.0"
