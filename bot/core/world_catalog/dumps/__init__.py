"""Reads one record of each kind of dump. `kinds.paper_of` is the way in."""
