"""Show, export and erase what is stored about a member."""
