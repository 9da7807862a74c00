"""Authors' names as BibTeX, RIS and CSL write them, and back."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import split_multiple_persons_names

from bot.core.bibliography.entries import Name
from bot.core.bibliography.texts import clean
from bot.core.papers.author_names import EAST_ASIAN, author_name
from bot.core.papers.latex import from_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OTHERS = frozenset({"others", "et al", "et al.", "and others", "others."})
SUFFIX = re.compile(r"(?:jr|sr|junior|senior|[ivx]{1,4})\.?", re.IGNORECASE)
# King Jr., Martin Luther
ENDS_WITH_SUFFIX = re.compile(r"(?P<family>.*\S)\s+(?P<suffix>(?:jr|sr)\.?|II|III|IV)", re.IGNORECASE)
# BibLaTeX: family=Humboldt, given=Alexander, prefix=von, useprefix=false
NAMED_PARTS = re.compile(
    r"\s*(?P<part>family|given|prefix|suffix)(?:-i)?\s*=\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
LAST_GROUPED = re.compile(r"(?P<given>.*\S)\s+\{(?P<family>[^{}\\]+)\}", re.DOTALL)
TIE = re.compile(r"(?<!\\)~")
MOST_NAMES = 6_000  # the longest lists of authors have five thousand
LONGEST_LIST = 500_000  # characters
LONGEST_NAME = 500  # characters
PERSON_PARTS = 3  # family, suffix, given


def names_in_bibtex(written: str) -> tuple[tuple[Name, ...], bool]:
    """Return the authors of a BibTeX field, and whether it ends with "and others"."""
    whole = " ".join(TIE.sub(" ", written).split())
    people = split_multiple_persons_names(whole[:LONGEST_LIST])
    if len(people) == 1 and ";" in whole and "{" not in whole and "\\" not in whole:
        people = whole.split(";")
    return _without_others([name for each in people[:MOST_NAMES] for name in _from_bibtex(each.strip())], len(people))


def names_in_ris(written: Sequence[str]) -> tuple[tuple[Name, ...], bool]:
    """Return the authors of RIS lines: "Family, Given, Suffix", or a group, which a comma may end."""
    return _without_others([_from_ris(clean(each)) for each in islice(written, MOST_NAMES)], len(written))


def ris_name(name: Name) -> str:
    """Return the name for a RIS line, which ends with a comma if it is one name and not two."""
    if not name.given and not name.suffix:
        return f"{name.family},"
    return ", ".join([name.family, name.given, *([name.suffix] if name.suffix else [])])


def display_name(name: Name) -> str:
    """Return the name as a title page prints it."""
    if EAST_ASIAN.fullmatch(name.family + name.given):
        return name.family + name.given
    return " ".join(filter(None, (name.given, name.family, name.suffix)))


def split_name(written: str) -> Name:
    """Return the parts of a name as a title page prints it."""
    found = author_name(written)
    return Name(found.family, found.given, found.suffix)


def _without_others(names: Iterable[Name], written: int) -> tuple[tuple[Name, ...], bool]:
    listed = [name for name in names if name.family or name.given]
    kept = tuple(name for name in listed if f"{name.given} {name.family}".strip().casefold() not in OTHERS)
    return kept, len(kept) < len(listed) or written > MOST_NAMES


def _from_bibtex(written: str) -> list[Name]:
    if not written:
        return []
    if len(written) > LONGEST_NAME:
        return [Name(_plain(written[:LONGEST_NAME]))]
    parts = [part.strip() for part in _at_commas(written)]
    if any(NAMED_PARTS.fullmatch(part) for part in parts):
        return [_from_named_parts(parts)]
    if len(parts) == 1:
        return [_from_one_part(written)]
    if len(parts) > PERSON_PARTS:
        if all(" " in part for part in parts):
            return [_from_one_part(part) for part in parts]  # commas where "and" should be
        parts = [parts[0], " ".join(parts[1:])]
    return [_from_parts(parts)]


def _from_parts(parts: list[str]) -> Name:
    family, suffix, given = parts if len(parts) == PERSON_PARTS else (parts[0], "", parts[1])
    if not suffix and "{" not in given and SUFFIX.fullmatch(given) and " " in family and len(given) > 1:
        whole = split_name(_plain(family))  # Peter Kahn, Jr.
        return Name(whole.family, whole.given, _plain(given))
    if not suffix and (found := ENDS_WITH_SUFFIX.fullmatch(family)):
        family, suffix = found["family"], found["suffix"]
    return _name(_plain(family), _plain(given), _plain(suffix))


def _from_one_part(written: str) -> Name:
    if _is_grouped(written):
        whole = _plain(written[1:-1])
        return split_name(whole) if EAST_ASIAN.fullmatch(whole) else Name(whole)
    if match := LAST_GROUPED.fullmatch(written):
        return _name(_plain(match["family"]), _plain(match["given"]))
    return split_name(_plain(written))


def _is_grouped(written: str) -> bool:
    """Return whether one pair of braces is around the whole name."""
    depth = 0
    for at, sign in enumerate(written):
        depth += (sign == "{") - (sign == "}")
        if depth <= 0:
            return at > 0 and at == len(written) - 1
    return False


def _from_named_parts(parts: list[str]) -> Name:
    found = {
        match["part"].lower(): _plain(match["value"].strip().strip('"'))
        for part in reversed(parts)
        if (match := NAMED_PARTS.fullmatch(part))
    }
    family = " ".join(filter(None, (found.get("prefix"), found.get("family"))))
    return _name(family, found.get("given", ""), found.get("suffix", ""))


def _from_ris(written: str) -> Name:
    if written.endswith(","):
        return Name(written[:-1].strip())
    parts = [part.strip() for part in written[:LONGEST_NAME].split(",")]
    if len(parts) == 1:
        return split_name(parts[0])
    if len(parts) > PERSON_PARTS:
        return Name(parts[0], ", ".join(parts[1:]))
    return _name(*parts)


def _name(family: str, given: str = "", suffix: str = "") -> Name:
    return Name(family, given, suffix) if family else Name(given, "", suffix)


def _plain(written: str) -> str:
    return clean(from_latex(written))


def _at_commas(written: str) -> list[str]:
    """Divide a name at the commas outside of braces."""
    if "{" not in written:
        return written.split(",")
    parts: list[str] = []
    depth = start = 0
    for sign in re.finditer(r"[{},]", written):
        if sign[0] == "," and not depth:
            parts.append(written[start : sign.start()])
            start = sign.end()
        else:
            depth = depth + (sign[0] == "{") - (sign[0] == "}")
    return [*parts, written[start:]]
