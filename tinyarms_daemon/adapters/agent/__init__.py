"""The agent that launchd or systemd keeps at work."""
