"""Moving a reading group in from its schedule, and out again."""
