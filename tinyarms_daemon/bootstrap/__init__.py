"""The composition root: settings to adapters to use cases; the only room that sees every other."""
