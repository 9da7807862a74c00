"""Reads the catalogue that ships with the bot, and names every fault in it with its place."""

from __future__ import annotations

import json
import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.core.lineage import Lineage, LineageError
from bot.core.papers import Catalogue, Paper, Tier
from bot.storage.catalogue_schema import CatalogueFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_BYTES = 8 * 1024 * 1024
PROMPTS = 3
LEAST_LINKS, MOST_LINKS = 2, 4


class CatalogueError(Exception):
    """The catalogue cannot be used; `str(error)` is for the operator, a line a fault, each with its place."""


def load_catalogue(path: Path) -> Catalogue:
    """The papers of the file, in its order.

    Raises CatalogueError that lists every fault: wrong shape first, and only where the shape is right what the entries
    say of each other.
    """
    raw = _parsed(path)
    try:
        file = CatalogueFile.model_validate(raw)
    except ValidationError as error:
        raise _refusal(path, [_shape_fault(fault, raw) for fault in error.errors()]) from None
    papers = [entry.to_paper() for entry in file.papers]
    if faults := [*_faults_of_each(papers, file.topics), *_faults_between(papers)]:
        raise _refusal(path, faults)
    try:
        Lineage.of(papers)
    except LineageError as error:
        raise _refusal(path, [str(error)]) from None
    return Catalogue(papers, file.topics)


def squashed(name: str) -> str:
    """A name as two people may type it: without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _parsed(path: Path) -> Any:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _refusal(path, [f"is {size:,} bytes; the most is {MOST_BYTES:,}"])
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refusal(path, [f"cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise _refusal(path, ["is not UTF-8 text"]) from None
    except json.JSONDecodeError as error:
        raise _refusal(path, [f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}"]) from None
    except RecursionError:
        raise _refusal(path, ["is nested too deeply"]) from None


def _refusal(path: Path, faults: list[str]) -> CatalogueError:
    return CatalogueError("\n".join(f"{path.name}: {fault}" for fault in faults))


def _shape_fault(fault: Any, raw: Any) -> str:
    place = ""
    for step in fault["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
        if re.fullmatch(r"papers\[\d+\]", place):
            entry = raw["papers"][step]
            place += f" {entry['key']!r}:" if isinstance(entry, dict) and isinstance(entry.get("key"), str) else ":"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{place.replace(':.', ': ')}: {message}" if place else message


def _faults_of_each(papers: list[Paper], topics: dict[str, str]) -> Iterator[str]:
    keys = {paper.key for paper in papers}
    for number, paper in enumerate(papers):
        unknown = [topic for topic in paper.topics if topic not in topics]
        faults = [f"topics: unknown topic {topic!r}{_did_you_mean(topic, topics)}" for topic in unknown]
        faults += [*_link_faults(paper, keys), *_list_paper_faults(paper)]
        yield from (f"papers[{number}] {paper.key!r}: {fault}" for fault in faults)


def _link_faults(paper: Paper, keys: set[str]) -> Iterator[str]:
    for place, link in enumerate(paper.builds_on):
        if link.key == paper.key:
            yield f"builds_on[{place}]: builds on itself"
        elif link.key not in keys:
            yield f"builds_on[{place}]: unknown key {link.key!r}{_did_you_mean(link.key, keys)}"
    for key, count in Counter(link.key for link in paper.builds_on).items():
        if count > 1:
            yield f"builds_on: {key!r} stands there {count} times"


def _list_paper_faults(paper: Paper) -> Iterator[str]:
    """Any paper may be a week, so all have something to discuss; the rest only papers of the reading list must have."""
    if len(paper.prompts) < PROMPTS:
        yield f"prompts: {len(paper.prompts)} of them; every paper has {PROMPTS}"
    if paper.tier is Tier.ANCESTOR:
        return
    if paper.curriculum is None:
        yield "curriculum: missing, and the paper is on the reading list"
    if not LEAST_LINKS <= len(paper.builds_on) <= MOST_LINKS:
        wanted = f"{LEAST_LINKS} to {MOST_LINKS}"
        yield f"builds_on: {len(paper.builds_on)} of them; a paper on the reading list has {wanted}"


def _faults_between(papers: list[Paper]) -> Iterator[str]:
    """Keys, names and ids that lead to two papers."""
    owners: dict[str, tuple[int, str]] = {}
    for number, paper in enumerate(papers):
        names = [("key", paper.key), ("short_name", paper.short_name)]
        names += [(f"aliases[{place}]", alias) for place, alias in enumerate(paper.aliases)]
        names += [("arXiv id", paper.arxiv_id)] if paper.arxiv_id else []
        names += [("DOI", paper.doi)] if paper.doi else []
        for field, name in names:
            taken, owner = owners.setdefault(squashed(name), (number, paper.key))
            if taken != number:
                what = "duplicate key" if field == "key" and owner == name else "duplicate: already leads to"
                yield f"papers[{number}] {paper.key!r}: {field} {name!r}: {what} papers[{taken}] {owner!r}"


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
