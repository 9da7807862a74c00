"""Where a log belongs, as one viewer finds it, on a real database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError, DraftKeptError, NoSuchLogError
from bot.services.log_places import Asked, LogPlace, PlaceChoice
from tests.support.logs import form_by, interactions, write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

ADA, BO = 7, 8


async def test_several_clubs_are_told_apart(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    await house.club("mamba", name="Monday papers", channel_id=CHANNEL + 1)
    # A club that has read nothing yet has no place for a log.
    for asked in (Asked(viewer(), (99,)), Asked(viewer(), (99,), paper_key="lora")):
        place = await house.logs.place(asked)
        assert isinstance(place, LogPlace)
        assert place.club
        assert place.club.settings.name == "Sunday papers"
    with pytest.raises(ClubError, match="read nothing yet"):
        await house.logs.place(Asked(viewer(), (CHANNEL + 1,)))
    await house.at(house.now + WEEK)
    await house.deliver()
    choice = await house.logs.place(Asked(viewer(), (99,)))
    assert isinstance(choice, PlaceChoice)
    assert [place.club and place.club.settings.name for place in choice.places] == ["Monday papers", "Sunday papers"]
    # One of them is not there for everybody.
    other = await house.logs.place(Asked(viewer(hidden=[CHANNEL]), (99,)))
    assert isinstance(other, LogPlace)
    assert other.club
    assert other.club.settings.name == "Monday papers"


async def test_a_form_is_judged_by_what_its_sender_may_see_when_it_is_sent(house: House) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    form = await form_by(house, ADA)
    with pytest.raises(DraftKeptError, match="not one of this server's clubs") as refusal:
        await house.logs.submit(replace(form, viewer=viewer(ADA, hidden=[CHANNEL])))
    draft = await house.logs.draft(refusal.value.draft_id, ADA)
    assert (draft.text, draft.club_id, draft.week_id) == (form.text, None, None)
    with pytest.raises(DraftKeptError, match="not one of this server's clubs"):
        await house.logs.submit(replace(form, interaction_id=next(interactions), viewer=viewer(ADA, None)))


async def test_ones_own_log_is_readable_and_nothing_else_where_the_club_is_hidden(house: House) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    saved, unseeing = await write(house, ADA), viewer(ADA, hidden=[CHANNEL])
    await house.deliver()
    view = await house.logs.own(saved.log.id, unseeing)
    assert view.is_out_of_sight
    assert (view.place.club, view.place.week, view.key, view.trouble) == (None, None, "", "")
    assert view.log.text == saved.log.text
    with pytest.raises(ClubError, match="You can't see that log's club"):
        await house.logs.withdraw(saved.log.id, unseeing)
    with pytest.raises(NoSuchLogError):
        await house.logs.show(saved.log.id, viewer(BO, hidden=[CHANNEL]))
    assert await house.logs.newest_for(viewer(BO, hidden=[CHANNEL]), 9) == []
    assert [log.id for log in await house.logs.newest_for(viewer(BO), 9)] == [saved.log.id]
    assert await house.logs.readings(viewer(BO, hidden=[CHANNEL]), "lora", 9) == []
    assert len(await house.logs.readings(viewer(BO), "lora", 9)) == 1
