"""Paper logs on a real database: stored once, never lost, and posted in the right place."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError, NotNowError
from bot.core.outbox.entry import EntryState, Missing, Refused, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import TroubleCode
from bot.core.paper_logs.log_text import Borrowed, LogText, SentenceCount
from bot.services.paper_logs.destinations import LogRequest
from bot.services.paper_logs.forms import LogNoticed, LogSaved
from tests.support.logs import destination_of, form_by, interactions, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, WEEK, App
from tests.support.troubles import NO_ANSWER, TEXT
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club

ADA, BO, CY = 7, 8, 9
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# It is kept and shown without effect, whatever it looks like.
INERT = ["@everyone", "@every\u202eone", "<@&1>", "[a](https://b.example)", "\\`", "'); DROP TABLE log;--"]


async def reading(app: App, *queue: str, **facts: Any) -> Club:
    """A club whose first week, on LoRA, has its thread open."""
    club = await app.club(*(queue or ("lora", "mamba")), **facts)
    await app.at(FIRST_POST)
    await app.deliver()
    return club


async def kinds(app: App) -> list[str]:
    return [entry.kind for entry in await app.entries()]


async def test_a_log_is_stored_then_posted_in_the_weeks_thread(app: App) -> None:
    await reading(app)
    saved = await write(app, ADA)
    assert (saved.already, saved.log.version, saved.log.is_late, saved.log.paper_key) == (False, 1, False, "lora")
    entry = (await app.entries())[-1]
    (week,) = await app.week_rows()
    assert (entry.kind, entry.channel_id, entry.week_id) == (Kind.LOG, week.thread_id, week.id)
    assert entry.key.endswith(f"-log-{saved.log.id}")
    assert await app.deliver() == [entry.key]
    view = await app.logs.show(saved.log.id, viewer(BO))
    assert (view.log.text, view.log.channel_id, view.key) == (text_by(ADA), week.thread_id, entry.key)
    assert view.log.message_id is not None


async def test_a_form_delivered_twice_is_saved_once(app: App) -> None:
    await reading(app)
    form = await form_by(app, ADA)
    first, *others = await asyncio.gather(*(app.logs.submit(form) for _ in range(5)))
    assert [other.already for other in others if isinstance(other, LogSaved)] == [True] * 4
    assert {answer.log.id for answer in [first, *others] if isinstance(answer, LogSaved)} == {1}
    assert (await kinds(app)).count(Kind.LOG) == 1


async def test_a_hundred_forms_at_once_keep_each_its_own_text(app: App) -> None:
    await reading(app)
    forms = [await form_by(app, 100 + member) for member in range(100)]
    await asyncio.gather(*map(app.logs.submit, forms))
    for form in forms:
        (view,) = (await app.logs.mine(viewer(form.user_id))).logs
        assert view.log.text == form.text
    assert (await kinds(app)).count(Kind.LOG) == 100


@pytest.mark.parametrize(
    "problem",
    ["", " \n", "\u200b\u200d", "x" * 4001, "half \ud83d a character", "a" + "\u0301" * 50],
    ids=["empty", "blank", "zero width", "long", "surrogate", "marks"],
)
async def test_text_that_cannot_be_accepted_is_kept_and_reopens_filled_in(app: App, problem: str) -> None:
    await reading(app)
    typed = replace(text_by(ADA), problem=problem)
    form = await form_by(app, ADA, typed)
    for _ in range(2):
        with pytest.raises(DraftKeptError, match="problem") as refusal:
            await app.logs.submit(form)
    draft = await app.logs.draft(refusal.value.draft_id, ADA)
    assert draft.text == replace(typed, problem=problem.replace("\ud83d", "\ufffd"))
    with pytest.raises(NoSuchLogError):
        await app.logs.draft(draft.id, BO)
    assert (await app.logs.mine(viewer(ADA))).drafts == (draft,)
    if "\ufffd" not in draft.text.problem:
        with pytest.raises(DraftKeptError):
            await app.logs.accept(draft.id, viewer(ADA))
    again = await write(app, ADA, draft_id=draft.id)
    assert (await app.logs.mine(viewer(ADA))).drafts == ()
    assert again.log.version == 1


@pytest.mark.parametrize("problem", INERT)
async def test_odd_text_is_kept_as_typed(app: App, problem: str) -> None:
    await reading(app)
    typed = replace(text_by(ADA), problem=f"The problem is {problem} and it is hard.")
    saved = await write(app, ADA, typed)
    assert (await app.logs.show(saved.log.id, viewer(BO))).log.text == typed


async def test_the_author_decides_about_noticed_problems(app: App) -> None:
    await reading(app)
    await write(app, BO)
    typed = LogText(text_by(BO).problem, "It works.", app.catalog["lora"].contribution, "So. It. Does. Go. On.")
    form = await form_by(app, ADA, typed)
    noticed, replayed = await app.logs.submit(form), await app.logs.submit(form)
    assert isinstance(noticed, LogNoticed)
    assert noticed == replayed
    kinds_noticed = [type(notice) for notice in noticed.notices]
    assert kinds_noticed[0] is SentenceCount
    sources = {notice.run.source for notice in noticed.notices if isinstance(notice, Borrowed)}
    assert sources == {None, "LoRA"}
    with pytest.raises(NoSuchLogError):
        await app.logs.accept(noticed.draft_id, viewer(BO))
    saved, again = [await app.logs.accept(noticed.draft_id, viewer(ADA)) for _ in range(2)]
    assert (saved.already, again.already, saved.log.text) == (False, True, typed)
    replay = await app.logs.submit(form)
    assert isinstance(replay, LogSaved)
    assert replay.already
    assert (await app.logs.mine(viewer(ADA))).drafts == ()


async def test_a_members_own_earlier_log_is_not_text_of_others(app: App) -> None:
    await reading(app)
    await write(app, ADA)
    assert (await write(app, ADA, text_by(ADA, " Truly so."))).log.version == 2


async def test_writing_again_changes_the_message(app: App) -> None:
    await reading(app)
    first = await write(app, ADA)
    await app.deliver()
    second = await write(app, ADA, text_by(ADA, " Truly so."), log_id=first.log.id, club_id=None, week_id=None)
    assert (second.log.id, second.log.version) == (first.log.id, 2)
    entry = (await app.entries())[-1]
    assert (entry.kind, entry.key) == (Kind.LOG_EDIT, f"{(await app.entries())[1].key}-v2")
    assert [version.number for version in await app.logs.versions(first.log.id, viewer(ADA))] == [1, 2]
    with pytest.raises(DraftKeptError, match="UnknownLogError"):
        await app.logs.submit(await form_by(app, BO, log_id=first.log.id))


async def test_an_edit_while_the_message_is_being_sent_is_applied(app: App) -> None:
    await reading(app)
    saved = await write(app, ADA)
    await write(app, ADA, text_by(ADA, " Truly so."))
    assert await kinds(app) == [Kind.POST, Kind.LOG]
    await app.refuse(Unclear(NO_ANSWER))
    await write(app, ADA)
    (entry,) = [entry for entry in await app.entries() if entry.kind is Kind.LOG]
    assert entry.state is EntryState.UNKNOWN
    await app.outbox.record(entry, Missing())
    await app.deliver()
    assert (await app.entries())[-1].key == f"{entry.key}-v3"
    await app.logs.withdraw(saved.log.id, viewer(ADA))
    assert (await app.entries())[-1].key == f"{entry.key}-x3"


async def test_a_log_withdrawn_before_sending_is_not_sent(app: App) -> None:
    await reading(app)
    saved = await write(app, ADA)
    await app.logs.withdraw(saved.log.id, viewer(ADA))
    assert await app.deliver() == []
    with pytest.raises(NotNowError):
        await app.logs.withdraw(saved.log.id, viewer(ADA))
    with pytest.raises(NoSuchLogError):
        await app.logs.show(saved.log.id, viewer(BO))
    assert (await app.logs.show(saved.log.id, viewer(ADA))).log.is_withdrawn
    await write(app, ADA)
    assert [key.rpartition("-log-")[2] for key in await app.deliver()] == [f"{saved.log.id}-v2"]


async def test_a_late_log_is_marked_late(app: App) -> None:
    await reading(app)
    await app.at(FIRST_POST + 5 * DAY)
    assert (await write(app, ADA)).destination.is_late
    await app.at(FIRST_POST + WEEK)
    await app.deliver()
    late = await write(app, BO, paper_key="lora")
    assert (late.destination.week and late.destination.week.number, late.log.is_late) == (1, True)


async def test_papers_outside_the_week(app: App) -> None:
    await reading(app)
    (week,) = await app.week_rows()
    ancestor = app.catalog["lora"].builds_on[0].key
    assert (await write(app, ADA, paper_key=ancestor)).log.week_id == week.id
    outside = await write(app, BO, paper_key="chinchilla")
    assert (outside.log.week_id, outside.log.club_id, outside.log.is_late) == (None, 1, False)
    assert (await app.entries())[-1].channel_id == week.thread_id
    assert (await write(app, BO, text_by(BO, " Truly so."), paper_key="chinchilla")).log.version == 2


async def test_without_a_club_a_log_is_only_stored(app: App) -> None:
    with pytest.raises(ClubError, match="PaperNotNamedError"):
        await app.logs.destination(LogRequest(viewer(0, None)))
    destination = await destination_of(app, LogRequest(viewer(0, None), paper_key="lora"))
    assert (destination.club, destination.week) == (None, None)
    alone = await write(app, ADA, paper_key="lora", server_id=None)
    assert await app.entries() == []
    assert (await app.logs.show(alone.log.id, viewer(ADA, None))).key == ""
    for server in (SERVER, None):
        with pytest.raises(NoSuchLogError):
            await app.logs.show(alone.log.id, viewer(BO, server))
        assert len((await app.logs.mine(viewer(ADA, server))).logs) == 1


async def test_destinations_in_another_server_are_refused_and_the_text_is_kept(app: App) -> None:
    club = await reading(app)
    key = (await app.entries())[0].key
    assert (await destination_of(app, LogRequest(viewer(), week_key=key))).week
    for asked in (
        LogRequest(viewer(0, SERVER + 1), week_key=key),
        LogRequest(viewer(), week_key="x"),
        LogRequest(viewer(0, SERVER + 1), club_id=club.id),
    ):
        with pytest.raises(ClubError):
            await app.logs.destination(asked)
    form = await form_by(app, ADA)
    for forged in ({"viewer": viewer(ADA, SERVER + 1)}, {"club_id": 999}, {"week_id": 999}, {"paper_key": "no-such"}):
        wrong = replace(form, interaction_id=next(interactions), **forged)
        with pytest.raises(DraftKeptError) as refusal:
            await app.logs.submit(wrong)
        assert (await app.logs.draft(refusal.value.draft_id, ADA)).text == form.text
    saved = await write(app, ADA)
    with pytest.raises(NoSuchLogError):
        await app.logs.show(saved.log.id, viewer(BO, SERVER + 1))
    with pytest.raises(NoSuchLogError):
        await app.logs.withdraw(saved.log.id, viewer(BO))


async def test_a_form_for_a_closed_club_keeps_the_text(app: App) -> None:
    club = await reading(app)
    form = await form_by(app, ADA)
    await app.clubs.close(club)
    with pytest.raises(DraftKeptError, match="ClubClosedError"):
        await app.logs.submit(form)
    assert len((await app.logs.mine(viewer(ADA))).drafts) == 1


async def test_the_seventh_log_within_a_minute_waits(app: App) -> None:
    await reading(app)
    for number in range(6):
        await write(app, ADA, text_by(ADA, f" Take {number}."))
    with pytest.raises(DraftKeptError, match="seconds=60") as refusal:
        await app.logs.submit(await form_by(app, ADA))
    await write(app, BO)
    app.now += MINUTE
    assert (await write(app, ADA, draft_id=refusal.value.draft_id)).log.version == 7


async def test_a_log_written_before_the_thread_opens_is_posted_when_it_does(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    (week,) = await app.week_rows()
    key = (await app.entries())[0].key
    destination = await destination_of(app, LogRequest(viewer(), week_key=key))
    assert destination.thread_id is None
    await app.logs.submit(await form_by(app, ADA, paper_key="lora", club_id=week.club_id, week_id=week.id))
    assert await kinds(app) == [Kind.POST]
    await app.deliver()
    assert len(await app.deliver()) == 1


async def test_its_author_learns_why_it_cannot_be_posted(app: App) -> None:
    await reading(app)
    saved = await write(app, ADA)
    await app.refuse(Refused(TEXT))
    (view,) = (await app.logs.mine(viewer(ADA))).logs
    assert view.trouble == TroubleCode.TEXT
    assert saved.log.id == view.log.id
