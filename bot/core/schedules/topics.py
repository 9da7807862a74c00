"""Takes for topics what looks like a title and, as the other sessions of a schedule show, is none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span
from bot.core.schedules.content import paper_of
from bot.core.schedules.links import identifier_of, is_kept, is_paper
from bot.core.schedules.titles import FEWEST_WORDS_OF_A_TITLE, OF_A_MEETING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.content import Content
    from bot.core.schedules.session import ScheduledPaper, SessionLink

FEWEST, MOSTLY = 3, 2 / 3
OF_A_METHOD = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d")
COUNTED = re.compile(r"(?<=^[A-Z]{2})\d{1,2}$")
WORD = re.compile(r"[^\W\d_]+")
SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")  # Chinese, Japanese, Korean
FEWEST_LINKED, NEARLY_ALL, FEW_WORDS, FEWEST_REPEATED = 5, 0.8, 4, 4


def take_topics(openings: Sequence[tuple[Content, Sequence[ScheduledPaper]]]) -> None:
    """Take for topics what the other lines of a list or of headings show to be no titles."""
    _without_followed(openings)
    contents = [content for content, _ in openings]
    without_notices(contents)
    _without_subjects(contents)


def _without_followed(openings: Sequence[tuple[Content, Sequence[ScheduledPaper]]]) -> None:
    """Take the first lines of sessions for topics, if papers follow below nearly all of them."""
    plain = [(content, first) for content, first in openings if first and not any(paper.url for paper in first)]
    followed = [
        (content, first)
        for content, first in plain
        if any(
            paper.title not in {each.title for each in first} and (paper.url is None or is_kept(paper.url))
            for paper in content.papers
        )
    ]
    if len(followed) < FEWEST or len(followed) < MOSTLY * len(plain):
        # Two papers or more below a line that leads nowhere are what it is about.
        followed = [each for each in followed if sum(bool(identifier_of(paper.url)) for paper in each[0].papers) > 1]
    for content, first in followed:
        content.topic = content.topic or first[0].title
        content.papers = [paper for paper in content.papers if paper not in first]


def _without_subjects(contents: Sequence[Content]) -> None:
    """Take the titles of a list without any link for topics if half of them are one or two plain words.

    Names such as "LoRA", "DPO" and "GPT-3" stand for papers.
    """
    read = [content for content in contents if content.papers]
    titles = [paper.title for content in read for paper in content.papers]
    are_plain = [len(title.split()) < FEWEST_WORDS_OF_A_TITLE and not OF_A_METHOD.search(title) for title in titles]
    are_short = sum(are_plain) >= len(titles) / 2
    are_linked = any(content.links or any(paper.url for paper in content.papers) for content in read)
    if len(read) >= FEWEST and are_short and not are_linked:
        for content in read:
            content.take_title_for_topic()


def without_repeated(contents: Sequence[Content]) -> None:
    """Take a few words without a link that several sessions have, such as "Corona", for topics; also "RL1" to "RL4".

    Not in tables that we wrote, where a paper may take several periods.
    """
    read = [content for content in contents if len(content.papers) == 1 and not content.keys]
    named = [
        (content, COUNTED.sub("", paper.title).casefold())
        for content in read
        for paper in content.papers
        if paper.url is None and len(paper.title.split()) <= FEW_WORDS
    ]
    often = Counter(title for _, title in named)
    for content, title in named:
        if often[title] >= FEWEST_REPEATED:
            content.take_title_for_topic()


def _without_foreign(contents: Sequence[Content]) -> None:
    """Take titles in Chinese, Japanese or Korean without a link for topics where most papers are in other letters."""
    titles = [paper.title for content in contents for paper in content.papers]
    are_foreign = sum(map(_is_in_signs, titles)) <= len(titles) / 3
    for content in contents:
        is_own = bool(content.papers) and all(_is_in_signs(p.title) and p.url is None for p in content.papers)
        if is_own and are_foreign and len(titles) >= FEWEST_LINKED:
            content.take_title_for_topic()


def _is_in_signs(title: str) -> bool:
    """Return whether a title is in Chinese, Japanese or Korean, and not only a remark after it."""
    return len(SIGNS.findall(title)) * 2 > len(WORD.findall(title))


def without_notices(contents: Sequence[Content], undescribed: Sequence[Content] = ()) -> None:
    """Take a few words without a link, such as "TOWN '25", for a topic where nearly all papers are linked.

    Also what is `undescribed`. Not in tables that we wrote, which say which title is a paper.
    """
    _without_foreign([content for content in contents if not content.keys])
    read = [content for content in contents if content.papers and not content.keys]
    linked = [content for content in read if any(paper.url for paper in content.papers)]
    are_linked = len(linked) >= max(FEWEST_LINKED, NEARLY_ALL * len(read))
    for content in read:
        title = content.papers[0].title if len(content.papers) == 1 and content.papers[0].url is None else ""
        is_short = not content.links and len(title.split()) <= FEW_WORDS and ":" not in title
        is_other = are_linked and (is_short or OF_A_MEETING.search(title))
        if title and (is_other or any(content is each for each in undescribed)):
            content.take_title_for_topic()


def take_papers_elsewhere(contents: Sequence[Content]) -> None:
    """Where most papers are linked, and one is not, take titles that lead to papers from the other cells of its row."""
    read = [content for content in contents if content.papers and not content.keys]
    linked = [content for content in read if any(paper.url for paper in content.papers)]
    if len(linked) < max(FEWEST_LINKED, len(read) / 2):
        return
    for content in read:
        found = [link for link in content.links if _is_titled(link)]
        if len(content.papers) == 1 and content.papers[0].url is None and found:
            content.take_title_for_topic()
            content.papers = [paper_of(link.what, link.url) for link in found]
            content.links = [link for link in content.links if link not in found]


def _is_titled(link: SessionLink) -> bool:
    return identifier_of(link.url) is not None and is_paper(Span(link.what, link.url))
