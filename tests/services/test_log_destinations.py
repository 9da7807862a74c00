"""The possible destinations of a log, as one viewer sees them, on a real database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError
from bot.services.paper_logs.destinations import DestinationChoice, LogDestination, LogRequest
from tests.support.logs import form_by, interactions, write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA, BO = 7, 8


async def test_several_clubs_are_told_apart(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    await app.club("mamba", name="Monday papers", channel_id=CHANNEL + 1)
    # A club that hasn't read anything yet has no week or thread for a log.
    for asked in (LogRequest(viewer(), (99,)), LogRequest(viewer(), (99,), paper_key="lora")):
        destination = await app.logs.destination(asked)
        assert isinstance(destination, LogDestination)
        assert destination.club
        assert destination.club.settings.name == "Sunday papers"
    with pytest.raises(ClubError, match="NothingReadYetError"):
        await app.logs.destination(LogRequest(viewer(), (CHANNEL + 1,)))
    await app.at(app.now + WEEK)
    await app.deliver()
    choice = await app.logs.destination(LogRequest(viewer(), (99,)))
    assert isinstance(choice, DestinationChoice)
    assert [destination.club and destination.club.settings.name for destination in choice.destinations] == [
        "Monday papers",
        "Sunday papers",
    ]
    # One of them isn't visible to everybody.
    other = await app.logs.destination(LogRequest(viewer(hidden=[CHANNEL]), (99,)))
    assert isinstance(other, LogDestination)
    assert other.club
    assert other.club.settings.name == "Monday papers"


async def test_a_form_is_checked_by_what_its_sender_may_see_when_it_is_sent(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    form = await form_by(app, ADA)
    with pytest.raises(DraftKeptError, match="NoSuchWeekError") as refusal:
        await app.logs.submit(replace(form, viewer=viewer(ADA, hidden=[CHANNEL])))
    draft = await app.logs.draft(refusal.value.draft_id, ADA)
    assert (draft.text, draft.club_id, draft.week_id) == (form.text, None, None)
    with pytest.raises(DraftKeptError, match="NoSuchWeekError"):
        await app.logs.submit(replace(form, interaction_id=next(interactions), viewer=viewer(ADA, None)))


async def test_in_a_hidden_club_members_can_read_only_their_own_log(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    saved, unseeing = await write(app, ADA), viewer(ADA, hidden=[CHANNEL])
    await app.deliver()
    view = await app.logs.own(saved.log.id, unseeing)
    assert view.is_out_of_sight
    assert (view.destination.club, view.destination.week, view.key, view.trouble) == (None, None, "", "")
    assert view.log.text == saved.log.text
    with pytest.raises(ClubError, match="LogOutOfSightError"):
        await app.logs.withdraw(saved.log.id, unseeing)
    with pytest.raises(NoSuchLogError):
        await app.logs.show(saved.log.id, viewer(BO, hidden=[CHANNEL]))
    assert await app.logs.newest_for(viewer(BO, hidden=[CHANNEL]), 9) == []
    assert [log.id for log in await app.logs.newest_for(viewer(BO), 9)] == [saved.log.id]
    assert await app.logs.weeks_on_paper(viewer(BO, hidden=[CHANNEL]), "lora", 9) == []
    assert len(await app.logs.weeks_on_paper(viewer(BO), "lora", 9)) == 1
