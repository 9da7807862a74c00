"""The custom ids of buttons, selects and forms: `pc:<feature>:<action>:v1:<part>:<part>…`.

They outlive restarts and releases, so every id that was ever sent must stay readable. A new meaning needs a new
version. Buttons have a base class of their own.
"""

from __future__ import annotations

LIMIT = 100
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SHORT_NUMBER = r"[0-9a-z]{1,13}"


def custom_id(feature: str, action: str, *parts: str) -> str:
    """Return the id. Raises ValueError if it is longer than Discord's 100 characters or a part contains a colon."""
    if any(":" in part for part in parts):
        raise ValueError(f"a part of a custom id contains a colon: {parts}")
    whole = ":".join(("pc", feature, action, "v1", *parts))
    if len(whole) > LIMIT:
        raise ValueError(f"custom id too long: {whole}")
    return whole


def template(feature: str, action: str, *groups: str) -> str:
    """Return a pattern that reads such ids. `action` and `groups` are regular expressions."""
    return ":".join((f"pc:{feature}", action, "v1", *groups)) + "$"


def short_number(number: int) -> str:
    """Return a number in few letters and digits, for long ones such as Discord's ids. `int(text, 36)` reads it."""
    if number < len(DIGITS):
        return DIGITS[number]
    return short_number(number // len(DIGITS)) + DIGITS[number % len(DIGITS)]
