"""What a paper's facts may be: what organizers type is checked, and what was read elsewhere is cut to fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.catalog.names import LONGEST_SHORT_NAME, short_name_of
from bot.core.catalog.own_papers import PaperFact
from bot.core.catalog.refusals import (
    BadPaperLinkError,
    BadYearError,
    LongFactError,
    ManyFactsError,
    NoShortNameError,
    NothingToEditError,
    NoTitleError,
)
from bot.core.errors import Typed
from bot.core.papers.ids import ARXIV_DOI, ArxivId, Doi, arxiv_id, doi
from bot.core.papers.links import is_link, linked
from bot.core.text.characters import storable
from bot.core.text.short_inputs import clipped, name_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.catalog.own_papers import NewPaper, PaperEdit, ProposedAncestor

MOST_LETTERS = {
    PaperFact.TITLE: 300,
    PaperFact.SHORT_NAME: LONGEST_SHORT_NAME,
    PaperFact.AUTHORS: 80,
    PaperFact.VENUE: 120,
    PaperFact.URL: 300,
    PaperFact.ALIASES: 80,
    PaperFact.ABSTRACT: 4_000,
}
# Some collaborations sign with more than a thousand names.
MOST_NAMES = {PaperFact.AUTHORS: 3_000, PaperFact.ALIASES: 10}
LONGEST_WHY, LONGEST_SENTENCE, LONGEST_SECTION = 140, 1_000, 120
YEARS = range(1500, 2101)


def tidied(paper: NewPaper) -> NewPaper:
    """Return the paper with facts that can be stored and shown. Raises NoTitleError and BadPaperLinkError.

    Whatever is too long is cut, and an impossible year or id is left out. Without a link, an id gives one.
    """
    title = _cut(paper.title, PaperFact.TITLE)
    _require_letters(title)
    arxiv, bare_doi = usable_ids(paper.arxiv_id, paper.doi)
    return replace(
        paper,
        title=title,
        short_name=_cut(paper.short_name, PaperFact.SHORT_NAME) or short_name_of(title),
        authors=_names(paper.authors, PaperFact.AUTHORS),
        year=paper.year if paper.year in YEARS else None,
        venue=_cut(paper.venue, PaperFact.VENUE),
        arxiv_id=arxiv,
        doi=bare_doi,
        url=usable_link(paper.url) or page_of(arxiv, bare_doi),
        abstract=_cut(paper.abstract, PaperFact.ABSTRACT),
        aliases=_names(paper.aliases, PaperFact.ALIASES),
    )


def tidied_ancestor(ancestor: ProposedAncestor) -> ProposedAncestor:
    """Return the ancestor with facts that can be stored and shown."""
    arxiv, bare_doi = usable_ids(ancestor.arxiv_id, ancestor.doi)
    sentence = _line(ancestor.sentence)
    return replace(
        ancestor,
        title=_cut(ancestor.title, PaperFact.TITLE),
        year=ancestor.year if ancestor.year in YEARS else None,
        arxiv_id=arxiv,
        doi=bare_doi,
        url=usable_or_no_link(ancestor.url) or page_of(arxiv, bare_doi),
        why=_clip(ancestor.why, LONGEST_WHY),
        # It is kept word for word, or not at all.
        sentence=sentence if len(sentence) <= LONGEST_SENTENCE else "",
        section=_clip(ancestor.section, LONGEST_SECTION),
    )


def checked(changes: PaperEdit) -> PaperEdit:
    """Return an organizer's changes as they can be stored. Raises a ClubError that names the first bad fact."""
    if not any(True for _ in changes.given()):
        raise NothingToEditError
    if changes.year and changes.year not in YEARS:
        raise BadYearError(YEARS[0], YEARS[-1], changes.year)
    new: dict[str, Any] = {}
    for name, typed in changes.given():
        if isinstance(typed, tuple):
            new[name] = _checked_list(PaperFact(name), typed)
        elif isinstance(typed, str):
            new[name] = _checked_line(PaperFact(name), typed)
    _require_names(new)
    if PaperFact.URL in new:
        new[PaperFact.URL] = usable_link(new[PaperFact.URL])
    return replace(changes, **{str(name): value for name, value in new.items()})


