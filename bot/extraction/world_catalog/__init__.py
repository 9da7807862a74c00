"""Reads dumps of millions of papers, in processes of their own."""
