"""Reads and writes bibliographies: BibTeX, RIS and CSL-JSON. Pure rules, for text from files that may be hostile."""
