"""Paper logs: the form, what happens to its text, and the logs' messages."""
