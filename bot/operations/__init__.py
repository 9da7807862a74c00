"""What an operator does beside running the bot: `python -m bot` with `backup`, `check`, `copy-database` and more."""
