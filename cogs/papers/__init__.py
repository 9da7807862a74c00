"""Looking papers up."""
