"""The consequence of each of Discord's refusals."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.outbox.entry import Cancelled, Limited, Refused, Threaded, Unclear
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.refusals import UnauthorisedError, lacking, meaning
from cogs.ui.troubles import for_organizers


def refusal(status: int, code: int = 0, *, via: bool = True, retry_after: str = "1") -> discord.HTTPException:
    sent = {"Retry-After": retry_after, **({"Via": "1.1 google"} if via else {})}
    response: Any = SimpleNamespace(status=status, reason="", headers=sent)
    return discord.HTTPException(response, {"code": code, "message": "as Discord words it"})


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (500, 0, Unclear),
        (502, 0, Unclear),
        (504, 0, Unclear),
        (400, 160004, Threaded),
        (400, 160006, Limited),
        (404, 10008, Cancelled),
        (404, 10003, Refused),
        (403, 50001, Refused),
        (403, 50013, Refused),
        (400, 40067, Refused),
        (400, 160005, Refused),
        (400, 50035, Refused),
        (400, 200000, Refused),
    ],
)
def test_each_refusal_has_its_consequence(status: int, code: int, outcome: type) -> None:
    assert isinstance(meaning(refusal(status, code), []), outcome)


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (403, 160005, TroubleCode.LOCKED),
        (400, 160006, TroubleCode.THREADS_FULL),
        (404, 10008, TroubleCode.DELETED),
        (403, 50005, TroubleCode.DELETED),
        (404, 10003, TroubleCode.CHANNEL_GONE),
        (403, 50013, TroubleCode.NO_ACCESS),
        (400, 40067, TroubleCode.TAG),
        (400, 200000, TroubleCode.TEXT),
        (400, 50035, TroubleCode.REFUSED),
    ],
)
def test_members_read_what_each_refusal_is(status: int, code: int, trouble: TroubleCode) -> None:
    outcome = meaning(refusal(status, code), [])
    assert isinstance(outcome, Refused | Limited | Cancelled)
    assert outcome.trouble
    assert outcome.trouble.code is trouble


def test_an_organizer_reads_what_is_missing_and_what_to_do() -> None:
    outcome = meaning(refusal(403, 50013), ["Send Messages", "Attach Files"])
    assert isinstance(outcome, Refused)
    assert outcome == Refused(Trouble(TroubleCode.PERMISSION, {"missing": ["Send Messages", "Attach Files"]}))
    said = for_organizers(outcome.trouble)
    assert "**Send Messages** and **Attach Files**" in said
    assert "Try again" in said


def test_one_missing_permission_is_named_alone() -> None:
    assert "I'm missing **View Channel** in" in for_organizers(lacking(["View Channel"]))


def test_a_limit_delays_as_long_as_discord_says() -> None:
    assert meaning(refusal(429, retry_after="7.5"), []) == Limited(7.5)


def test_a_limit_from_cloudflare_pauses_ten_minutes() -> None:
    assert meaning(refusal(429, via=False), []) == Limited(600)


def test_a_rejected_token_stops_all_sending() -> None:
    with pytest.raises(UnauthorisedError):
        meaning(refusal(401), [])
