"""Meetings of a club's sessions: planned with the week, announced with its post, moved and cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.core.meetings.details import EventDetails
from bot.core.meetings.event import EventFacts, EventPart
from bot.core.meetings.plan import MeetingPlan
from bot.core.meetings.session import MeetingStep
from bot.core.outbox.entry import Cancelled, EntryState, Missing, Refused, Sent, Unclear
from bot.core.outbox.kinds import EVENTS, Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.storage.meetings import rows as meeting_rows
from tests.support.meetings import (
    DAY,
    FIRST_MEETING,
    HOUR,
    LINK,
    THURSDAY,
    VOICE,
    about_events,
    answer,
    edit,
    meeting,
    posted_club,
)
from tests.support.reading_clubs import FIRST_POST, WEEK, App


async def test_a_club_without_a_plan_has_nothing_of_it(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    assert await about_events(app) == []
    async with app.database.read_transaction() as connection:
        assert await meeting_rows.meetings_of(connection, club.id, FIRST_POST) == []


async def test_the_event_is_made_once_the_week_is_posted(app: App) -> None:
    club = await app.club("lora", meeting=THURSDAY)
    await app.at(FIRST_POST)
    planned = await meeting(app, club)
    assert planned.meeting.starts_at == FIRST_MEETING
    assert planned.event_key is None
    assert await about_events(app) == []
    await app.deliver()
    made = await meeting(app, club)
    assert (made.next_step, made.next_step_at) == (MeetingStep.REMIND_DAY, FIRST_MEETING - DAY)
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT]
    assert entry.key == made.event_key == f"{club.token}-260111-event"
    to_send = await app.meetings.event_to_make(entry)
    assert to_send
    assert to_send.facts == EventFacts(FIRST_MEETING, FIRST_MEETING + HOUR, VOICE, "Sunday papers", 1, "lora")


async def test_what_discord_made_is_noted_and_shown_in_the_post(app: App) -> None:
    club = await posted_club(app)
    made = await meeting(app, club)
    assert made.event_id == 777
    assert made.event_shows
    assert made.event_shows.place == VOICE
    assert [entry.kind for entry in await app.outbox.due(100) if entry.kind is Kind.POST_EDIT] == [Kind.POST_EDIT]
    assert await about_events(app) == [(Kind.EVENT, EntryState.DONE)]


async def test_without_a_place_there_is_a_meeting_but_no_event(app: App) -> None:
    club = await posted_club(app, MeetingPlan(3, time(19)), event=None)
    assert (await meeting(app, club)).next_step is MeetingStep.REMIND_DAY
    assert await about_events(app) == []
    await edit(app, club, plan={"place": LINK})
    assert await about_events(app) == [(Kind.EVENT, EntryState.PENDING)]


async def test_turning_meetings_on_during_a_week_makes_its_event(app: App) -> None:
    club = await posted_club(app, None, event=None)
    app.now += HOUR
    await edit(app, club, plan={"weekday": 3, "at": time(19), "place": VOICE})
    assert (await meeting(app, club)).meeting.starts_at == FIRST_MEETING
    assert await about_events(app) == [(Kind.EVENT, EntryState.PENDING)]


async def test_turning_them_on_after_the_weeks_meeting_waits_for_the_next_week(app: App) -> None:
    club = await posted_club(app, None, event=None)
    app.now = FIRST_MEETING
    await edit(app, club, plan={"weekday": 3, "at": time(19), "place": VOICE})
    assert await about_events(app) == []
    await app.at(FIRST_POST + WEEK)
    await app.deliver()
    assert (await meeting(app, club)).meeting.starts_at == FIRST_MEETING + WEEK


async def test_another_time_changes_the_event_in_that_part_only(app: App) -> None:
    club = await posted_club(app)
    await edit(app, club, plan={"at": time(20)})
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT]
    change = await app.meetings.event_to_change(entry)
    assert change
    assert change.event_id == 777
    assert change.parts == {EventPart.TIME}
    # A second change before the first is sent goes with it.
    await edit(app, club, plan={"place": LINK})
    change = await app.meetings.event_to_change(entry)
    assert change
    assert change.parts == {EventPart.TIME, EventPart.PLACE}
    await answer(app, Kind.EVENT_EDIT, Sent(777))
    shown = (await meeting(app, club)).event_shows
    assert shown
    assert (shown.starts_at, shown.place) == (FIRST_MEETING + HOUR, LINK)
    assert await about_events(app) == [(Kind.EVENT, EntryState.DONE), (Kind.EVENT_EDIT, EntryState.DONE)]


async def test_a_change_while_the_event_is_being_made_follows_it(app: App) -> None:
    club = await posted_club(app, event=None)
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT]
    to_send = await app.meetings.event_to_make(entry)
    assert to_send
    marked = await app.outbox.mark_sending(replace(entry, details=entry.details | {"facts": to_send.facts.stored()}))
    assert marked
    await edit(app, club, plan={"at": time(20)})
    await app.outbox.record(marked, Sent(777))
    (change,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT]
    assert EventDetails.of(change).event_id == 777


async def test_a_change_while_an_edit_of_the_event_is_composed_follows_it(app: App) -> None:
    """The change finds the edit waiting, and adds no other."""
    club = await posted_club(app)
    await edit(app, club, plan={"at": time(20)})
    (first,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT]
    change = await app.meetings.event_to_change(first)
    assert change
    await edit(app, club, plan={"place": LINK})
    marked = await app.outbox.mark_sending(replace(first, details=first.details | {"facts": change.facts.stored()}))
    assert marked
    await app.outbox.record(marked, Sent(777))
    (second,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT]
    missed = await app.meetings.event_to_change(second)
    assert missed
    assert missed.parts == {EventPart.PLACE}
    await answer(app, Kind.EVENT_EDIT, Sent(777))
    assert [entry.kind for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT_EDIT] == []


async def test_an_event_that_is_no_longer_wanted_is_ended_once_it_is_there(app: App) -> None:
    club = await posted_club(app, event=None)
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT]
    marked = await app.outbox.mark_sending(entry)
    assert marked
    await edit(app, club, meeting=None)
    unclear = await app.outbox.record(marked, Unclear(Trouble(TroubleCode.NO_ANSWER)))
    assert unclear
    await app.outbox.record(unclear, Sent(777))
    (end,) = [entry for entry in await app.entries() if entry.kind is Kind.EVENT_END]
    assert end.details["event_id"] == 777


async def test_a_change_that_is_to_be_repeated_is_given_up_once_the_event_is_no_longer_wanted(app: App) -> None:
    club = await posted_club(app)
    await edit(app, club, plan={"place": LINK})
    unclear = await answer(app, Kind.EVENT_EDIT, Unclear(Trouble(TroubleCode.NO_ANSWER)))
    await app.outbox.record(unclear, Missing())
    await edit(app, club, meeting=None)
    assert await about_events(app) == [
        (Kind.EVENT, EntryState.DONE),
        (Kind.EVENT_EDIT, EntryState.CANCELLED),
        (Kind.EVENT_END, EntryState.PENDING),
    ]


async def test_one_that_was_never_made_is_not_made(app: App) -> None:
    club = await posted_club(app, event=None)
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT]
    marked = await app.outbox.mark_sending(entry)
    assert marked
    await edit(app, club, meeting=None)
    unclear = await app.outbox.record(marked, Unclear(Trouble(TroubleCode.NO_ANSWER)))
    assert unclear
    again = await app.outbox.record(unclear, Missing())
    assert again
    assert await app.meetings.event_to_make(again) is None


async def test_turning_them_off_and_on_again_ends_one_event_and_makes_another(app: App) -> None:
    club = await posted_club(app)
    await edit(app, club, meeting=None)
    assert not (await meeting(app, club)).is_planned
    await edit(app, club, plan={"weekday": 3, "at": time(19), "place": VOICE})
    kinds = [(entry.kind, entry.key.partition("260111-")[2]) for entry in await app.entries() if entry.kind in EVENTS]
    assert kinds == [(Kind.EVENT, "event"), (Kind.EVENT_END, "event-end"), (Kind.EVENT, "event-2")]


async def test_pausing_cancels_and_resuming_plans_again(app: App) -> None:
    club = await posted_club(app)
    await app.clubs.pause(club)
    assert not (await meeting(app, club)).is_planned
    await app.clubs.resume(club)
    assert (await meeting(app, club)).is_ahead(app.now)
    assert (await about_events(app))[1:] == [(Kind.EVENT_END, EntryState.PENDING), (Kind.EVENT, EntryState.PENDING)]


async def test_closing_the_club_still_ends_its_event(app: App) -> None:
    club = await posted_club(app)
    await app.clubs.close(club)
    assert (Kind.EVENT_END, EntryState.PENDING) in await about_events(app)


async def test_closing_while_the_event_is_being_made_ends_it_later(app: App) -> None:
    club = await posted_club(app, event=None)
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.EVENT]
    marked = await app.outbox.mark_sending(entry)
    assert marked
    await app.clubs.close(club)
    await app.outbox.record(marked, Sent(777))
    assert (Kind.EVENT_END, EntryState.PENDING) in await about_events(app)


async def test_an_event_that_people_removed_is_not_made_again(app: App) -> None:
    club = await posted_club(app)
    await edit(app, club, plan={"at": time(20)})
    await answer(app, Kind.EVENT_EDIT, Cancelled(Trouble(TroubleCode.EVENT_GONE)))
    gone = await meeting(app, club)
    assert gone.is_event_gone
    assert gone.event_id is None
    await edit(app, club, plan={"at": time(21)})
    assert await about_events(app) == [(Kind.EVENT, EntryState.DONE), (Kind.EVENT_EDIT, EntryState.CANCELLED)]
    await app.at(FIRST_POST + WEEK)
    await app.deliver()
    assert (Kind.EVENT, EntryState.DONE) in await about_events(app)


async def test_a_refused_event_is_told_to_organizers_once_and_retried_after_an_edit(app: App) -> None:
    club = await posted_club(app, event=None)
    lacking = Trouble(TroubleCode.EVENT_RIGHTS, {"missing": ["Create Events"], "link": ""})
    await answer(app, Kind.EVENT, Refused(lacking))
    notices = [entry for entry in await app.entries() if entry.kind is Kind.NOTICE]
    assert len(notices) == 1
    await edit(app, club, plan={"minutes": 90})
    assert await about_events(app) == [(Kind.EVENT, EntryState.PENDING)]


async def test_in_a_new_place_an_event_that_went_with_its_channel_is_made_again(app: App) -> None:
    club = await posted_club(app)
    await edit(app, club, plan={"place": LINK})
    await answer(app, Kind.EVENT_EDIT, Cancelled(Trouble(TroubleCode.EVENT_GONE)))
    await answer(app, Kind.EVENT, Sent(778))
    made = await meeting(app, club)
    assert (made.event_id, made.is_event_gone) == (778, False)
    # One that somebody removed there is made again only in yet another place.
    await edit(app, club, plan={"at": time(20)})
    await answer(app, Kind.EVENT_EDIT, Cancelled(Trouble(TroubleCode.EVENT_GONE)))
    assert (await meeting(app, club)).is_event_gone
    await edit(app, club, plan={"place": VOICE})
    await answer(app, Kind.EVENT, Sent(779))
    assert (await meeting(app, club)).event_id == 779
