"""Two sample logs on one paper, a good and a weak one, each explained. `/howto` shows them before anyone writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import SeparatorSpacing, ui

from bot.core.paper_logs.log_text import PARTS, LogText
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord.ui import TextDisplay


@dataclass(frozen=True, slots=True)
class Sample:
    """A log as a member might write it, with one line for each thing to learn from it."""

    heading: str
    text: LogText
    why: str


def good_log() -> Sample:
    text = LogText(*(t("papers-good-part", field=part) for part in PARTS))
    return Sample(t("papers-good-log"), text, t("papers-good-why"))


def weak_log() -> Sample:
    text = LogText(*(t("papers-weak-part", field=part) for part in PARTS))
    return Sample(t("papers-weak-log"), text, t("papers-weak-why"))


def samples_page() -> Page:
    return Page(
        ui.Container(
            ui.TextDisplay(f"## {t('papers-samples')}"),
            _shown(good_log()),
            ui.Separator(spacing=SeparatorSpacing.large),
            _shown(weak_log()),
            accent_color=HOUSE_COLOR,
        )
    )


def _shown(sample: Sample) -> TextDisplay[Page]:
    parts = "\n".join(f"> **{t('ui-field', field=field)}**: {text}" for field, text in sample.text.parts)
    return ui.TextDisplay(t("papers-sample", heading=sample.heading, parts=parts, why=sample.why))
