"""Reads the authors from the text between a paper's title and its abstract, if it is clear where each name ends."""

from __future__ import annotations

import re

# Where names certainly end: addresses, and the abstract if it follows at once.
END = re.compile(r"[{@]|\S+@|https?:|\b(?:Abstract|ABSTRACT)\b")
MARKS = r"\d∗*†‡§¶♣♢♡♠♦⋆^+⊥∥"
SEPARATOR = re.compile(
    rf"\s*(?P<mark>[{MARKS}][{MARKS}\s,;]*)(?:\b(?:and|&)\s)?|\s*[,;]\s*(?:(?:and|&)\s)?|\s+(?:and|&)\s+"
)
INSTITUTION = re.compile(
    r"\b(?:Universit\w+|Institut\w*|Department|Dept|School|College|Faculty|Academy|Centers?|Centre|Laborator\w+|Labs?"
    r"|Research\w*|Corporation|Inc|Technolog\w+|Sciences?|Google|Facebook|Meta|Microsoft|OpenAI|DeepMind|Amazon|IBM"
    r"|NVIDIA|Apple|Baidu|Alibaba|Tencent|Hugging|AI|UC|MIT|CNRS|Inria|INRIA|Brain|Team|Group)\b"
)
# These may follow a name directly. "Stanford University" may not: "Stanford" would seem to be a part of the name.
BEHIND_A_NAME = re.compile(
    r"\b(?:Google|Facebook|Meta|Microsoft|OpenAI|DeepMind|Amazon|IBM|NVIDIA|Apple|Baidu|Alibaba|Tencent|Hugging Face"
    r"|(?:University|Institute|Department|School|College|Faculty|Academy) of)\b"
)
WORD = re.compile(r"[^\W\d_a-z][\w'’.-]*$")
SHOUTED = re.compile(r"[^\W\d_a-z]{2,}$")
PARTICLE = re.compile(r"(?:de|da|di|del|della|der|den|dos|du|la|las|le|van|von|ten|ter|bin|ibn|al|el|y)$")
FEWEST_WORDS, MOST_WORDS = 2, 3
MOST_WITH_ONE = 8  # words, with an institution
MOST_BEFORE_ITS_KIND = 3  # words: "Beijing National Research Center"


def authors_in(byline: str) -> tuple[str, ...]:
    """Return the authors in order; none if names follow each other without a comma or a mark between them."""
    head = END.split(byline, maxsplit=1)[0]
    names = _names(head)
    # Where an institution follows each name, only the first one could be read.
    is_one_of_several = len(names) == 1 and (len(head.split()) > MOST_WITH_ONE or byline.count("@") > 1)
    return () if is_one_of_several else names


def _names(head: str) -> tuple[str, ...]:
    names: list[str] = []
    at, after_mark = 0, False
    while at < len(head):
        found = SEPARATOR.search(head, at)
        segment = head[at : found.start() if found else len(head)].strip()
        if segment and not _is_name(segment):
            fused = _name_before_institution(segment)
            ends_well = bool(fused) or _is_institution(segment, after_mark=after_mark)
            return tuple(filter(None, (*names, fused))) if ends_well else ()
        if segment:
            names.append(segment)
        after_mark = bool(found and found["mark"])
        at = found.end() if found else len(head)
    return tuple(names)


def _is_name(segment: str) -> bool:
    words = segment.split()
    full = [word for word in words if not PARTICLE.match(word)]
    return (
        FEWEST_WORDS <= len(full) <= MOST_WORDS
        and all(WORD.match(word) and not SHOUTED.match(word) for word in full)
        and not INSTITUTION.search(segment)
    )


def _name_before_institution(segment: str) -> str:
    """Return the name in "Luke Zettlemoyer Facebook AI"."""
    found = BEHIND_A_NAME.search(segment)
    name = segment[: found.start()].strip() if found else ""
    return name if _is_name(name) else ""


def _is_institution(segment: str, *, after_mark: bool) -> bool:
    """Return whether this is an institution without a name in front of it."""
    found = INSTITUTION.search(segment)
    if found is None:
        return len(segment.split()) == 1
    return after_mark and len(segment[: found.start()].split()) <= MOST_BEFORE_ITS_KIND
