"""What a definition gives for drawn inputs: its terms are evaluated, its code never runs."""
