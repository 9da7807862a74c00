"""A digest that is worded anew after an erasure shows nothing of the erased member, its picture included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.test_erasing_in_discord import assert_done, erased, time_passes
from tests.support.club_server import DAY
from tests.support.reading import shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_the_picture_goes_with_the_only_log(club_server: ClubServer) -> None:
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", "qlora")
    await club_server.go_to(club.next_due)
    await group.write("ada")
    await group["bo"].click(club_server.posts()[-1], label="I'm in")
    assert club.next_due
    await club_server.go_to(club.next_due + 5 * DAY)
    await group.review("bo", "ada")
    week = (await club_server.week_rows())[0]
    for moment in (week.reviews_due - DAY, week.reviews_due):
        await club_server.go_to(moment)
    (before,) = group.said("is over")
    assert [file.filename for file in before.attachments] == ["digest.png"]
    await erased(club_server)
    await time_passes(club_server)
    (after,) = group.said("is over")
    assert after.id == before.id
    assert after.attachments == []
    assert "Strongest" not in shown_text(after)
    await assert_done(club_server)
