"""Setting up and managing reading clubs."""
