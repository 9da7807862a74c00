"""What a club reads next."""
