"""The wizard that sets a club up."""
