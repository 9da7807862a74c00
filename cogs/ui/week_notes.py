"""Why a week did not take place, or has not yet, in a few words that begin with a small letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.trouble import Trouble
from cogs.ui.troubles import LONGEST, for_organizers
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.weeks.note import Note


def note_text(note: Note | None) -> str:
    """Return the words; empty if there is nothing to say."""
    if note is None:
        return ""
    if sentence := note.facts.get("sentence"):
        return str(sentence)
    trouble = Trouble(note.facts["trouble"], note.facts["trouble_facts"]) if "trouble" in note.facts else None
    return t("weeks-note", reason=note.code, why=for_organizers(trouble))[:LONGEST]
