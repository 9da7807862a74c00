"""Recognizes headings, and which part of the paper each begins."""

from __future__ import annotations

import re

from bot.core.fulltext.manuscript import PaperPart

NUMBER = re.compile(r"(?:(?i:section|appendix)\s+)?((?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d{1,2}){0,3})[.:)]?\s+")
SMALL_CAPS = re.compile(r"\b([A-Z]) ([A-Z]{2,})\b")
LONGEST_HEADING = 90
MOST_WORDS = 12

KNOWN: tuple[tuple[PaperPart, tuple[str, ...]], ...] = (
    (PaperPart.ABSTRACT, (r"abstract",)),
    (PaperPart.INTRODUCTION, (r"introduction|overview",)),
    (
        PaperPart.RELATED_WORK,
        (
            r"(?:related|prior|previous) (?:works?|literature|research)\b.*",
            r"(?:background|preliminar(?:y|ies))(?: and related works?\b.*)?",
            r"literature review",
            r".*\band related works?\b",
            r"discussion of related works?\b",
        ),
    ),
    (
        PaperPart.EXPERIMENTS,
        (
            r"(?:.*\b)?(?:experiment(?:s|al)?|evaluations?|results?|ablations?)\b.*",
            r"(?:.*\b)?(?:empirical .*|analysis|benchmarks?)",
        ),
    ),
    (PaperPart.CONCLUSION, (r"(?:discussions?|conclusions?|concluding remarks|future work|summary|limitations?)\b.*",)),
    (
        PaperPart.END_MATTER,
        (
            r"acknowled?ge?ments?\b.*",
            r"(?:broader|societal) impacts?\b.*",
            r"(?:ethic\w*|funding)\b.*",
            r".*(?:contributions?|\bchecklist)",
            r"reproducibility statement",
            r"(?:(?:list|table) of )?contents",
        ),
    ),
    (PaperPart.APPENDIX, (r"(?:appendi(?:x|ces)|supplement\w*)\b.*",)),
    (
        PaperPart.METHOD,
        (
            r"(?:(?:our|the|proposed) )?(?:methods?|approach(?:es)?|models?|architecture|methodology)\b.*",
            r"model architecture\b.*",
        ),
    ),
)
PATTERNS = tuple((part, re.compile("|".join(patterns), re.IGNORECASE)) for part, patterns in KNOWN)
BEGINS_A_LIST = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:references?|bibliography|literature cited|works cited)(?: and notes)?\s*:?", re.IGNORECASE
)


def repaired(heading: str) -> str:
    """Return the heading without the gaps that small capitals leave: "I NTRODUCTION"."""
    return SMALL_CAPS.sub(r"\1\2", " ".join(heading.split()))


def begins_references(text: str) -> bool:
    heading = repaired(text)
    return len(text) < LONGEST_HEADING and not heading.islower() and bool(BEGINS_A_LIST.fullmatch(heading))


def number_of(heading: str) -> str:
    """Return the number before the heading ("3.1", "B.2"), or nothing."""
    found = NUMBER.match(heading)
    return found[1] if found else ""


def named_part(heading: str) -> PaperPart | None:
    """Return the part that the words of the heading name, if any."""
    words = re.sub(r"[\s.:—-]+$", "", NUMBER.sub("", repaired(heading), count=1))
    if len(words) > LONGEST_HEADING:
        return None
    return next((part for part, pattern in PATTERNS if pattern.fullmatch(words)), None)


def is_named_alone(line: str) -> bool:
    """Return whether the line is a usual heading and nothing else, so that its font doesn't matter."""
    words = NUMBER.sub("", repaired(line), count=1)
    usual = r"abstract|introduction|related works?|background|preliminaries|methods?|approach|experiments?|results"
    usual += r"|experimental results|discussion|conclusions?|acknowled?ge?ments?|appendix|limitations|broader impact"
    return bool(re.fullmatch(usual, words, re.IGNORECASE)) and words[0].isupper()


def looks_like_heading(line: str) -> bool:
    """Return whether the words could be a heading. The caller knows whether the font does."""
    text = repaired(line)
    words = NUMBER.sub("", text, count=1)
    letters = sum(char.isalpha() for char in words)
    return (
        len(text) <= LONGEST_HEADING
        and len(words.split()) <= MOST_WORDS
        and letters >= 4  # noqa: PLR2004
        and letters > 0.6 * len(words.replace(" ", ""))
        and (words[0].isupper() or bool(number_of(text)))
        and not text.endswith((".", ",", ";", ":"))
        and "@" not in text
    )


def part_of(heading: str, before: PaperPart, *, is_behind_references: bool) -> PaperPart:
    """Return the part that a section belongs to, given the one before it.

    A subsection stays in the part of its section, unless its words name another. Between introduction and experiments,
    a heading that names nothing usual describes the paper's own method.
    """
    number, named = number_of(heading), named_part(heading)
    if is_behind_references:
        return PaperPart.END_MATTER if named is PaperPart.END_MATTER else PaperPart.APPENDIX
    if before is PaperPart.APPENDIX:
        return before
    if named is not None and not ("." in number and before in {PaperPart.EXPERIMENTS, PaperPart.RELATED_WORK}):
        return named
    if "." in number or before is PaperPart.EXPERIMENTS:
        return before
    return PaperPart.METHOD
