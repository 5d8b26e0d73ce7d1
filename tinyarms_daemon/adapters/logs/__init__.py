"""The log of the daemon: as it is written, and as it is read again."""
