"""What is said where a button, a select or a form is none that the bot still knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_LONGER_VALID = "That button is no longer valid. Type `/` to see what I can do here."
FORM_NO_LONGER_VALID = "### Not saved\nThat form is no longer valid. **Your text is below: copy it.**"


def picked(values: Sequence[str]) -> str:
    """The first choice of a select. Raises ClubError where there is none, as when its id stands on a button."""
    if not values:
        raise ClubError(NO_LONGER_VALID)
    return values[0]
