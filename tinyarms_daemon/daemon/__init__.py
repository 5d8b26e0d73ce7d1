"""The long run: what starts in which order, what ends it, and in which order it stops."""
