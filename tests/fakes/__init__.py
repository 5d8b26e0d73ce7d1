"""Stand-ins for what lies outside a test's subject."""
