"""A log or a review is stored first, then confirmed to its writer, then posted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from cogs.ui.form_flow import FormFlow
from tests.cogs.test_paper_logs import messages_of_logs
from tests.cogs.test_reviews import reviewing
from tests.support.log_forms import LORA, send, week_begins
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


@pytest.fixture
def seen_at_confirmation(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """During a form's confirmation, wake the outbox worker, let it finish, and call `look`."""
    watch: dict[str, Any] = {"look": lambda: 0, "seen": [], "server": None}
    send_message = discord.InteractionResponse.send_message

    async def confirm(response: Any, *args: Any, **facts: Any) -> Any:
        if watch["server"]:
            outbox_worker = watch["server"].bot.outbox_worker
            outbox_worker.wake()
            await outbox_worker.rest()
            watch["seen"].append(watch["look"]())
        return await send_message(response, *args, **facts)

    monkeypatch.setattr(discord.InteractionResponse, "send_message", confirm)
    return watch


async def test_a_log_is_posted_only_once_its_author_was_told(
    club_server: ClubServer, seen_at_confirmation: dict[str, Any]
) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")
    seen_at_confirmation.update(server=club_server, look=lambda: len(messages_of_logs(club_server)))
    answer = await send(club_server.ada, shown, LORA)
    await club_server.delivered()
    assert "Saved as version 1" in shown_text(answer_to(answer))
    assert seen_at_confirmation["seen"] == [0]
    assert len(messages_of_logs(club_server)) == 1


async def test_a_new_version_is_shown_only_once_its_author_was_told(
    club_server: ClubServer, seen_at_confirmation: dict[str, Any]
) -> None:
    await week_begins(club_server)
    await send(club_server.ada, await club_server.ada.slash(club_server.lobby, "log write"), LORA)
    await club_server.delivered()
    shown = await club_server.ada.slash(club_server.lobby, "log edit")
    changed = {**asdict(LORA), "limitation": "Which rank a layer needs is left to trial."}
    seen_at_confirmation.update(
        server=club_server, look=lambda: "left to trial" in shown_text(messages_of_logs(club_server)[0])
    )
    await club_server.ada.submit_modal(shown, changed)
    await club_server.delivered()
    assert seen_at_confirmation["seen"] == [False]
    assert "left to trial" in shown_text(messages_of_logs(club_server)[0])


async def test_a_review_is_posted_only_once_its_writer_was_told(
    club_server: ClubServer, seen_at_confirmation: dict[str, Any]
) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    seen_at_confirmation.update(server=club_server, look=lambda: len(group.reviews_of("bo")))
    await group.send_review("ada", shown, "bo")
    assert seen_at_confirmation["seen"] == [0]
    assert len(group.reviews_of("bo")) == 1


async def test_a_lost_confirmation_does_not_hold_up_the_post(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the process ends at that moment, nobody releases the post; it becomes due by itself."""
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")

    async def never(_actions: Any, _interaction: Any) -> None:
        """The process ends before it can confirm."""

    monkeypatch.setattr(FormFlow, "deliver", never)
    await send(club_server.ada, shown, LORA)
    await club_server.delivered()
    assert messages_of_logs(club_server) == []
    await club_server.pass_by(timedelta(seconds=10))
    assert len(messages_of_logs(club_server)) == 1
