"""Which commands somebody can use where they are, by topic."""
