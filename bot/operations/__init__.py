"""What an operator does besides running the bot: `python -m bot` with `backup`, `check`, `erase` and more."""