def checked_why(why: str) -> str:
    """Return an organizer's reason for a link. Raises LongFactError."""
    line = _line(why)
    if len(line) > LONGEST_WHY:
        raise LongFactError(PaperFact.WHY, LONGEST_WHY, len(line))
    return line


def usable_link(typed: str) -> str:
    """Return a link that a browser opens, or nothing for nothing. Raises BadPaperLinkError."""
    line = "".join(_line(typed).split())
    if not line:
        return ""
    address = f"https://{line}" if is_link(line) and "://" not in line else line
    host = address.partition("://")[2].partition("/")[0]
    is_web = address.lower().startswith(("https://", "http://"))
    if not is_web or "." not in host or "@" in host or len(address) > MOST_LETTERS[PaperFact.URL]:
        raise BadPaperLinkError(Typed(typed))
    return address


def usable_or_no_link(found: str) -> str:
    """Return a link that was read somewhere, or nothing if no browser opens it."""
    try:
        return usable_link(found)
    except BadPaperLinkError:
        return ""


def ids_in_link(address: str) -> dict[str, str]:
    """Return the arXiv id or the DOI that a link names, under the name of that fact; nothing for another link."""
    match linked(address):
        case ArxivId(id=found):
            return {"arxiv_id": found}
        case Doi(id=found):
            return {"doi": found}
    return {}


def usable_ids(typed_arxiv: str | None, typed_doi: str | None) -> tuple[str | None, str | None]:
    """Return the arXiv id without its version and the bare DOI, each None if it cannot be one.

    A DOI of arXiv gives the arXiv id too. If both are given and differ, the arXiv id counts.
    """
    bare = doi(_line(typed_doi or ""))
    found = arxiv_id(_line(typed_arxiv or ""))
    if bare and bare.id.startswith(ARXIV_DOI):
        found = found or arxiv_id(bare.id.removeprefix(ARXIV_DOI))
        return (found.id, ARXIV_DOI + found.id) if found else (None, None)
    return found.id if found else None, bare.id if bare else None


def page_of(arxiv: str | None, bare_doi: str | None) -> str:
    """Return the address of the paper's page; nothing without an id."""
    if arxiv:
        return f"https://arxiv.org/abs/{arxiv}"
    return f"https://doi.org/{bare_doi}" if bare_doi else ""


def _require_names(new: dict[str, Any]) -> None:
    """Raise NoTitleError or NoShortNameError if a new one has no letters."""
    if PaperFact.TITLE in new:
        _require_letters(new[PaperFact.TITLE])
    if PaperFact.SHORT_NAME in new and not _has_letters(new[PaperFact.SHORT_NAME]):
        raise NoShortNameError


def _require_letters(title: str) -> None:
    if not _has_letters(title):
        raise NoTitleError


def _has_letters(name: str) -> bool:
    return any(char.isalnum() for char in name)


def _checked_line(fact: PaperFact, typed: str) -> str:
    line = _line(typed)
    if len(line) > MOST_LETTERS[fact]:
        raise LongFactError(fact, MOST_LETTERS[fact], len(line))
    return line


def _checked_list(fact: PaperFact, typed: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(filter(None, (_checked_line(fact, name) for name in typed))))
    if len(names) > MOST_NAMES[fact]:
        raise ManyFactsError(fact, MOST_NAMES[fact], len(names))
    return names


def _names(names: Iterable[str], fact: PaperFact) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_cut(name, fact) for name in names))))[: MOST_NAMES[fact]]


def _cut(text: str, fact: PaperFact) -> str:
    return _clip(text, MOST_LETTERS[fact])


def _clip(text: str, longest: int) -> str:
    line = _line(text)
    return line if len(line) <= longest else clipped(line, longest)


def _line(text: str) -> str:
    return name_line(storable(text))
