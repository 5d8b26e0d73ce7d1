"""What files say for rules about the whole project, as rules read it again."""
