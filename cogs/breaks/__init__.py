"""Breaks of clubs: `/club break`."""
