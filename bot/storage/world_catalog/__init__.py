"""The catalogue file: an SQLite file of its own with up to millions of papers. The bot only reads it."""
