"""The strongest sentence as a reviewer picks it: by its place in one version of the log.

The log may change while the form is open, so the version says which sentences were offered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.errors import UNSAID
from bot.core.reviews.review_text import NotInLogError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.paper_logs.log_text import LogText
    from bot.core.paper_logs.paper_log import LogVersion

# Discord's selects have 25 options, and the last one says that the reviewer would rather type.
MOST_OFFERED = 24


@dataclass(eq=False)
class SentenceToTypeError(NotInLogError):
    """The reviewer would rather type the sentence, which the next form is for."""

    nearest: str | None = field(default=None, metadata=UNSAID)


@dataclass(frozen=True, slots=True)
class PickedSentence:
    """`index` counts the version's sentences from 0. It is None if the reviewer would rather type one."""

    version: int
    index: int | None

    def found_in(self, versions: Iterable[LogVersion]) -> str:
        """Return the whole sentence; empty if there is none, as in a forged form."""
        index = self.index
        for version in versions:
            if version.number == self.version and index is not None:
                return "".join(offered(version.text)[index : index + 1])
        return ""


def offered(text: LogText) -> tuple[str, ...]:
    """Return the sentences that a reviewer may pick from. Hardly any log has more."""
    return text.sentences[:MOST_OFFERED]


def place_of(strongest: str, text: LogText) -> int | None:
    """Return which of the offered sentences this is; None if it is another text."""
    sentences = offered(text)
    return sentences.index(strongest) if strongest in sentences else None
