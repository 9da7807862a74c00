"""What one member should do next."""
