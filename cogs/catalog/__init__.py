"""A server's own papers: added from a file or a source, suggested, corrected, linked, imported and exported."""
