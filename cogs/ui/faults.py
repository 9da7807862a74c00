"""What a member reads when something went wrong that nobody expected."""

from __future__ import annotations

from bot.storage.errors import DatabaseAwayError, NotStoredError


def fault_text(cause: BaseException, reference: str) -> str:
    """With the reference by which the operator finds the cause."""
    if isinstance(cause, NotStoredError):
        return (
            "Sorry, I couldn't reach my database just then, so that was not stored. Please try again in a moment. "
            f"Whoever runs this bot finds the cause under the reference **{reference}**."
        )
    if isinstance(cause, DatabaseAwayError):
        return (
            "Sorry, I lost touch with my database just then, so I can't say whether that is stored. Please look in "
            "a moment before you do it again. Whoever runs this bot finds the cause by the reference "
            f"**{reference}**."
        )
    return (
        "Sorry, that went wrong on my side; it was nothing you did. Please try once more in a moment. "
        f"If it happens again, give whoever runs this bot the reference **{reference}**: it finds the cause."
    )
