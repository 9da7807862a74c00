"""Finds the words of a title in the address of a page: `/paper/Deep-Residual-Learning-for-Images/2c03df8b`."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from bot.core.papers.links import is_arxiv, is_doi, is_link

LONGEST_ADDRESS = 1_000
FEWEST_WORDS = 4
SHORTEST_ID = 3  # letters
SEARCHED = ("q", "query", "title", "search", "term")  # what a site looks for
ENDING = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"[-_.,:\s]+")
HAS_DIGITS = re.compile(r"\w*\d\w*")


def title_words(link: str) -> str:
    """Return the words of a page's address that may be a title; empty if there are none, or if it has an id instead."""
    text = link.strip().strip("<>")[:LONGEST_ADDRESS]
    if not is_link(text) or is_arxiv(text) or is_doi(text):
        return ""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return ""
    searched = [value for name, value in parse_qsl(parts.query) if name in SEARCHED]
    # "LoRA%2B" is another paper than "LoRA".
    steps = (unquote_plus(step) for step in reversed(parts.path.split("/")))
    words = map(_words_in, chain(searched, steps))
    return next((" ".join(found) for found in words if len(found) >= FEWEST_WORDS), "")


def _words_in(step: str) -> list[str]:
    """Return the words without the site's own ids around them. A short number at the end may be of the title."""
    words = [word for word in BETWEEN_WORDS.split(ENDING.sub("", step)) if word]
    start, end = 0, len(words)
    while start < end and words[start].isdigit():
        start += 1
    while end > start and len(words[end - 1]) >= SHORTEST_ID and HAS_DIGITS.fullmatch(words[end - 1]):
        end -= 1
    return words[start:end]
