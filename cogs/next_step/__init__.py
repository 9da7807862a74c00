"""The one next step of a member: `/next`, and the button under every message about a week."""
