"""The digest: links, thanks, firsts, progress and the picture, and what it never tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_erasing_in_discord import erased, time_passes
from tests.support.club_server import DAY
from tests.support.discord_api import assert_requests_valid
from tests.support.reading import shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    import discord

    from tests.support.club_server import ClubServer


async def ended_week(server: ClubServer, **facts: Any) -> tuple[ReadingGroup, discord.Message]:
    """Three members write logs, Ada and Bo review each other, and the week ends."""
    club = await server.club("lora", "mamba", "dpo", **facts)
    assert club.next_due
    await server.go_to(club.next_due)
    group = ReadingGroup(server)
    for name in ("ada", "bo", "cy"):
        await group.write(name)
    await server.go_to(club.next_due + 5 * DAY)
    await group.review("ada", "bo", question="What about larger models?")
    await group.review("bo", "ada", question="Would one matrix do?")
    await server.go_to(club.next_due + 7 * DAY)
    await server.delivered()
    (digest,) = group.said("is over")
    return group, digest


def line_with(message: discord.Message, beginning: str) -> str:
    return next((line for line in shown_text(message).split("\n") if line.startswith(beginning)), "")


async def test_the_digest_thanks_links_and_notes_firsts(club_server: ClubServer) -> None:
    group, digest = await ended_week(club_server)
    ada, bo, cy = (group[name].mention for name in ("ada", "bo", "cy"))
    logged = line_with(digest, "**Logged** (3): ")
    for name in ("ada", "bo", "cy"):
        assert f"{group[name].mention} [log]({group.log_of(name).jump_url})" in logged
    assert line_with(digest, "Thank you, ") == f"Thank you, {ada} {bo} {cy}!"
    assert line_with(digest, "-# 🎉 First logs: ") == f"-# 🎉 First logs: {ada} {bo} {cy}"
    assert set(line_with(digest, "-# 🎉 First reviews: ").split()[-2:]) == {ada, bo}
    assert "▰▱▱ 1 of 3 on the syllabus" in shown_text(digest)
    assert f"> Would one matrix do? – {bo} to {ada}" in shown_text(digest)
    assert f"> What about larger models? – {ada} to {bo}" in shown_text(digest)
    assert [attachment.filename for attachment in digest.attachments] == ["digest.png"]
    assert group.called(digest) == []
    assert_requests_valid(club_server.env)


async def test_the_digest_of_an_anonymous_club_names_no_reviewer(club_server: ClubServer) -> None:
    group, digest = await ended_week(club_server, anonymous=True)
    ada, bo, cy = (group[name].mention for name in ("ada", "bo", "cy"))
    text = shown_text(digest)
    assert line_with(digest, "Thank you, ") == f"Thank you, {ada} {bo} {cy}!"
    assert f"> Would one matrix do? – to {ada}" in text
    assert f"> What about larger models? – to {bo}" in text
    assert "First review" not in text


@pytest.mark.parametrize("presses", [(), ("Delete my reviews too",)])
async def test_an_erased_member_leaves_the_digest_and_its_picture(
    club_server: ClubServer, presses: tuple[str, ...]
) -> None:
    group, digest = await ended_week(club_server)
    before = digest.attachments[0].id
    await erased(club_server, *presses)
    await time_passes(club_server)
    (after,) = group.said("is over")
    assert group["ada"].mention not in shown_text(after)
    assert group.texts["ada"].key_result not in shown_text(after)
    assert [attachment.filename for attachment in after.attachments] == ["digest.png"]
    assert after.attachments[0].id != before
    description = after.attachments[0].description or ""
    assert group.texts["ada"].key_result not in description
