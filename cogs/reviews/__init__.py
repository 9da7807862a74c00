"""Reviews of paper logs: who has to write one, the form, and what everybody reads about them."""
