"""The real bot in a browser: on a local Discord, with a study group to act as and a clock to move."""
