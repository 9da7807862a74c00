"""What replaces our texts on a paper that a server has added: its abstract, quoted logs and general questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.text.sentences import first_sentence, sentences
from bot.core.text.short_inputs import one_line
from cogs.ui.escaping import clip, passage, written
from cogs.ui.mentions import mention
from cogs.ui.text_budget import fitted, that_fit
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.paper import Paper
    from bot.core.reviews.quoted import QuotedSentence

ABSTRACT_TEXT, QUOTATION_TEXT, SENTENCE_TEXT, REASON_TEXT = 800, 240, 160, 240
GENERAL_PROMPTS = range(1, 5)


def abstract_block(paper: Paper, room: int = ABSTRACT_TEXT) -> str:
    """Return the abstract under its heading, as many whole sentences as fit; empty if there is none."""
    if not paper.abstract:
        return ""
    heading = f"**{t('papers-abstract')}**\n"
    room -= len(heading)
    text = written(" ".join(paper.abstract.split())[:room])
    if len(text) >= room:
        whole = sentences(clip(" ".join(paper.abstract.split()), room - 1))[:-1]
        text = f"{written(' '.join(whole))} …" if whole else ""
        if not text or len(text) > room:
            text = clip(written(" ".join(paper.abstract.split())[:room]), room)
    return heading + text


def gist(paper: Paper, room: int) -> str:
    """Return in one sentence what the paper is about: ours, or the abstract's first; empty if there is neither."""
    if paper.contribution:
        return clip(written(first_sentence(paper.contribution)), room)
    if not paper.abstract:
        return ""
    return clip(t("papers-abstract-gist", text=written(first_sentence(" ".join(paper.abstract.split())))), room)


def prompts_of(paper: Paper) -> list[str]:
    """Return questions for the discussion: ours about this paper, or general ones."""
    return list(paper.prompts) or [t("papers-general-prompt", number=number) for number in GENERAL_PROMPTS]


def quotations(quoted: Sequence[QuotedSentence], room: int) -> str:
    """Return sentences from members' logs with their authors in at most `room` characters; empty if there are none."""
    lines = [
        t(
            "papers-quoted",
            sentence=passage(clip(one_line(one.sentence), QUOTATION_TEXT)),
            author=mention(one.author_id),
        )
        for one in quoted
    ]
    shown = that_fit([f"**{t('papers-from-logs')}**", *lines], room)
    return "\n".join(shown) if len(shown) > 1 else ""


def own_reason(why: str, sentence: str) -> str:
    """Return why a server has linked two papers: in its organizers' words, in the newer paper's, or both."""
    quoted = t("papers-quoted-sentence", sentence=clip(one_line(sentence), SENTENCE_TEXT)) if sentence else ""
    # A stored reason continues the words "The paper". Here it stands alone, before the paper's own words.
    reason = f"{why[:1].upper()}{why[1:]}"
    if reason and quoted and not reason.endswith((".", "!", "?", "…")):
        reason += "."
    return fitted(" ".join(filter(None, (reason, quoted))), REASON_TEXT)
