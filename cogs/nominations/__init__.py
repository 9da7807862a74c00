"""Papers that members nominate for a club's next weeks, and support."""
