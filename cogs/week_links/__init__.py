"""Links of a week: the recording, slides and notes of its meeting."""
