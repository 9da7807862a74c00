"""Papers that a server adds while its bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import NewPaper, ProposedAncestor
from tests.support.own_papers import organizer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import PaperClub

ABSTRACT = (
    "Seventeen ponds were recorded for forty nights. Frogs answered one another within two seconds on most of them. "
    "The answers stopped whenever a heron stood nearby."
)
FROGS = NewPaper(
    "Choruses of Qwzxvian Frogs at Dusk",
    url="https://example.org/frogs",
    authors=("Ida Croaker", "Otto Pond"),
    year=2031,
    venue="Journal of Ponds",
    arxiv_id="3101.00017",
    abstract=ABSTRACT,
    short_name="Qwzxv",
)
SENTENCE = "We treat each call as a token and attend over the whole chorus."
ATTENTION = ProposedAncestor("Attention Is All You Need", key="attention", sentence=SENTENCE, section="Method")
TADPOLES = ProposedAncestor("Tadpoles Before Dusk", 2029, why="Says when the choruses begin")


async def add_paper(
    bot: PaperClub, server_id: int, paper: NewPaper = FROGS, ancestors: Sequence[ProposedAncestor] = ()
) -> str:
    """Add a paper to the server, and return its key."""
    added = await bot.services.catalog.add(organizer(server_id=server_id), paper, ancestors)
    return added.key
