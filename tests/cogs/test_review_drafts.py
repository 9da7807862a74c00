"""Review drafts: reviews questioned before posting, or typed on two devices at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.test_reviews import reviewing
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_a_vague_question_is_noticed_and_can_be_posted_anyway(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    noticed = await group.review("ada", "bo", question="?")
    assert noticed.ephemeral
    assert "Your question is almost empty" in shown_text(answer_to(noticed))
    assert list(buttons(answer_to(noticed))) == ["Edit", "Post anyway"]
    assert group.reviews_of("bo") == []
    assert "?" in prefilled(await group["ada"].click(answer_to(noticed), label="Edit")).values()
    await group["ada"].click(answer_to(noticed), label="Post anyway")
    await club_server.delivered()
    assert "Saved!" in shown_text(answer_to(noticed))
    assert len(group.reviews_of("bo")) == 1


async def test_two_devices_that_edit_one_review_keep_both_texts(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    ada = group["ada"]
    refused = await group.review("ada", "bo", strongest="Not in it at all.")
    phone = await ada.click(answer_to(refused), label="Edit")
    actions = await ada.click(answer_to(refused), label="Edit")
    await group.send_review("ada", phone, "bo", strongest="Not in it, on the phone.")
    await group.send_review("ada", actions, "bo")
    assert len(group.reviews_of("bo")) == 1
    mine = answer_to(await ada.slash(club_server.lobby, "log mine"))
    assert f"**Review draft** on {group['bo'].mention}'s log on **LoRA**" in shown_text(mine)
    assert "Not in it, on the phone." in shown_text(mine)
