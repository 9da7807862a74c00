"""The words of `/howto`: how to read a paper, write a log, review one. Shown before anyone writes."""

from __future__ import annotations

from discord import SeparatorSpacing, ui

from cogs.papers.buttons import SamplesButton
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOUR

READING = """\
## How to read a paper
Never from the first word to the last. Go over it up to three times, and stop when you have what you came for.

**First pass · 5–10 minutes**
Abstract, figures, tables, conclusion. Afterwards you can say what the paper is about and whether to go on.

**Second pass · 30–60 minutes**
Introduction, then the method for its idea rather than its algebra, then the experiments: what was compared with \
what, and is it fair? The appendix holds the numbers that you need to repeat it. Related work comes last.

**Third pass · build it**
Code the central idea at a small size. Whatever the text forgot to tell you will stop you here, and that is where \
you learn it."""

WRITING = """\
## How to write a paper log
Three to five sentences, in your own words, while the paper is still fresh:

1. **Problem**: what was not possible, or not good enough, before?
2. **Approach**: what did the authors do about it, as you would tell a friend?
3. **Key result**: one finding, with its number and what it was measured against.
4. **Limitation or open question**: what does it leave out, assume, or not show?

If a sentence could stand in the abstract, it is not yours yet."""

REVIEWING = """\
## How to review a log
Each part is *met*, *partly* or *missing*:

- **Problem and approach**: would somebody who skipped the paper understand what was done, and why?
- **Key result**: is there one concrete result, and is it what the paper shows?
- **Limitation**: is it about this paper, or could it be said of any?

Then quote the log's **strongest sentence** and ask **one question** that you would like answered. Be exact and be \
kind: you review the text, and its author reviews yours."""


def howto_page() -> Page:
    return Page(
        ui.Container(
            ui.TextDisplay(READING),
            ui.Separator(spacing=SeparatorSpacing.large),
            ui.TextDisplay(WRITING),
            ui.ActionRow(SamplesButton()),
            ui.Separator(spacing=SeparatorSpacing.large),
            ui.TextDisplay(REVIEWING),
            accent_colour=HOUSE_COLOUR,
        )
    )
