"""Before a direct message changes anything in a server, the bot asks Discord whether the user is still a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.log_forms import LORA, destination_said, filled, send, week_begins
from tests.support.logs import text_by
from tests.support.private_channels import hide_from
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def with_a_log(server: ClubServer) -> tuple[Any, Any, Any]:
    """A member with a log in the club's thread, and the log's message."""
    await week_begins(server)
    user = server.env.create_user("nia")
    nia = server.guild.add_member(user)
    await send(nia, await nia.slash(server.lobby, "log write"), LORA)
    await server.delivered()
    (message,) = server.said_in(server.threads[0])
    return user, nia, message


def message_text(server: ClubServer) -> str:
    return shown_text(server.said_in(server.threads[0])[0])


def asked_for_members(server: ClubServer, user: Any) -> int:
    return len(server.requests("GET", f"/guilds/{server.guild.id}/members/{user.id}"))


async def test_a_member_edits_their_log_in_a_direct_message(club_server: ClubServer) -> None:
    user, _, _ = await with_a_log(club_server)
    shown = await user.slash("log edit")
    assert f"It changes your log in **Sunday papers**, <#{club_server.threads[0].id}>." in destination_said(shown)
    assert "Saved as version 2" in shown_text(answer_to(await send(user, shown, text_by(2))))
    await club_server.delivered()
    assert "case 2" in message_text(club_server)


async def test_a_removed_member_keeps_their_text_and_changes_nothing(club_server: ClubServer) -> None:
    user, nia, _ = await with_a_log(club_server)
    opened_before = await user.slash("log edit")
    club_server.guild.remove_member(nia)
    await club_server.env.settle()
    before = message_text(club_server)
    shown = await user.slash("log edit")
    assert filled(shown)["Problem"] == LORA.problem
    assert destination_said(shown) == "It stays a draft for now, because it can't be posted."
    for form, text in ((opened_before, text_by(2)), (shown, text_by(3))):
        kept = shown_text(answer_to(await send(user, form, text)))
        assert "You can't see that log's club" in kept
        assert "Your text is kept as a draft" in kept
    await club_server.delivered()
    assert message_text(club_server) == before
    page = answer_to(await user.slash("log mine"))
    told = shown_text(page)
    assert "in a club you can't see right now" in told
    assert LORA.problem[:40] in told
    assert "case 3" in told
    assert "Sunday papers" not in told
    assert str(club_server.threads[0].id) not in told
    shown_log = answer_to(await user.click(page, label="Show"))
    assert LORA.approach in shown_text(shown_log)
    assert list(buttons(shown_log)) == ["Edit"]
    refused = await user.slash("log delete", log="lora")
    assert "You can't see that log's club" in answer_to(refused).content


async def test_a_member_who_may_no_longer_view_the_channel_changes_nothing(club_server: ClubServer) -> None:
    user, nia, _ = await with_a_log(club_server)
    await hide_from(club_server.env, club_server.channel, nia)
    before = message_text(club_server)
    for actor, where in ((user, ()), (nia, (club_server.lobby,))):
        shown = await actor.slash(*where, "log edit")
        kept = shown_text(answer_to(await send(actor, shown, text_by(len(where)))))
        assert "You can't see that log's club" in kept
        assert "Sunday papers" not in shown_text(answer_to(await actor.slash(*where, "log mine")))
    await club_server.delivered()
    assert message_text(club_server) == before


async def test_a_draft_is_posted_once_its_author_may_view_the_channel_again(club_server: ClubServer) -> None:
    user, nia, _ = await with_a_log(club_server)
    club_server.guild.remove_member(nia)
    kept = await send(user, await user.slash("log edit"), text_by(2))
    again = club_server.guild.add_member(user)
    await club_server.env.settle()
    draft = await user.click(answer_to(kept), label="Edit")
    assert "It changes your log" not in destination_said(draft)
    assert "It goes to **Sunday papers**, week 1" in destination_said(draft)
    assert "Saved as version 2" in shown_text(answer_to(await send(user, draft, text_by(2))))
    await club_server.delivered()
    assert "case 2" in message_text(club_server)
    assert again.id == user.id


async def test_one_member_cannot_cause_endless_requests(club_server: ClubServer) -> None:
    user, _, _ = await with_a_log(club_server)
    before = asked_for_members(club_server, user)
    for _ in range(25):
        assert "Sunday papers" in shown_text(answer_to(await user.slash("log mine")))
    assert asked_for_members(club_server, user) - before == 10
    await club_server.env.advance_time(61)
    await user.slash("log mine")
    assert asked_for_members(club_server, user) - before == 11
