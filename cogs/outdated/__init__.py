"""Answers for buttons, selects and forms that no feature handles (any more), so that no press goes unanswered."""
