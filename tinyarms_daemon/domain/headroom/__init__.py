"""Whether the machine can bear a model."""
