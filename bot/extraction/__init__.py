"""Takes the text out of papers' files, in a process of its own with limits, since files from outside are hostile."""
