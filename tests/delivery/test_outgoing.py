"""Markers are found wherever they are, and messages mention only the members they name."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.delivery.outgoing import OutgoingMessage, is_marked


@pytest.mark.parametrize(
    ("components", "found"),
    [
        ([{"type": 17, "components": [{"type": 1, "components": [{"custom_id": "pc:weeks:in:v1:k-1-post"}]}]}], True),
        ([{"custom_id": "k-1-post"}], True),
        ([{"custom_id": "pc:weeks:in:v1:k-11-post"}, {"custom_id": "pc:weeks:k-1-post:v1:x"}, {"type": 10}], False),
        ([], False),
    ],
)
def test_the_marker_is_the_end_of_any_custom_id(components: list[dict[str, Any]], found: bool) -> None:
    assert is_marked(components, "k-1-post") is found


def test_only_named_members_are_mentioned() -> None:
    outgoing = OutgoingMessage(discord.ui.LayoutView(), role_ids=(7,), user_ids=(8, 9))
    mentions = outgoing.allowed_mentions.to_dict()
    assert (mentions["parse"], mentions["roles"], mentions["users"]) == ([], [7], [8, 9])


def test_more_members_than_discord_allows_to_call_are_only_shown() -> None:
    """Discord refuses the whole message otherwise."""
    outgoing = OutgoingMessage(discord.ui.LayoutView(), user_ids=tuple(range(1, 102)))
    assert outgoing.allowed_mentions.to_dict()["users"] == list(range(1, 101))


def test_an_invalid_thread_name_is_refused_before_sending() -> None:
    with pytest.raises(ValueError, match="100 characters"):
        OutgoingMessage(discord.ui.LayoutView(), thread_name="x" * 101)
