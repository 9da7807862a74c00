"""Paper logs on a real database: stored once, never lost, posted where they belong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError, NotNowError
from bot.core.outbox import EntryState, Kind, Missing, Refused, Unclear
from bot.core.paper_logs import Borrowed, LogText, SentenceCount
from bot.core.troubles import Trouble
from bot.services.log_places import Asked
from bot.services.log_writing import Noticed, Saved
from tests.support.logs import form_by, interactions, place_of, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, WEEK, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club

ADA, BO, CY = 7, 8, 9
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Kept and shown inert, whatever it looks like.
INERT = ["@everyone", "@every\u202eone", "<@&1>", "[a](https://b.example)", "\\`", "'); DROP TABLE log;--"]


async def reading(house: House, *queue: str, **facts: Any) -> Club:
    """A club whose first week, on LoRA, has its thread open."""
    club = await house.club(*(queue or ("lora", "mamba")), **facts)
    await house.at(FIRST_POST)
    await house.deliver()
    return club


async def kinds(house: House) -> list[str]:
    return [entry.kind for entry in await house.entries()]


async def test_a_log_is_stored_then_posted_in_the_weeks_thread(house: House) -> None:
    await reading(house)
    saved = await write(house, ADA)
    assert (saved.already, saved.log.version, saved.log.is_late, saved.log.paper_key) == (False, 1, False, "lora")
    entry = (await house.entries())[-1]
    (week,) = await house.week_rows()
    assert (entry.kind, entry.channel_id, entry.week_id) == (Kind.LOG, week.thread_id, week.id)
    assert entry.key.endswith(f"-log-{saved.log.id}")
    assert await house.deliver() == [entry.key]
    view = await house.logs.show(saved.log.id, viewer(BO))
    assert (view.log.text, view.log.channel_id, view.key) == (text_by(ADA), week.thread_id, entry.key)
    assert view.log.message_id is not None


async def test_a_form_that_comes_twice_is_saved_once(house: House) -> None:
    await reading(house)
    form = await form_by(house, ADA)
    first, *others = await asyncio.gather(*(house.logs.submit(form) for _ in range(5)))
    assert [other.already for other in others if isinstance(other, Saved)] == [True] * 4
    assert {answer.log.id for answer in [first, *others] if isinstance(answer, Saved)} == {1}
    assert (await kinds(house)).count(Kind.LOG) == 1


async def test_a_hundred_forms_at_once_keep_each_its_own_text(house: House) -> None:
    await reading(house)
    forms = [await form_by(house, 100 + member) for member in range(100)]
    await asyncio.gather(*map(house.logs.submit, forms))
    for form in forms:
        (view,) = (await house.logs.mine(viewer(form.user_id))).logs
        assert view.log.text == form.text
    assert (await kinds(house)).count(Kind.LOG) == 100


@pytest.mark.parametrize(
    "problem",
    ["", " \n", "\u200b\u200d", "x" * 4001, "half \ud83d a character", "a" + "\u0301" * 50],
    ids=["empty", "blank", "zero width", "long", "surrogate", "marks"],
)
async def test_what_cannot_be_accepted_is_kept_and_reopens_filled_in(house: House, problem: str) -> None:
    await reading(house)
    typed = replace(text_by(ADA), problem=problem)
    form = await form_by(house, ADA, typed)
    for _ in range(2):
        with pytest.raises(DraftKeptError, match="Problem") as refusal:
            await house.logs.submit(form)
    draft = await house.logs.draft(refusal.value.draft_id, ADA)
    assert draft.text == replace(typed, problem=problem.replace("\ud83d", "\ufffd"))
    with pytest.raises(NoSuchLogError):
        await house.logs.draft(draft.id, BO)
    assert (await house.logs.mine(viewer(ADA))).drafts == (draft,)
    if "\ufffd" not in draft.text.problem:
        with pytest.raises(DraftKeptError):
            await house.logs.accept(draft.id, viewer(ADA))
    again = await write(house, ADA, draft_id=draft.id)
    assert (await house.logs.mine(viewer(ADA))).drafts == ()
    assert again.log.version == 1


@pytest.mark.parametrize("problem", INERT)
async def test_odd_text_is_kept_as_it_was_typed(house: House, problem: str) -> None:
    await reading(house)
    typed = replace(text_by(ADA), problem=f"The problem is {problem} and it is hard.")
    saved = await write(house, ADA, typed)
    assert (await house.logs.show(saved.log.id, viewer(BO))).log.text == typed


async def test_what_is_noticed_is_decided_by_its_author(house: House) -> None:
    await reading(house)
    await write(house, BO)
    typed = LogText(text_by(BO).problem, "It works.", house.catalogue["lora"].contribution, "So. It. Does. Go. On.")
    form = await form_by(house, ADA, typed)
    noticed, replayed = await house.logs.submit(form), await house.logs.submit(form)
    assert isinstance(noticed, Noticed)
    assert noticed == replayed
    kinds_noticed = [type(notice) for notice in noticed.notices]
    assert kinds_noticed[0] is SentenceCount
    sources = {notice.run.source for notice in noticed.notices if isinstance(notice, Borrowed)}
    assert sources == {"another member's log", "the catalogue's text on LoRA"}
    with pytest.raises(NoSuchLogError):
        await house.logs.accept(noticed.draft_id, viewer(BO))
    saved, again = [await house.logs.accept(noticed.draft_id, viewer(ADA)) for _ in range(2)]
    assert (saved.already, again.already, saved.log.text) == (False, True, typed)
    replay = await house.logs.submit(form)
    assert isinstance(replay, Saved)
    assert replay.already
    assert (await house.logs.mine(viewer(ADA))).drafts == ()


async def test_ones_own_earlier_log_is_no_foreign_text(house: House) -> None:
    await reading(house)
    await write(house, ADA)
    assert (await write(house, ADA, text_by(ADA, " Truly so."))).log.version == 2


async def test_writing_again_changes_the_message(house: House) -> None:
    await reading(house)
    first = await write(house, ADA)
    await house.deliver()
    second = await write(house, ADA, text_by(ADA, " Truly so."), log_id=first.log.id, club_id=None, week_id=None)
    assert (second.log.id, second.log.version) == (first.log.id, 2)
    entry = (await house.entries())[-1]
    assert (entry.kind, entry.key) == (Kind.LOG_EDIT, f"{(await house.entries())[1].key}-v2")
    assert [version.number for version in await house.logs.versions(first.log.id, viewer(ADA))] == [1, 2]
    with pytest.raises(DraftKeptError, match="no such log"):
        await house.logs.submit(await form_by(house, BO, log_id=first.log.id))


async def test_a_change_while_the_message_is_on_its_way_is_made_good(house: House) -> None:
    await reading(house)
    saved = await write(house, ADA)
    await write(house, ADA, text_by(ADA, " Truly so."))
    assert await kinds(house) == [Kind.POST, Kind.LOG]
    await house.refuse(Unclear("cut off"))
    await write(house, ADA)
    (entry,) = [entry for entry in await house.entries() if entry.kind is Kind.LOG]
    assert entry.state is EntryState.UNKNOWN
    await house.outbox.record(entry, Missing())
    await house.deliver()
    assert (await house.entries())[-1].key == f"{entry.key}-v3"
    await house.logs.withdraw(saved.log.id, viewer(ADA))
    assert (await house.entries())[-1].key == f"{entry.key}-x3"


async def test_a_log_that_was_withdrawn_before_it_left_is_not_sent(house: House) -> None:
    await reading(house)
    saved = await write(house, ADA)
    await house.logs.withdraw(saved.log.id, viewer(ADA))
    assert await house.deliver() == []
    with pytest.raises(NotNowError):
        await house.logs.withdraw(saved.log.id, viewer(ADA))
    with pytest.raises(NoSuchLogError):
        await house.logs.show(saved.log.id, viewer(BO))
    assert (await house.logs.show(saved.log.id, viewer(ADA))).log.is_withdrawn
    await write(house, ADA)
    assert [key.rpartition("-log-")[2] for key in await house.deliver()] == [f"{saved.log.id}-v2"]


async def test_a_late_log_says_so(house: House) -> None:
    await reading(house)
    await house.at(FIRST_POST + 5 * DAY)
    assert (await write(house, ADA)).place.is_late
    await house.at(FIRST_POST + WEEK)
    await house.deliver()
    late = await write(house, BO, paper_key="lora")
    assert (late.place.week and late.place.week.number, late.log.is_late) == (1, True)


async def test_papers_outside_the_week(house: House) -> None:
    await reading(house)
    (week,) = await house.week_rows()
    ancestor = house.catalogue["lora"].builds_on[0].key
    assert (await write(house, ADA, paper_key=ancestor)).log.week_id == week.id
    outside = await write(house, BO, paper_key="chinchilla")
    assert (outside.log.week_id, outside.log.club_id, outside.log.is_late) == (None, 1, False)
    assert (await house.entries())[-1].channel_id == week.thread_id
    assert (await write(house, BO, text_by(BO, " Truly so."), paper_key="chinchilla")).log.version == 2


async def test_without_a_club_a_log_is_kept_alone(house: House) -> None:
    with pytest.raises(ClubError, match="Which paper"):
        await house.logs.place(Asked(viewer(0, None)))
    place = await place_of(house, Asked(viewer(0, None), paper_key="lora"))
    assert (place.club, place.week) == (None, None)
    alone = await write(house, ADA, paper_key="lora", server_id=None)
    assert await house.entries() == []
    assert (await house.logs.show(alone.log.id, viewer(ADA, None))).key == ""
    for server in (SERVER, None):
        with pytest.raises(NoSuchLogError):
            await house.logs.show(alone.log.id, viewer(BO, server))
        assert len((await house.logs.mine(viewer(ADA, server))).logs) == 1


async def test_places_of_another_server_are_refused_and_the_text_is_kept(house: House) -> None:
    club = await reading(house)
    key = (await house.entries())[0].key
    assert (await place_of(house, Asked(viewer(), week_key=key))).week
    for asked in (
        Asked(viewer(0, SERVER + 1), week_key=key),
        Asked(viewer(), week_key="x"),
        Asked(viewer(0, SERVER + 1), club_id=club.id),
    ):
        with pytest.raises(ClubError):
            await house.logs.place(asked)
    form = await form_by(house, ADA)
    for forged in ({"viewer": viewer(ADA, SERVER + 1)}, {"club_id": 999}, {"week_id": 999}, {"paper_key": "no-such"}):
        wrong = replace(form, interaction_id=next(interactions), **forged)
        with pytest.raises(DraftKeptError) as refusal:
            await house.logs.submit(wrong)
        assert (await house.logs.draft(refusal.value.draft_id, ADA)).text == form.text
    saved = await write(house, ADA)
    with pytest.raises(NoSuchLogError):
        await house.logs.show(saved.log.id, viewer(BO, SERVER + 1))
    with pytest.raises(NoSuchLogError):
        await house.logs.withdraw(saved.log.id, viewer(BO))


async def test_a_closed_club_keeps_the_text(house: House) -> None:
    club = await reading(house)
    form = await form_by(house, ADA)
    await house.clubs.close(club)
    with pytest.raises(DraftKeptError, match="closed"):
        await house.logs.submit(form)
    assert len((await house.logs.mine(viewer(ADA))).drafts) == 1


async def test_the_seventh_log_within_a_minute_waits(house: House) -> None:
    await reading(house)
    for number in range(6):
        await write(house, ADA, text_by(ADA, f" Take {number}."))
    with pytest.raises(DraftKeptError, match="again in 60 s") as refusal:
        await house.logs.submit(await form_by(house, ADA))
    await write(house, BO)
    house.now += MINUTE
    assert (await write(house, ADA, draft_id=refusal.value.draft_id)).log.version == 7


async def test_a_log_written_before_the_thread_is_open_is_posted_with_it(house: House) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    (week,) = await house.week_rows()
    key = (await house.entries())[0].key
    place = await place_of(house, Asked(viewer(), week_key=key))
    assert place.thread_id is None
    await house.logs.submit(await form_by(house, ADA, paper_key="lora", club_id=week.club_id, week_id=week.id))
    assert await kinds(house) == [Kind.POST]
    await house.deliver()
    assert len(await house.deliver()) == 1


async def test_its_author_learns_what_stands_in_the_way(house: House) -> None:
    await reading(house)
    saved = await write(house, ADA)
    await house.refuse(Refused("The server's AutoMod refused the message.", trouble=Trouble.TEXT))
    (view,) = (await house.logs.mine(viewer(ADA))).logs
    assert view.trouble == Trouble.TEXT
    assert saved.log.id == view.log.id
