"""Reading weeks: the weekly post, what follows it, and the commands about them."""
