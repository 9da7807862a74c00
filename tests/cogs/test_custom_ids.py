"""Old messages keep their buttons, so every custom id that was ever sent must still be parsed, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

import cogs.breaks.buttons
import cogs.calendar_files.buttons
import cogs.catalog.buttons
import cogs.club_setup.buttons
import cogs.clubs.buttons
import cogs.help.buttons
import cogs.hosts.buttons
import cogs.next_step.buttons
import cogs.nominations.buttons
import cogs.paper_logs.buttons
import cogs.papers.buttons
import cogs.polls.buttons
import cogs.presences.buttons
import cogs.privacy.buttons
import cogs.reminders.buttons
import cogs.reviews.buttons
import cogs.schedules.buttons
import cogs.syllabus.buttons
import cogs.week_links.buttons
import cogs.weeks.buttons
import cogs.welcome.buttons
from cogs.ui.buttons import IdPart, PersistentButton, PersistentItem
from tests.support.sent_ids import SENT

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

NOTHING: Any = None


def kinds_below(kind: type[Any]) -> Iterator[type[PersistentItem[Any]]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_below(below)


KINDS = [kind for kind in kinds_below(PersistentItem) if kind.__module__.startswith("cogs.") and "{" in kind.route]
KINDS += [
    cogs.help.buttons.TopicPick,
    cogs.papers.buttons.SamplesButton,
    cogs.privacy.buttons.DeleteButton,
    cogs.privacy.buttons.SpareButton,
]


def pattern_of(kind: type[PersistentItem[Any]]) -> re.Pattern[str]:
    return kind.__discord_ui_compiled_template__


def test_every_kind_is_in_the_table() -> None:
    assert {kind.__name__ for kind in KINDS} == set(SENT)


async def test_a_custom_id_parses_to_its_button_and_back() -> None:
    for name, identity in ((name, one) for name, ids in SENT.items() for one in ids):
        kinds = [kind for kind in KINDS if pattern_of(kind).fullmatch(identity)]
        assert [kind.__name__ for kind in kinds] == [name], identity
        found = pattern_of(kinds[0]).fullmatch(identity)
        assert found
        item = await kinds[0].from_custom_id(NOTHING, NOTHING, found)
        assert item.custom_id == identity
        assert item.is_persistent()


class Sample(
    PersistentButton, route="pc:sample:do:v1:{word}[:{more}]", word=IdPart("[a-z]+"), more=IdPart("[0-9]+", int)
):
    def __init__(self, word: str, more: int | None = None) -> None:
        super().__init__("Sample", word=word, more=more)
        self.word, self.more = word, more


@pytest.mark.parametrize(
    ("word", "more", "identity"), [("a", None, "pc:sample:do:v1:a"), ("b", 0, "pc:sample:do:v1:b:0")]
)
def test_brackets_mark_optional_parts(word: str, more: int | None, identity: str) -> None:
    assert Sample(word, more).custom_id == identity


@pytest.mark.parametrize("word", ["a:b", "", "A", "a" * 90])
def test_ids_that_cannot_be_parsed_back_or_sent_are_not_made(word: str) -> None:
    with pytest.raises(ValueError, match="custom"):
        Sample(word)


def test_every_class_declares_its_pattern() -> None:
    button = Sample("a").item
    assert (button.label, button.style, button.disabled) == ("Sample", discord.ButtonStyle.secondary, False)
