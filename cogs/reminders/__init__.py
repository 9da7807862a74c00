"""Reminders by direct message, for members who ask for them: `/remind`."""
