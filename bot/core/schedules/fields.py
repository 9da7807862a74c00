"""Splits a line such as "Paper: … Slides: …" at its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.spans import LINE_BREAK, joined
from bot.core.schedules.words import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.schedules.blocks import Spans

LINK = "link"


def fields_of(spans: Spans) -> Iterator[tuple[str, Spans]]:
    """Yield each part with the kind that its label names: "paper", "url", "other", or the label itself for a link.

    A part without a label has "". A label begins the text or a line, or is set in bold.
    """
    label, part = "", list[Span]()
    may_begin = True
    for at, span in enumerate(spans):
        following = spans[at + 1].text if at + 1 < len(spans) else ""
        # The colon may follow the bold text.
        whole = span.text + ":" if span.is_strong and following.lstrip().startswith(":") else span.text
        found = LABEL.match(whole) if span.url is None and (may_begin or span.is_strong) else None
        if found:
            if part:
                yield label, joined(part)
            name = found.lastgroup or ""
            label, part = found[name] if name == LINK else name, [Span(span.text[found.end() :])]
        else:
            part.append(span)
        may_begin = span.text.endswith(LINE_BREAK)
    if part:
        yield label, joined(_without_colon(label, part))


def has_title(spans: Spans) -> bool:
    """Return whether a paper's title, and not only its link, follows a label such as "Paper:"."""
    parts = (part for label, part in fields_of(spans) if label == "paper")
    return any(" " in plain(tuple(span for span in part if span.url is None)) for part in parts)


def _without_colon(label: str, part: list[Span]) -> list[Span]:
    return part if not label else [Span(part[0].text.lstrip(" :"), part[0].url, part[0].is_strong), *part[1:]]
