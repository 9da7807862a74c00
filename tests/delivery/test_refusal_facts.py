"""What a refusal says about the channel, and how long it delays."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.outbox.entry import Cancelled, Entry, Limited, Outcome, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.pacing import Pacer
from bot.delivery.refusals import LONGEST_TEXT, meaning
from bot.delivery.requests import Requests
from tests.delivery.test_refusals import refusal

GONE = Trouble(TroubleCode.CHANNEL_GONE)


@pytest.mark.parametrize("is_listed", [True, False])
def test_an_unknown_channel_is_deleted_only_if_the_server_no_longer_has_it(*, is_listed: bool) -> None:
    assert meaning(refusal(404, 10003), [], is_listed=is_listed) == Refused(GONE, is_gone=not is_listed)


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (403, 10004, Refused(GONE)),
        (404, 0, Refused(GONE)),
        (403, 50007, Cancelled(Trouble(TroubleCode.DM_REFUSED))),
        (400, 200001, Refused(Trouble(TroubleCode.TEXT))),
        (400, 160006, Limited(3600, Trouble(TroubleCode.THREADS_FULL))),
        (400, 50035, Refused(Trouble(TroubleCode.REFUSED, {"number": 50035, "text": "as Discord words it"}))),
    ],
)
def test_each_refusal_keeps_its_facts(status: int, code: int, outcome: Outcome) -> None:
    assert meaning(refusal(status, code), []) == outcome


def test_missing_permissions_are_named_only_if_discord_forbids() -> None:
    missing = ["Send Messages"]
    assert meaning(refusal(404), missing) == Refused(GONE)
    assert meaning(refusal(403), missing) == Refused(Trouble(TroubleCode.PERMISSION, {"missing": missing}))


def test_discords_message_is_shortened() -> None:
    error = refusal(400, 50035)
    error.text = "x" * 1000
    outcome = meaning(error, [])
    assert isinstance(outcome, Refused)
    assert outcome.trouble.facts["text"] == "x" * 120


def test_a_limit_without_a_time_delays_five_seconds() -> None:
    response: Any = SimpleNamespace(status=429, reason="", headers={"Via": "1.1 google"})
    error = discord.HTTPException(response, "slower")
    assert meaning(error, []) == Limited(5)


@pytest.mark.parametrize(
    ("kind", "is_outage", "outcome"),
    [
        (Kind.POST, False, Refused(GONE, is_gone=True)),
        (Kind.LOG, False, Refused(Trouble(TroubleCode.THREAD_GONE), is_gone=True)),
        # During an outage, what the bot knows of the server has no channels.
        (Kind.LOG, True, Refused(GONE)),
    ],
)
async def test_what_is_gone_is_the_place_of_the_message(kind: Kind, outcome: Outcome, *, is_outage: bool) -> None:
    async def refused() -> Outcome:
        raise refusal(404, 10003)

    server = SimpleNamespace(unavailable=is_outage, get_channel_or_thread=lambda _channel: None)
    bot: Any = SimpleNamespace(get_guild=lambda _server: server)
    entry = Entry(1, "00c1ab00-x", kind, 1, 1, 2, 3, is_forum=False, wants_thread=False)
    assert await Requests(bot, Pacer()).outcome(entry, refused) == outcome


def test_of_what_discord_says_only_the_beginning_is_kept() -> None:
    refused = refusal(400, 50035)
    refused.text = "x" * 500
    outcome = meaning(refused, [])
    assert isinstance(outcome, Refused)
    assert outcome.trouble.facts == {"number": 50035, "text": "x" * LONGEST_TEXT}
