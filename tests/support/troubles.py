"""Troubles for tests, and the text that organizers read for stored ones."""

from __future__ import annotations

from typing import Any

from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.note import Note
from cogs.ui.troubles import for_organizers
from cogs.ui.week_notes import note_text

LOCKED = Trouble(TroubleCode.LOCKED)
TEXT = Trouble(TroubleCode.TEXT)
CHANNEL_GONE = Trouble(TroubleCode.CHANNEL_GONE)
DELETED = Trouble(TroubleCode.DELETED)
NO_ANSWER = Trouble(TroubleCode.NO_ANSWER)
NOTHING_TO_SAY = Trouble(TroubleCode.NOTHING_TO_SAY)


def lacks(*names: str) -> Trouble:
    return Trouble(TroubleCode.PERMISSION, {"missing": list(names)})


def as_stored(sentence: str) -> Trouble:
    """From a row of the time before codes."""
    return Trouble(TroubleCode.AS_STORED, {"sentence": sentence})


def reason_of(row: Any) -> str:
    """What organizers read about an outbox row; empty if nothing blocks it."""
    return for_organizers(Trouble(row.trouble, row.trouble_facts)) if row.trouble else ""


def note_of(row: Any) -> str:
    """The same for a week's row."""
    return note_text(Note(row.note, row.note_facts)) if row.note else ""
