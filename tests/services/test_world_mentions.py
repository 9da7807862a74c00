"""What *Find papers* finds in a message: papers of the world by their titles, ids and links."""

from __future__ import annotations

import pytest

from bot.services.world_catalog.finding import NotAddedYet, PaperFinder
from tests.support.world import CHINESE, PAPERS, TIDES


@pytest.mark.parametrize(
    "text",
    [
        "see https://arxiv.org/abs/2203.01234v3 please",
        "**TideNet: Tidal Gates for Slow Recurrent Readers**",
        "- TideNet: tidal gates for slow recurrent readers\n- another line of text in here",
        "I liked “Tidenet: tidal gates for slow recurrent readers”. You too?",
        "[TideNet: Tidal Gates for Slow Recurrent Readers](https://example.org/x)",
        "As I said. TideNet: Tidal Gates for Slow Recurrent Readers. Read it",
        "TideNet: Tidal Gates for Slow Recurrent Readers — Mara Oduya",
        "TideNet: Tidal Gates for Slow Recurrent Readers — Ed Park",
        "TideNet: Tidal Gates for Slow Recurrent Readers | read it on Sunday?",
        "TideNet: Tidal Gates for Slow Recurrent Readers https://example.org/tides.pdf",
        "TideNet: Tidal Gates for Slow Recurrent Readers arXiv:2203.01234",
        "TideNet: Tidal Gates for Slow Recurrent Readers (Oduya et al., 2022)",
        *(f"{when}: TideNet: Tidal Gates for Slow Recurrent Readers" for when in ("Week 3", "Session #12", "Paper 2")),
        *(f"{when} - TideNet: Tidal Gates for Slow Recurrent Readers" for when in ("6 Dec", "Dec 6th", "Monday 18:00")),
        "2026-12-06 | TideNet: Tidal Gates for Slow Recurrent Readers",
        "TideNet: Tidal Gates for Slow Recurrent Readers by Mara Oduya",
        "TideNet: Tidal Gates for Slow Recurrent Readers by Mara Oduya to read on Monday",
        "TideNet: Tidal Gates for Slow Recurrent Readers by Mara Oduya in a workshop",
        "TideNet: Tidal Gates for Slow Recurrent Readers, Oduya et al.",
        "TideNet: Tidal Gates for Slow Recurrent Readers vs. Lanterns",
        "Has anyone read TideNet: Tidal Gates for Slow Recurrent Readers yet?",
        "Read TideNet: Tidal Gates for Slow Recurrent Readers for Monday",
        "TideNet: Tidal Gates for Slow Recurrent Readers; something else by somebody",
        "TideNet: Tidal Gates for Slow Recurrent Readers - 15 min",
        "| 3 | TideNet: Tidal Gates for Slow Recurrent Readers | Oduya |",
        "Oduya, Van den Berg, Aoki & Park: TideNet: Tidal Gates for Slow Recurrent Readers",
        "‘TideNet: Tidal Gates for Slow Recurrent Readers’ is next",
        "@article{o, title = {TideNet: Tidal Gates for Slow Recurrent Readers}, year = 2022}",
        "TL;DR: TideNet: Tidal Gates for Slow Recurrent Readers",
        "Next week: TideNet: Tidal Gates for Slow Recurrent Readers [2022] - https://example.org/x",
        "TideNet: Tidal Gates for Slow Recurrent Readers (2022) is great",
        "https://openalex.org/W4200000001",
        "have you seen openalex:W4200000001?",
    ],
)
async def test_ways_to_mention_a_paper_of_the_world(finding: PaperFinder, text: str) -> None:
    (found,) = await finding.mentioned_in(PAPERS, text)
    assert isinstance(found, NotAddedYet)
    assert found.paper.title == TIDES.title


@pytest.mark.parametrize(
    "text",
    [
        *(CHINESE.title, f"请看《{CHINESE.title}》这篇", "https://api.semanticscholar.org/CorpusID:700001"),
        *("see s2:700001.", "Corpus ID: 700001", "S2CID 700001", "<https://api.semanticscholar.org/CorpusID:700001#x>"),
    ],
)
async def test_ways_to_mention_a_paper_in_chinese(finding: PaperFinder, text: str) -> None:
    (found,) = await finding.mentioned_in(PAPERS, text)
    assert isinstance(found, NotAddedYet)
    assert found.paper.title == CHINESE.title


@pytest.mark.parametrize(
    "text",
    [
        "Erratum: TideNet: Tidal Gates for Slow Recurrent Readers",
        "TideNet: Tidal Gates for Slow Recurrent Readers (Part II)",
        "TideNet: Tidal Gates for Slow Recurrent Readers (No. 2)",
        "TideNet: Tidal Gates for Slow Recurrent Readers — a reply",
        "A comment on - TideNet: Tidal Gates for Slow Recurrent Readers",
        "We read a survey of TideNet: Tidal Gates for Slow Recurrent Readers on Monday",
        "Is TideNet: Tidal Gates for Slow Recurrent Readers II out?",
        "Is TideNet: Tidal Gates for Slow Recurrent Readers (part 2) out?",
        "Our reply to some of the critics: TideNet: Tidal Gates for Slow Recurrent Readers",
        "Disentangled TideNet: Tidal Gates for Slow Recurrent Readers is out",
        "TideNet: Tidal Gates for Slow Recurrent Readers by Scaling and Projection of Maps",
        "Corpus 700001 and W4200000001",
        *(
            f"{label}: TideNet: Tidal Gates for Slow Recurrent Readers"
            for label in ("Review", "Survey", "A critique of", "Discussion of", "A note on", "Remarks", "Revisiting")
        ),
        *(
            f"TideNet: Tidal Gates for Slow Recurrent Readers {end}"
            for end in ("(2nd ed.)", "(rev. ed.)", "(2nd)", "- A Survey", "— an overview", "[Tutorial]", "| revisited")
        ),
        "S2: 11 people came",
        "s2:11",
        "S2: 700001 rows",
        "corpus ID 11 is the smallest",
    ],
)
async def test_another_paper_with_the_title_in_it_is_not_mentioned(finding: PaperFinder, text: str) -> None:
    assert await finding.mentioned_in(PAPERS, text) == []


async def test_ordinary_talk_mentions_nothing(finding: PaperFinder) -> None:
    assert await finding.mentioned_in(PAPERS, "The tide is slow today.\nWho reads in the harbor with us?") == []
