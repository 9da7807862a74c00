"""What the tables hold of members, and the record of who was erased."""
