"""What is stored about a member: show it, export it, erase it. Pure."""
