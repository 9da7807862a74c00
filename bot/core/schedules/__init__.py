"""A reading group's schedule, as groups keep it in a README, a wiki page, a table or a calendar."""
