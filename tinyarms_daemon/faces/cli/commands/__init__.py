"""The commands of tinyarmsctl, imported when they are called."""
