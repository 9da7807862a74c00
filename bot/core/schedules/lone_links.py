"""Treats the only bare address in a session as that of its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.citations import is_reference
from bot.core.schedules.content import paper_of
from bot.core.schedules.links import arxiv_id_of, identifier_of
from bot.core.schedules.session import SessionKind
from bot.core.schedules.words import NOT_A_PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.schedules.content import Content
    from bot.core.schedules.session import SessionLink


def use_lone_links(contents: Iterable[Content]) -> None:
    for content in contents:
        _use_lone_link(content)


def _use_lone_link(content: Content) -> None:
    """Give the only bare link to a paper to the only title. Without a title, the only link to arXiv is a paper itself.

    Links to other sites may then be further reading.
    """
    if len(content.papers) == 1 and content.papers[0].title == content.papers[0].url and _is_named(content):
        content.papers = [paper_of(content.topic, content.papers[0].url)]
        return
    kept = [link for link in content.links if link.what == link.url and identifier_of(link.url)]
    if len(content.papers) == len(kept) == 1 and content.papers[0].url is None:
        _add_paper(content, content.papers.pop().title, kept[0])
        return
    preprints = [link for link in content.links if arxiv_id_of(link.url) and _is_bare(link)]
    if not content.papers and content.kind is SessionKind.SESSION and len(preprints) == 1:
        _add_paper(content, content.topic if _is_named(content) else preprints[0].url, preprints[0])


def _is_named(content: Content) -> bool:
    """Return whether the topic may be the title of a paper, unlike "Slides on maps"."""
    return content.may_be_titled and NOT_A_PAPER.match(content.topic) is None


def _add_paper(content: Content, title: str, link: SessionLink) -> None:
    content.papers.append(paper_of(title, link.url))
    content.links.remove(link)


def _is_bare(link: SessionLink) -> bool:
    return link.what == link.url or is_reference(link.what)
