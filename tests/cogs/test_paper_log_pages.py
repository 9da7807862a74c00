"""Every page about logs fits into a message, whatever was typed, and no typed text is rendered as markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.outbox.entry import Entry
from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.draft import REVISIONS, Draft
from bot.core.paper_logs.log_text import PART_LIMIT, Borrowed, LogText, SentenceCount
from bot.core.paper_logs.paper_log import LogState, PaperLog
from bot.core.papers.paper import Catalog
from bot.core.schedules.past import LONGEST_HOST, PastHost, PastSession
from bot.core.schedules.session import SessionLink
from bot.core.text.own_words import BorrowedRun
from bot.core.text.short_inputs import one_line
from bot.services.paper_logs.destinations import LogDestination
from bot.services.paper_logs.forms import LogNoticed, LogSaved
from bot.services.paper_logs.service import WeekOnPaper, WrittenByMember
from bot.services.paper_logs.views import LogView
from bot.services.papers.papers import Papers
from bot.services.schedules.service import SessionOnPaper
from cogs.paper_logs.buttons import LogAction
from cogs.paper_logs.forms import FormDestination, log_form
from cogs.paper_logs.lists import choosing_page, my_logs_page
from cogs.paper_logs.messages import log_page, parts_shown, revised_page
from cogs.paper_logs.pages import (
    discarding_page,
    kept_page,
    noticed_page,
    rescued,
    saved_page,
    shown_page,
    withdrawing_page,
)
from cogs.papers.cards import card_page
from cogs.ui.escaping import in_block, passage
from cogs.ui.wording import t
from tests.cogs.test_pages import SHIPPED, faults_of, longest
from tests.cogs.test_week_pages import CLUB, viewed
from tests.support import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

NOW = datetime(2026, 1, 6, tzinfo=UTC)
KEY = f"{'k' * 40}-log-1"
SNOWFLAKE, ROW = 2**60, 10**9
TEXTS = ["x", "*", "`", "<", "x\n", "-\n", "\U0001f600", "https://a.b/c_d "]


def log_of(letters: str, **facts: Any) -> PaperLog:
    text = LogText(*[(letters * PART_LIMIT)[:PART_LIMIT]] * 4)
    plain: dict[str, Any] = {"id": ROW, "author_id": SNOWFLAKE, "paper_key": "lora", "club_id": 1, "week_id": 1}
    state = {"state": LogState.KEPT, "is_late": True, "version": 99, "written_at": NOW, "revised_at": NOW}
    posted = {"server_id": SNOWFLAKE, "channel_id": SNOWFLAKE, "message_id": SNOWFLAKE}
    return PaperLog(**plain | state | posted | {"text": text} | facts)


def view_of(letters: str, trouble: str = "", **facts: Any) -> LogView:
    log = log_of(letters, **facts)
    return LogView(log, LogDestination(CLUB, viewed("lora").week, "lora", is_late=True), KEY, trouble)


def draft_of(letters: str, number: int = 1) -> Draft:
    return Draft(number, 1, None, "p" * 60, None, None, None, LogText(*[letters * 4000] * 4), 1, NOW)


def pages_of(letters: str) -> Iterator[tuple[str, discord.ui.LayoutView]]:
    view, paper = view_of(letters, "t" * 200), longest("focus", "_", url_length=120)
    entry = Entry(1, KEY, Kind.REVISED, 1, 1, SNOWFLAKE, SNOWFLAKE, is_forum=False, wants_thread=False)
    run = Borrowed("limitation", BorrowedRun(letters * 800, 0, 800, 400, None))
    yield "log", log_page(view, paper, KEY)
    yield "withdrawn", log_page(view_of(letters, state=LogState.WITHDRAWN), paper, KEY)
    yield "revised", revised_page(view, paper, entry, [SNOWFLAKE] * 30)
    yield "own", shown_page(view, paper, is_own=True)
    yield "another's", shown_page(view, paper, is_own=False)
    yield "saved", saved_page(LogSaved(view.log, view.destination), "_" * 64)
    yield (
        "unposted",
        saved_page(
            LogSaved(log_of(letters, message_id=None, week_id=None), LogDestination(CLUB, None, "lora", is_late=False)),
            "_" * 64,
        ),
    )
    yield "noticed", noticed_page(LogNoticed(ROW, (SentenceCount(99), *[run] * 40)))
    service = Papers(Catalog([paper], {"topic": "Topic"}))
    week = viewed("lora").week
    yield "card", card_page(service.in_context("focus"), [WeekOnPaper(CLUB, week, 10**6)] * 3)
    links = tuple(SessionLink("*" * 200, f"https://{'x' * 180}.org") for _ in range(9))
    past = PastSession(date(2025, 12, 30), ("focus",), tuple(PastHost("_" * LONGEST_HOST) for _ in range(9)), links)
    yield "card with earlier sessions", card_page(service.in_context("focus"), (), (), [SessionOnPaper(CLUB, past)] * 3)
    yield "kept", kept_page("r" * 1000, ROW)
    yield "withdrawing", withdrawing_page(view, "_" * 64)
    yield "discarding", discarding_page(draft_of(letters), "_" * 64)
    mine = WrittenByMember((view,) * 9, tuple(draft_of(letters, number) for number in range(1, 8)))
    yield "mine", my_logs_page(SHIPPED, WrittenByMember(mine.logs[:2], mine.drafts[:3]), 0)
    yield (
        "choosing",
        choosing_page(SHIPPED, LogAction.EDIT, [log_of(letters, id=number) for number in range(1, 40)], 1, {}),
    )
    yield "not saved", rescued(view.log.text, t("paper-logs-not-saved", reference="PC-123456")).page
    yield "form", rescued(draft_of(letters).text, t("paper-logs-form-outdated")).page


@pytest.mark.parametrize("letters", TEXTS)
def test_every_page_fits(letters: str) -> None:
    for name, page in pages_of(letters):
        # `mine` holds the same log twice, which never happens in a member's list.
        assert [fault for fault in faults_of(page) if name != "mine" or "custom id" not in fault] == [], name


@pytest.mark.parametrize("letters", TEXTS)
def test_forms_fit_and_hold_what_was_typed(letters: str) -> None:
    destination = FormDestination("p" * 60, 10**9, 10**9, 10**9, 10**9, REVISIONS - 1)
    form = log_form(destination, "_" * 64, "_" * 200, draft_of(letters).text).to_dict()
    assert limits.violations({"type": 9, "data": form}, "/interactions/1/token/callback") == []
    where, *fields = form["components"]
    assert where["content"] == "_" * 200
    for part in fields:
        assert part["component"]["value"] == (letters * 4000)[:4000]
        assert part["component"]["max_length"] == 4000


@given(st.builds(FormDestination, st.just("lora"), *[st.one_of(st.none(), st.integers(1, 10**9))] * 4))
def test_a_form_names_its_destination(destination: FormDestination) -> None:
    assert FormDestination.read(destination.custom_id) == destination


@given(st.integers(1, 10**9), st.integers(1, REVISIONS - 1))
def test_a_form_names_the_revision_of_its_draft(draft_id: int, revision: int) -> None:
    destination = FormDestination("lora", 1, 2, None, draft_id, revision)
    assert FormDestination.read(destination.custom_id) == destination


def test_a_form_from_before_drafts_had_revisions_is_parsed() -> None:
    assert FormDestination.read("pc:logs:form:v1:1:2:0:3:lora") == FormDestination("lora", 1, 2, None, 3)


@given(st.lists(st.text(), min_size=4, max_size=4))
@example(["`" * 900] * 4)
@example(["a\n" * 450, "*" * 900, "x" * 900, "-\n" * 450])
def test_any_four_parts_fit(parts: list[str]) -> None:
    assert len(parts_shown(LogText(*parts), 3710)) <= 3710


MARKUP = "*_~`|[]()<>#-+.:/\\@ \n1ax\u202e\u2066"


@given(st.one_of(st.text(), st.text(MARKUP)))
@example("# a")
@example("-# a\n>>> b\n1. c\n 2) d")
@example("https://a.b/*x*_y_ [a](https://c.d)")
def test_a_passage_is_shown_as_typed_without_markup(text: str) -> None:
    shown = passage(text)
    unescaped = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown)
    kept = re.sub(r"\n\s*\n", "\n\n", re.sub("[\u202a-\u202e\u2066-\u2069]", "", text))
    assert unescaped == kept
    bare = re.sub(r"https?://\S*", "", re.sub(r"\\[^0-9A-Za-z\s]", "", shown))
    assert not re.search(r"[*_~`|\[\]<\\]", bare)
    assert not re.search(r"^[^\S\n]*([#>+-]|\d+[.)])", re.sub(r"\\[^0-9A-Za-z\s]", "\0", shown), re.MULTILINE)


@given(st.text())
def test_text_cannot_break_out_of_a_code_block(text: str) -> None:
    assert "`" not in in_block(text)[3:-3]
    assert len(in_block(text)) <= len(text) + 8


@given(st.text())
def test_a_single_line_stays_a_single_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_a_late_log_is_late_by_the_weeks_state() -> None:
    """What a member reads depends on the week's state, never on the clock alone."""
    week = viewed("lora").week
    saved = LogSaved(log_of("x", is_late=False, message_id=None), LogDestination(CLUB, week, "lora", is_late=False))
    shown = str(saved_page(saved, "LoRA").to_components())
    assert f"<t:{int((NOW - timedelta(days=2) + timedelta(days=5, hours=17)).timestamp())}:F>" in shown
