"""tinyarmsctl: one file a command."""
