"""What follows from each of Discord's refusals."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.outbox import Limited, Refused, Threaded, Unclear, Withdrawn
from bot.core.troubles import Trouble
from bot.delivery.refusals import UnauthorisedError, lacking, meaning


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
        (404, 10008, Withdrawn),
        (404, 10003, Refused),
        (403, 50001, Refused),
        (403, 50013, Refused),
        (400, 40067, Refused),
        (400, 160005, Refused),
        (400, 50035, Refused),
        (400, 200000, Refused),
    ],
)
def test_each_has_its_consequence(status: int, code: int, outcome: type) -> None:
    assert isinstance(meaning(refusal(status, code), []), outcome)


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (403, 160005, Trouble.LOCKED),
        (400, 160006, Trouble.THREADS_FULL),
        (404, 10008, Trouble.DELETED),
        (403, 50005, Trouble.DELETED),
        (404, 10003, Trouble.CHANNEL_GONE),
        (403, 50013, Trouble.PERMISSION),
        (400, 40067, Trouble.TAG),
        (400, 200000, Trouble.TEXT),
        (400, 50035, Trouble.OTHER),
    ],
)
def test_each_is_told_to_members_as_what_it_is(status: int, code: int, trouble: Trouble) -> None:
    outcome = meaning(refusal(status, code), [])
    assert isinstance(outcome, Refused | Limited | Withdrawn)
    assert outcome.trouble is trouble


def test_an_organiser_reads_what_is_missing_and_what_to_do() -> None:
    outcome = meaning(refusal(403, 50013), ["Send Messages", "Attach Files"])
    assert isinstance(outcome, Refused)
    assert "**Send Messages** and **Attach Files**" in outcome.reason
    assert "Try again" in outcome.reason


def test_one_missing_permission_is_named_alone() -> None:
    assert "I lack **View Channel** in" in lacking(["View Channel"])


def test_a_limit_is_waited_out_as_long_as_discord_says() -> None:
    assert meaning(refusal(429, retry_after="7.5"), []) == Limited(7.5)


def test_the_wall_in_front_of_discord_pauses_ten_minutes() -> None:
    assert meaning(refusal(429, via=False), []) == Limited(600)


def test_a_refused_token_stops_everything() -> None:
    with pytest.raises(UnauthorisedError):
        meaning(refusal(401), [])
