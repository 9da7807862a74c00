"""Regular expressions take time in proportion to what they read."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.papers.links import FORM
from bot.core.papers.mentions import CITATION
from bot.core.world_catalog.dumps import arxiv, own_lines
from bot.core.world_catalog.mentions import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PARSER: Any = importlib.import_module("re._parser")
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
# A nested repeat is fine if each round begins or ends with a character that the inner one can't match.
APART = {
    "bot.core.papers.identifiers.ARXIV_PREFIX",
    "bot.core.papers.identifiers.DOI_PREFIX",
    "bot.core.papers.identifiers.IN_PROSE",
    "bot.core.text.own_words.PLAIN_WORD",
    "bot.core.papers.ids.ARXIV_PREFIX",
    "bot.core.papers.ids.DOI",
    "bot.core.papers.ids.DOI_PREFIX",
    "bot.core.papers.links.BARE_HOST",
    "bot.core.papers.links.DOI_IN_ADDRESS",
}


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for path in [*sorted((ROOT / "bot").rglob("*.py")), *sorted((ROOT / "cogs").rglob("*.py"))]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if "migrations" not in name and not name.endswith("__main__"):
            held = vars(importlib.import_module(name))
            found |= {f"{name}.{label}": value for label, value in held.items() if isinstance(value, re.Pattern)}
    return found


def endless_within(part: Any, *, inside: bool = False) -> Iterator[bool]:
    """One True for each endless repeat inside another, such as `(a+)*`."""
    for item in part:
        is_endless = False
        if isinstance(item, tuple) and len(item) == 2 and str(item[0]) in REPEATS:
            is_endless = str(item[1][1]) == "MAXREPEAT"
            yield is_endless and inside
        if isinstance(item, tuple | list | PARSER.SubPattern):
            yield from endless_within(item, inside=inside or is_endless)


PATTERNS = patterns()


def test_no_endless_repeat_is_inside_another() -> None:
    for name in PATTERNS.keys() - APART:
        pattern = PATTERNS[name]
        assert not any(endless_within(PARSER.parse(pattern.pattern, pattern.flags))), name


def test_nested_endless_repeats_are_recognized() -> None:
    assert any(endless_within(PARSER.parse(r"x(?:a+|b)*")))
    assert not any(endless_within(PARSER.parse(r"(?:a|b)*c+")))
    assert PATTERNS.keys() >= APART


def test_a_citation_starts_only_at_a_word() -> None:
    """Otherwise the rest would be read again from each letter of "a-a-a-…"."""
    beginning = re.compile(CITATION.pattern.partition("(?:(?:")[0])
    assert len(beginning.findall("a-" * 3000)) == 1
    assert len(beginning.findall("a'" * 3000)) == 1
    assert len(beginning.findall("Hu and Shen")) == 3


def test_a_title_in_capitals_starts_only_at_a_word() -> None:
    beginning = re.compile(CAPITALS.pattern.partition(r"[\w'-]*")[0])
    assert len(beginning.findall("A'" * 3000)) == 1
    assert len(beginning.findall("Slow Tides")) == 2


def test_what_is_before_an_end_is_read_a_few_times() -> None:
    """An endless repeat before the end would be tried from each of its rounds."""
    for pattern in (FORM, arxiv.BETWEEN_AUTHORS, own_lines.BETWEEN_AUTHORS):
        assert "MAXREPEAT" not in str(PARSER.parse(pattern.pattern))
