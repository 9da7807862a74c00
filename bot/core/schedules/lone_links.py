"""Takes the only bare address of a session for that of its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.citations import is_reference
from bot.core.schedules.content import paper_of
from bot.core.schedules.links import arxiv_id_of, identifier_of
from bot.core.schedules.session import SessionKind
from bot.core.schedules.titles import FEWEST_WORDS_OF_A_TITLE, is_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.schedules.content import Content
    from bot.core.schedules.session import SessionLink


def take_only_links(contents: Iterable[Content]) -> None:
    for content in contents:
        _take_only_link(content)


def _take_only_link(content: Content) -> None:
    """Give the only bare link to a paper to the only title, or take the only one to arXiv for a paper by itself.

    In a session without any title, others may be further readings.
    """
    kept = [link for link in content.links if link.what == link.url and identifier_of(link.url)]
    if len(content.papers) == len(kept) == 1 and content.papers[0].url is None:
        _take(content, content.papers.pop().title, kept[0])
        return
    preprints = [link for link in content.links if arxiv_id_of(link.url) and _is_bare(link)]
    if not content.papers and content.kind is SessionKind.SESSION and len(preprints) == 1:
        is_named = len(content.topic.split()) >= FEWEST_WORDS_OF_A_TITLE and not is_topic(content.topic)
        _take(content, content.topic if is_named else preprints[0].url, preprints[0])


def _take(content: Content, title: str, link: SessionLink) -> None:
    content.papers.append(paper_of(title, link.url))
    content.links.remove(link)


def _is_bare(link: SessionLink) -> bool:
    return link.what == link.url or is_reference(link.what)
