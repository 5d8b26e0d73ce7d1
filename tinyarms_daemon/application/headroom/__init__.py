"""The gate before a model, and what it knows of memory."""
