"""What an operator does beside running the bot: `python -m bot backup`, `restore`, `check`, `copy-database`, `doctor`."""
