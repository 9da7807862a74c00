"""Takeaways: one sentence about a week's paper, from members without time for a log."""
