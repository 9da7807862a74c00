"""The Discord edge, one folder per feature: what members type, press and read."""
