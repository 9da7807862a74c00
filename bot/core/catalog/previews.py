"""A preview of what an organizer is about to add: kept for a day, so that its buttons survive a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.catalog.importing import BrokenEntry, ImportedPapers, ImportEntry
    from bot.core.catalog.own_papers import AddedPaper, NewPaper, ProposedAncestor

KEPT = timedelta(days=1)


class PreviewKind(StrEnum):
    ADD = "add"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class AddPreview:
    """A paper and what it may build on. `suggestion_id` is the member's suggestion that it answers, if any."""

    paper: NewPaper
    ancestors: tuple[ProposedAncestor, ...] = ()
    suggestion_id: int | None = None

    @property
    def chosen(self) -> tuple[ProposedAncestor, ...]:
        return tuple(ancestor for ancestor in self.ancestors if ancestor.is_chosen)

    def choosing(self, numbers: Collection[int]) -> AddPreview:
        """Return the preview with only these ancestors chosen, counted from 0."""
        ancestors = (replace(each, is_chosen=number in numbers) for number, each in enumerate(self.ancestors))
        return replace(self, ancestors=tuple(ancestors))


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The entries of a file, and those that could not be read."""

    entries: tuple[ImportEntry, ...]
    broken: tuple[BrokenEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """`token` identifies it in buttons. `done` is what its confirmation did; None until then.

    Once it is confirmed, `content` is None: what it held is in the catalog.
    """

    token: str
    server_id: int
    user_id: int
    created_at: datetime
    kind: PreviewKind
    content: AddPreview | ImportPreview | None
    done: AddedPaper | ImportedPapers | None = None
