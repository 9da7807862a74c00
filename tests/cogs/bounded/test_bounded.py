"""No page exceeds Discord's limits: every builder runs with the largest data that the rules allow."""

from __future__ import annotations

import asyncio
from reprlib import Repr
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, find, given, settings
from hypothesis import strategies as st

from bot.delivery.outgoing import OutgoingMessage
from cogs.reviews.messages import review_reminder_page
from cogs.ui.replies import Page
from tests.cogs.bounded.builders import asks_discord, builders, composers
from tests.cogs.bounded.checks import faults_in
from tests.cogs.bounded.clubhouse import SNOWFLAKE
from tests.cogs.bounded.largest import NoStrategyError, arguments
from tests.cogs.bounded.stand_in import letters_to_write
from tests.cogs.test_week_pages import viewed

NOT_PLAYED: set[str] = set()
PLAYED = sorted(name for name in builders() if name not in NOT_PLAYED)
PLAYS = settings(
    derandomize=True,
    database=None,
    max_examples=12,
    phases=[Phase.generate],
    verbosity=Verbosity.quiet,  # an example is hundreds of thousands of characters
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", PLAYED)
def test_no_page_is_over_a_limit(name: str) -> None:
    builder = builders()[name]

    @PLAYS
    @given(st.composite(arguments)(builder, name))
    def play(taken: dict[str, Any]) -> None:
        assert faults_in(builder(**taken)) == [], f"{name} with {shortly(taken)}"

    play()


@pytest.mark.parametrize("name", sorted(composers()))
def test_no_unprompted_message_is_over_a_limit(name: str) -> None:
    @PLAYS
    @given(st.data())
    def play(data: st.DataObject) -> None:
        draw = data.conjecture_data.draw  # without the notes of `data.draw`, of which there are thousands
        for method, entry in letters_to_write(draw, composers()[name], name):
            assert faults_in(loop.run(method(entry))) == [], f"{name}.{method.__name__} with {shortly(entry)}"

    with asyncio.Runner() as loop:
        play()


def shortly(value: Any) -> str:
    """Shorten long texts, for readable failures."""
    shown = Repr()
    shown.maxstring, shown.maxother, shown.maxdict = 30, 600, 12
    return shown.repr(value)


def test_only_builders_that_ask_discord_are_left_out() -> None:
    assert {name for name in builders() if asks_discord(builders()[name])} == NOT_PLAYED


def test_a_builder_without_a_strategy_is_named() -> None:
    def new_page(verse: str) -> Page:
        return Page()

    def other_page(place: complex) -> Page:
        return Page()

    for builder, said in (
        (new_page, r'new_page takes the text verse.*\("new_page", "verse"\)'),
        (other_page, "takes place"),
    ):
        builder.__annotations__ = {name: eval(hint) for name, hint in builder.__annotations__.items()}  # noqa: S307
        with pytest.raises(NoStrategyError, match=said):
            find(st.composite(arguments)(builder, f"cogs.new.{builder.__name__}"), lambda _: True)


def test_an_unprompted_message_pings_no_more_members_than_discord_allows_and_names_each() -> None:
    members = range(SNOWFLAKE, SNOWFLAKE + 150)
    assert len(OutgoingMessage(Page(), user_ids=tuple(members)).allowed_mentions.to_dict()["users"]) == 100
    page = review_reminder_page(viewed("lora"), "abcd1234-260104-review-reminder", members[:100], [])
    assert all(f"<@{member}>" in str(page.to_components()) for member in members[:100])
