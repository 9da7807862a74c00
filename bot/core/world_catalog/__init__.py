"""A million papers that nobody has added: the ones in an operator's catalogue file."""
