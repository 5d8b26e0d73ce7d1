"""The colors of the report's charts."""

PAPER = "#ffffff"
INK = "#111827"
WORDS = "#374151"
GRID = "#d1d5db"
SERIES = ("#2563eb", "#d97706", "#059669", "#9333ea", "#64748b")
LEVELS = {1: "#fef3c7", 2: "#fed7aa", 3: "#fecaca"}
