"""Polls on what a club reads next: everything that members read about them."""
