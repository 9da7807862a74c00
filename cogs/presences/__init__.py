"""*I was there*: who was at a week's meeting."""
