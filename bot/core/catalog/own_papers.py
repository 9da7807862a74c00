"""A server's own papers: what is given to add or edit one, and what is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.core.papers.paper import Paper

MOST_PAPERS = 5_000


@dataclass(frozen=True, slots=True)
class NewPaper:
    """The facts of a paper that is to be added. A title is enough; a link helps.

    Without `short_name`, one is made from the title. `arxiv_id` has no version, `doi` is bare. `abstract` may only be
    given if its license lets anybody show it. `authors` are as a title page prints them: given name first.
    """

    title: str
    url: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    arxiv_id: str | None = None
    doi: str | None = None
    abstract: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedAncestor:
    """An older paper that a new one builds on.

    `key` is that of a paper of the catalog, or None: then it becomes a stub, unless its ids or title are known. `why`
    is one line in our words; `sentence` is from the new paper, word for word, and `section` says from where. Both may
    be empty.
    """

    title: str
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    url: str = ""
    key: str | None = None
    why: str = ""
    sentence: str = ""
    section: str = ""
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class PaperEdit:
    """New facts of a paper. None leaves a fact as it is; an empty text, an empty tuple or the year 0 clears it.

    A title and a short name cannot be cleared.
    """

    title: str | None = None
    short_name: str | None = None
    authors: tuple[str, ...] | None = None
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] | None = None
    abstract: str | None = None

    def given(self) -> Iterator[tuple[str, str | int | tuple[str, ...]]]:
        """Yield the name and the new value of each fact that changes."""
        for name in self.__slots__:
            value = getattr(self, name)
            if value is not None:
                yield name, value


@dataclass(frozen=True, slots=True)
class OwnLink:
    """One of a server's links: the paper `key` builds on the paper `builds_on`, in the order of `position`."""

    key: str
    builds_on: str
    why: str = ""
    sentence: str = ""
    section: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper as `/catalog show` shows it, with the server's links to and from it.

    `is_own` is False for a paper of the shared catalog. `added_by` is None if it is not own, or if that member was
    erased. `builds_on` and `led_to` are the server's own links only.
    """

    paper: Paper
    is_own: bool
    is_stub: bool
    added_by: int | None
    added_at: datetime | None
    builds_on: tuple[OwnLink, ...]
    led_to: tuple[OwnLink, ...]


@dataclass(frozen=True, slots=True)
class OwnPapersPage:
    """Some of a server's papers. `count` is how many there are without stubs, `stubs` how many stubs."""

    papers: tuple[Paper, ...]
    count: int
    stubs: int


class PaperFact(StrEnum):
    """What organizers can type about a paper. `WHY` says why it builds on another."""

    TITLE = "title"
    SHORT_NAME = "short_name"
    AUTHORS = "authors"
    VENUE = "venue"
    URL = "url"
    ALIASES = "aliases"
    ABSTRACT = "abstract"
    WHY = "why"


class MatchedBy(StrEnum):
    """What shows that two papers are the same."""

    ARXIV = "arxiv"
    DOI = "doi"
    TITLE = "title"


class AddOutcome(StrEnum):
    """What became of a paper that was to be added.

    `COMPLETED`: it was a stub, and got the other facts. `OWN`: the server has it already. `SHARED`: the shared catalog
    has it.
    """

    ADDED = "added"
    COMPLETED = "completed"
    OWN = "own"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class AddedPaper:
    """The one entry that there is now. `stubs` are the keys of ancestors that were added with it.

    `links` counts the ancestors that it was linked to. If it was there already, nothing was changed, and `matched_by`
    says how it was recognized.
    """

    key: str
    short_name: str
    outcome: AddOutcome
    matched_by: MatchedBy | None = None
    links: int = 0
    stubs: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.outcome in {AddOutcome.ADDED, AddOutcome.COMPLETED}


@dataclass(frozen=True, slots=True)
class RemovedPaper:
    """A paper that is gone, and the short names of stubs that went with it: nothing else built on them."""

    key: str
    short_name: str
    stubs: tuple[str, ...] = ()
