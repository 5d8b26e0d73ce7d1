"""A laptop's weeks, simulated: what the daemon's own gate decides in them, beside simpler rules."""
