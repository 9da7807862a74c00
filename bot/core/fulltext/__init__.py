"""Reads what a paper builds on from its own text: pure rules, for text that `bot/extraction` took out of a file."""
