"""Pictures, drawn as PNG: the lineage of a paper."""
