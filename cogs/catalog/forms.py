"""The form of a paper's facts. Its custom id says what it is for: a preview, a new paper, or one that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.catalog.facts import MOST_LETTERS, checked, ids_in_link
from bot.core.catalog.names import short_name_of
from bot.core.catalog.own_papers import NewPaper, PaperEdit, PaperFact
from bot.core.text.characters import storable
from cogs.ui.custom_ids import custom_id, template
from cogs.ui.escaping import clip, in_code
from cogs.ui.forms import MOST_TYPED, TITLE_LIMIT, Form, filled_in, typed
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from typing import Any

    from bot.core.papers.paper import Paper
    from cogs.ui.interactions import ClubInteraction

FEATURE, ACTION = "catalog", "form"
OURS = f"pc:{FEATURE}:{ACTION}:"
TEMPLATE = re.compile(template(FEATURE, ACTION, r"(\w+)", r"([\w-]{1,64})"))
YEAR_DIGITS = 4
LIMITS = {
    "title": MOST_LETTERS[PaperFact.TITLE],
    "authors": MOST_TYPED,
    "year": YEAR_DIGITS,
    "link": MOST_LETTERS[PaperFact.URL],
    "short_name": MOST_LETTERS[PaperFact.SHORT_NAME],
}


class Subject(StrEnum):
    """What the form is about: a preview (by token), a new paper (by suggestion, or 0), or a paper (by key)."""

    PREVIEW = "preview"
    NEW = "new"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class TypedFacts:
    """The fields as they are typed: authors one a line, or separated by semicolons or commas."""

    title: str = ""
    authors: str = ""
    year: str = ""
    link: str = ""
    short_name: str = ""

    @classmethod
    def of(cls, paper: NewPaper | Paper) -> TypedFacts:
        authors = "\n".join(paper.authors)
        return cls(paper.title, authors[:MOST_TYPED], str(paper.year or ""), paper.url, paper.short_name)

    def change_of(self, paper: NewPaper | Paper) -> PaperEdit:
        """Return the fields that differ from the paper's facts, checked. Raises ClubError for a bad one."""
        before = TypedFacts.of(paper)
        new = {name: value for name, value in self.items() if value.strip() != getattr(before, name).strip()}
        change = PaperEdit(
            title=new.get("title"),
            authors=_names(new["authors"]) if "authors" in new else None,
            year=_year(new["year"]) if "year" in new else None,
            url=new.get("link"),
            short_name=new["short_name"].strip() or short_name_of(self.title) if "short_name" in new else None,
        )
        return checked(change) if any(True for _ in change.given()) else change

    def items(self) -> list[tuple[str, str]]:
        """Return the names and contents of the fields, in order."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def facts_form(subject: Subject, key: str, facts: TypedFacts) -> Form:
    """Return the form, filled in. `key` names the preview, the suggestion or the paper."""
    boxes = [
        typed(
            t("catalog-field", field=name),
            name,
            limit=LIMITS[name],
            hint=t("catalog-hint", field=name),
            default=storable(value),
            is_long=name == "authors",
            is_required=name == "title",
        )
        for name, value in facts.items()
    ]
    return Form(clip(t("catalog-form", subject=subject), TITLE_LIMIT), custom_id(FEATURE, ACTION, subject, key), *boxes)


def read_form(interaction: ClubInteraction, identity: str) -> tuple[Subject | None, str, TypedFacts]:
    """Return what the form is about, None if the id is not one of ours, and what was typed."""
    found, typed_fields = TEMPLATE.fullmatch(identity), filled_in(interaction)
    facts = TypedFacts(**{name: typed_fields.get(name, "") for name in LIMITS})
    if found is None or found[1] not in set(Subject):
        return None, "", facts
    return Subject(found[1]), found[2], facts


def changed(paper: NewPaper, change: PaperEdit) -> NewPaper:
    """Return the paper of a preview with an organizer's changes. A new link's arXiv id or DOI becomes the paper's."""
    new: dict[str, Any] = dict(change.given())
    if "year" in new:
        new["year"] = new["year"] or None
    new |= ids_in_link(new.get("url", ""))
    return replace(paper, **new)


def _names(typed_names: str) -> tuple[str, ...]:
    """Return names that are separated by new lines or semicolons; if there are neither, by commas."""
    parts = re.split(r"[\n;]" if re.search(r"[\n;]", typed_names.strip()) else r",|\band\b", typed_names)
    return tuple(filter(None, (part.strip() for part in parts)))


def _year(typed_year: str) -> int:
    year = typed_year.strip()
    if not year:
        return 0
    if not year.isdecimal():
        raise SaidError(t("catalog-bad-year", typed=in_code(year)))
    return int(year)
