"""Reviews of paper logs."""
