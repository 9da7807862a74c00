"""Two sample logs on one paper, a good and a weak one, each with why. Shown from `/howto`, before anyone writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import SeparatorSpacing, ui

from bot.core.paper_logs import LogText
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOUR

if TYPE_CHECKING:
    from discord.ui import TextDisplay


@dataclass(frozen=True, slots=True)
class Sample:
    """A log as a member might write it, and one line for each thing to learn from it."""

    heading: str
    text: LogText
    why: str


PAPER = "lora"  # whose catalogue entry the test holds the texts against

# Numbers: LoRA's table 4 (GPT-3 175B), and section 4.2 for the 350 GB.
GOOD = Sample(
    "A good log",
    LogText(
        "Whoever fine-tunes GPT-3 for ten tasks ends up with ten copies of 350 GB, because every weight has moved.",
        "LoRA never touches the big matrices. Next to the ones that make queries and values it trains two skinny ones, "
        "whose product is the correction, and adds that to the weights when training is over.",
        "With 4.7 million trained parameters GPT-3 gets 91.7% on MNLI, where training all 175 billion gets 89.5%; on "
        "WikiSQL it is just behind, 73.4 to 73.8.",
        "Only attention is adapted: would the feed-forward layers, which hold most of the weights, need a higher rank?",
    ),
    "Five sentences, each of which says something. The result has its numbers, what they are measured against, and the "
    "case that went the other way. The question could be asked of no other paper, and an experiment could answer it.",
)
WEAK = Sample(
    "A weak log of the same paper",
    LogText(
        "Large models are very expensive.",
        "It freezes the pretrained weights and learns, beside chosen matrices, an update that is the product of two "
        "thin ones.",
        "It works really well and beats other methods.",
        "More experiments are needed.",
    ),
    "It has all four parts, and three are true of a hundred papers: expensive in what, better than what, by how much, "
    "which experiment? The other one is copied from the paper's card. The bot would point that out before posting.",
)
SAMPLES = (GOOD, WEAK)


def samples_page() -> Page:
    good, weak = (_shown(sample) for sample in SAMPLES)
    return Page(
        ui.Container(
            ui.TextDisplay("## Two logs about LoRA"),
            good,
            ui.Separator(spacing=SeparatorSpacing.large),
            weak,
            accent_colour=HOUSE_COLOUR,
        )
    )


def _shown(sample: Sample) -> TextDisplay[Page]:
    parts = "\n".join(f"> **{name}**: {text}" for name, text in sample.text.parts)
    return ui.TextDisplay(f"### {sample.heading}\n{parts}\n\n**Why?** {sample.why}")
