"""Facts about papers and their full texts from other sites (docs/PROVIDERS.md)."""
