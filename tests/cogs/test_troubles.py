"""Every trouble and note has a text. Texts for members never ask for something that only organizers can do."""

from __future__ import annotations

import pytest

from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.note import Note, NoteCode, not_posted
from cogs.ui.troubles import LONGEST, for_member, for_organizers
from cogs.ui.week_notes import note_text
from tests.support.troubles import lacks

FACTS = {"missing": ["Send Messages"], "number": 50035, "text": "a {b} c", "status": 503, "reference": "PC-1"}
OLD = {"sentence": "As it was worded {once}."}


@pytest.mark.parametrize("code", [*map(str, TroubleCode), "", "a word of a newer version"])
def test_members_read_no_steps_that_only_organizers_can_take(code: str) -> None:
    said = for_member(code)
    assert said.endswith(".")
    for theirs in ("Try again", "/club", "*", "`", "\\", "Unlock", "Allow"):
        assert theirs not in said


@pytest.mark.parametrize("code", [*map(str, TroubleCode), "a word of a newer version"])
def test_organizers_read_what_is_wrong_and_old_rows_show_their_stored_text(code: str) -> None:
    said = for_organizers(Trouble(code, FACTS | ({"sentence": "Once."} if code == TroubleCode.AS_STORED else {})))
    assert 0 < len(said) <= LONGEST
    assert not said.startswith("{")
    assert for_organizers(Trouble(code, OLD)) == OLD["sentence"]


@pytest.mark.parametrize("code", NoteCode)
def test_a_note_says_why_a_week_was_not_posted(code: NoteCode) -> None:
    assert note_text(Note(code, OLD)) == OLD["sentence"]
    said = note_text(not_posted(code, lacks("Send Messages", "Attach Files")))
    assert len(said) <= LONGEST
    assert ("I'm missing **Send Messages** and **Attach Files**" in said) == said.startswith("not posted")


def test_without_a_note_or_a_trouble_the_text_is_empty() -> None:
    assert (note_text(None), for_organizers(None)) == ("", "")
    assert note_text(Note("a word of a newer version")) == ""
