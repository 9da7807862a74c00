"""Which sentences of a server's logs are quoted on the card of a paper that has no text of ours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """What a reviewer picked as a log's strongest sentence. `log_text` is what the log says now."""

    log_id: int
    author_id: int
    club_id: int
    week_id: int
    sentence: str
    log_text: str


def quoted(picked: Iterable[QuotedSentence], most: int) -> list[QuotedSentence]:
    """Return one sentence of each log, the one that most reviewers picked. Those picked most often come first.

    A sentence that its log no longer has is left out.
    """
    standing = [one for one in picked if one.sentence and one.sentence in one.log_text]
    votes = Counter((one.log_id, one.sentence) for one in standing)
    best: dict[int, QuotedSentence] = {}
    for one in sorted(standing, key=lambda one: (-votes[one.log_id, one.sentence], one.log_id)):
        best.setdefault(one.log_id, one)
    return list(best.values())[:most]
