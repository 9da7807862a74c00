"""How `cogs/ui/wording.py` renders messages, and `cogs/ui/refusals.py` renders refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.errors import ChannelId, Code, MemberId, NotNowError, ReviewKeptError, Typed
from bot.core.papers.paper import Tier
from cogs.ui import refusals, wording
from cogs.ui.refusals import sentence, shape
from cogs.ui.wording import CommandWords, Wording, WordingError, t

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made_up(tmp_path: Path) -> Wording:
    words = {
        "en": """
            a-plain = One {"{"}brace{"}"}
            a-lines =
                ### Heading
                {"**"}Bold** first.

                - item
            a-logs = { $count ->
                [one] 1 log
               *[other] { $count } logs
            }
            a-many = { NUMBER($count, useGrouping: "true") } of { $count }
            a-names = { $names }; { LIST($names, style: "and") }; { LIST($names, style: "or") }; { COUNT($names) }
            a-when = { TIMESTAMP($at, style: "R") }, { DATETIME($day, dateStyle: "medium") }
            a-choice = { $what ->
                [none] nothing
                [yes] truth
                [must-read] a must
               *[other] { $what }
            }
            """,
        "de": "a-plain = Eins\n",
    }
    for language, text in words.items():
        (tmp_path / language).mkdir()
        lines = [line.removeprefix(" " * 12) for line in text.splitlines()]
        (tmp_path / language / "a.ftl").write_text("\n".join(lines), encoding="utf-8")
    return Wording(tmp_path)


@pytest.mark.parametrize(
    ("message", "facts", "said"),
    [
        ("a-plain", {}, "One {brace}"),
        ("a-lines", {}, "### Heading\n**Bold** first.\n\n- item"),
        ("a-logs", {"count": 1}, "1 log"),
        ("a-logs", {"count": 0}, "0 logs"),
        ("a-logs", {"count": 12345}, "12345 logs"),
        ("a-many", {"count": 12345}, "12,345 of 12345"),
        ("a-names", {"names": ["A"]}, "A; A; A; 1"),
        ("a-names", {"names": ("A", "{B}")}, "A, {B}; A and {B}; A or {B}; 2"),
        ("a-names", {"names": ["A", "B", "C"]}, "A, B, C; A, B and C; A, B or C; 3"),
        (
            "a-when",
            {"at": datetime(2026, 12, 13, tzinfo=UTC), "day": date(2026, 12, 13)},
            "<t:1797120000:R>, 13 Dec 2026",
        ),
        ("a-choice", {"what": None}, "nothing"),
        ("a-choice", {"what": True}, "truth"),
        ("a-choice", {"what": Tier.MUST_READ}, "a must"),
        ("a-choice", {"what": "{$x} " * 800}, "{$x} " * 800),
    ],
)
def test_rendered_messages(made_up: Wording, message: str, facts: dict[str, wording.Fact], said: str) -> None:
    assert made_up.text(message, "en", facts) == said
    assert made_up.text(message, "en", facts) == said


@pytest.mark.parametrize(
    ("message", "facts"),
    [("a-none", {}), ("a-logs", {}), ("a-logs", {"number": 1}), ("a-plain", {"count": 1}), ("a-names", {"names": 1})],
)
def test_a_message_with_an_error_is_never_shown(made_up: Wording, message: str, facts: dict[str, wording.Fact]) -> None:
    with pytest.raises(WordingError):
        made_up.text(message, "en", facts)


@pytest.mark.parametrize("text", ["a-b = x\na-b = y\n", "a b = x\n", "a-b = { $open\n"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.ftl").write_text(text, encoding="utf-8")
    with pytest.raises(WordingError):
        Wording(tmp_path)


def test_a_second_language_needs_only_a_folder(made_up: Wording) -> None:
    assert [made_up.text("a-plain", locale, {}) for locale in ("de", "de-AT", "fr")] == ["Eins", "Eins", "One {brace}"]
    assert made_up.text("a-logs", "de", {"count": 2}) == "2 logs"


async def test_commands_are_described_in_every_language(monkeypatch: pytest.MonkeyPatch, made_up: Wording) -> None:
    monkeypatch.setattr(wording, "_wording", lambda: made_up)
    context: discord.app_commands.TranslationContext[Any, Any] = discord.app_commands.TranslationContext(
        discord.app_commands.TranslationContextLocation.other, data="anything"
    )
    words, told = wording.command_words("a-plain"), wording.command_translator()
    assert isinstance(told, CommandWords)
    heard = [await told.translate(words, locale, context) for locale in (discord.Locale.german, discord.Locale.french)]
    assert (words.message, heard) == ("One {brace}", ["Eins", None])


@dataclass(eq=False)
class MadeUpError(NotNowError):
    """A refusal with a fact of every type."""

    facts: tuple[object, ...]


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (Typed("a `b`\n" + "c" * 50), "`a ʼbʼ " + "c" * 33 + "…`"),
        (Typed("\u200b"), "an empty text"),
        (Code("/club edit"), "`/club edit`"),
        ("Q*_", "Q\\*\\_"),
        (MemberId(7), "<@7>"),
        (ChannelId(8), "<#8>"),
        (Tier.MUST_READ, "must-read"),
        (NotNowError("Not now."), "Not now."),
        ((MemberId(7), "a*"), ["<@7>", "a\\*"]),
        (None, None),
        (3, 3),
    ],
)
def test_facts_are_safe_to_show(fact: object, shown: wording.Fact) -> None:
    assert refusals.said(fact) == shown


def test_a_nested_refusal_is_rendered_inside() -> None:
    assert sentence(ReviewKeptError(NotNowError("Not now."), 1)) == "Not now.\nYour text is kept as a draft."


def test_facts_contain_no_sentences() -> None:
    assert str(MadeUpError(("a",))) == "MadeUpError(facts=('a',))"
    assert shape(MadeUpError) == ("refusal-made-up", ("facts",))
    assert t("ui-nothing-typed") == "an empty text"
