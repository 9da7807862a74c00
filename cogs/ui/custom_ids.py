"""The custom ids of everything pressable: `pc:<feature>:<action>:v1:<part>:<part>…`.

They outlive restarts and releases, so an id that was ever sent stays readable: a new meaning takes a new version.
"""

from __future__ import annotations

LIMIT = 100
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SHORT_NUMBER = r"[0-9a-z]{1,13}"


def custom_id(feature: str, action: str, *parts: str, version: int = 1) -> str:
    """Raises ValueError past Discord's 100 characters, and for a part that holds the separator."""
    if any(":" in part for part in parts):
        raise ValueError(f"a part of a custom id holds a colon: {parts}")
    whole = ":".join(("pc", feature, action, f"v{version}", *parts))
    if len(whole) > LIMIT:
        raise ValueError(f"custom id too long: {whole}")
    return whole


def template(feature: str, action: str, *groups: str, version: int = 1) -> str:
    """The pattern that reads such an id back; `action` and `groups` are regular expressions."""
    return ":".join((f"pc:{feature}", action, f"v{version}", *groups)) + "$"


def short_number(number: int) -> str:
    """A number in the fewest letters and digits, for long ones such as Discord's ids; `int(text, 36)` reads it back."""
    if number < len(DIGITS):
        return DIGITS[number]
    return short_number(number // len(DIGITS)) + DIGITS[number % len(DIGITS)]
