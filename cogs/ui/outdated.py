"""Answers to buttons, selects and forms that the bot no longer knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence


def picked(values: Sequence[str]) -> str:
    """Return the first choice of a select. Raises SaidError if there is none, for example if a button has its id."""
    if not values:
        raise SaidError(t("ui-button-outdated"))
    return values[0]
