"""Refusals about papers name them as members know them. The rules know only their keys."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from bot.core.errors import ClubError, has_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.papers.paper import Catalog

NAMED = {"paper", "papers"}


@contextmanager
def naming_papers(catalog: Catalog) -> Iterator[None]:
    """Raise refusals from inside with short names in place of keys."""
    try:
        yield
    except ClubError as refusal:
        if not has_facts(type(refusal)):
            raise
        raise _with_names(refusal, catalog) from None


def _with_names(refusal: Any, catalog: Catalog) -> ClubError:
    def name_of(key: str) -> str:
        paper = catalog.get(key)
        return paper.short_name if paper else key

    facts = {fact.name: getattr(refusal, fact.name) for fact in fields(refusal)}
    for fact in NAMED & facts.keys():
        value = facts[fact]
        facts[fact] = name_of(value) if isinstance(value, str) else tuple(map(name_of, value))
    named: ClubError = type(refusal)(**facts)
    return named
