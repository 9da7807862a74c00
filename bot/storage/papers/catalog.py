"""Reads the catalog that ships with the bot, and reports every fault in it with its location."""

from __future__ import annotations

import json
import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.core.papers.lineage import Lineage, LineageError
from bot.core.papers.paper import Catalog, Paper, Tier
from bot.storage.papers.catalog_schema import CatalogFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_BYTES = 8 * 1024 * 1024
PROMPTS = 3
LEAST_LINKS, MOST_LINKS = 2, 4


class CatalogError(Exception):
    """The catalog cannot be used. `str(error)` is for the operator: one line per fault, with its location."""


def load_catalog(path: Path) -> Catalog:
    """Return the papers of the file, in its order.

    Raises CatalogError with every fault. It checks the shape first, and only if that is right how the entries relate.
    """
    raw = _parsed(path)
    try:
        file = CatalogFile.model_validate(raw)
    except ValidationError as error:
        raise _refusal(path, [_shape_fault(fault, raw) for fault in error.errors()]) from None
    papers = [entry.to_paper() for entry in file.papers]
    if faults := [*_faults_of_each(papers, file.topics), *_faults_between(papers)]:
        raise _refusal(path, faults)
    try:
        Lineage.of(papers)
    except LineageError as error:
        raise _refusal(path, [str(error)]) from None
    return Catalog(papers, file.topics)


def squashed(name: str) -> str:
    """Return a name as two people may type it: without case, spaces and punctuation."""
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


def _refusal(path: Path, faults: list[str]) -> CatalogError:
    return CatalogError("\n".join(f"{path.name}: {fault}" for fault in faults))


def _shape_fault(fault: Any, raw: Any) -> str:
    path = ""
    for step in fault["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
        if re.fullmatch(r"papers\[\d+\]", path):
            entry = raw["papers"][step]
            path += f" {entry['key']!r}:" if isinstance(entry, dict) and isinstance(entry.get("key"), str) else ":"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{path.replace(':.', ': ')}: {message}" if path else message


def _faults_of_each(papers: list[Paper], topics: dict[str, str]) -> Iterator[str]:
    keys = {paper.key for paper in papers}
    for number, paper in enumerate(papers):
        unknown = [topic for topic in paper.topics if topic not in topics]
        faults = [f"topics: unknown topic {topic!r}{_did_you_mean(topic, topics)}" for topic in unknown]
        faults += [*_link_faults(paper, keys), *_list_paper_faults(paper)]
        yield from (f"papers[{number}] {paper.key!r}: {fault}" for fault in faults)


def _link_faults(paper: Paper, keys: set[str]) -> Iterator[str]:
    for index, link in enumerate(paper.builds_on):
        if link.key == paper.key:
            yield f"builds_on[{index}]: builds on itself"
        elif link.key not in keys:
            yield f"builds_on[{index}]: unknown key {link.key!r}{_did_you_mean(link.key, keys)}"
    for key, count in Counter(link.key for link in paper.builds_on).items():
        if count > 1:
            yield f"builds_on: {key!r} is listed {count} times"


def _list_paper_faults(paper: Paper) -> Iterator[str]:
    """Yield faults of one paper. All need prompts, since any may be a week's; only list papers need the rest."""
    if len(paper.prompts) < PROMPTS:
        yield f"prompts: has {len(paper.prompts)}, but every paper needs {PROMPTS}"
    if paper.tier is Tier.ANCESTOR:
        return
    if paper.curriculum is None:
        yield "curriculum: missing, but the paper is on the reading list"
    if not LEAST_LINKS <= len(paper.builds_on) <= MOST_LINKS:
        wanted = f"{LEAST_LINKS} to {MOST_LINKS}"
        yield f"builds_on: has {len(paper.builds_on)}, but a paper on the reading list needs {wanted}"


def _faults_between(papers: list[Paper]) -> Iterator[str]:
    """Yield keys, names and ids that lead to two papers."""
    owners: dict[str, tuple[int, str]] = {}
    for number, paper in enumerate(papers):
        names = [("key", paper.key), ("short_name", paper.short_name)]
        names += [(f"aliases[{index}]", alias) for index, alias in enumerate(paper.aliases)]
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
