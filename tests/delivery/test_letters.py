"""Markers are found wherever they stand, and letters mention nobody whom they do not name."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.delivery.letters import Letter, is_marked


@pytest.mark.parametrize(
    ("components", "found"),
    [
        ([{"type": 17, "components": [{"type": 1, "components": [{"custom_id": "pc:weeks:in:v1:k-1-post"}]}]}], True),
        ([{"custom_id": "k-1-post"}], True),
        ([{"custom_id": "pc:weeks:in:v1:k-11-post"}, {"custom_id": "pc:weeks:k-1-post:v1:x"}, {"type": 10}], False),
        ([], False),
    ],
)
def test_the_marker_is_the_last_part_of_any_custom_id(components: list[dict[str, Any]], found: bool) -> None:
    assert is_marked(components, "k-1-post") is found


def test_only_those_named_are_mentioned() -> None:
    letter = Letter(discord.ui.LayoutView(), role_ids=(7,), user_ids=(8, 9))
    mentions = letter.allowed_mentions.to_dict()
    assert (mentions["parse"], mentions["roles"], mentions["users"]) == ([], [7], [8, 9])


def test_a_thread_name_that_discord_would_refuse_is_refused_here() -> None:
    with pytest.raises(ValueError, match="100 characters"):
        Letter(discord.ui.LayoutView(), thread_name="x" * 101)
