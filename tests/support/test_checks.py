"""Tests of the checks themselves: a bad request must not pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import limits
from tests.support.discord_api import load_or_skip

CALLBACK = "/interactions/1/token/callback"
MESSAGES = "/channels/1/messages"


def message(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    flags = limits.COMPONENTS_V2 if components else 0
    return {"components": list(components), "flags": flags, "allowed_mentions": {"parse": []}, **more}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(**facts: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": "go", **facts}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (message(content="x" * 2001), "content over 2000"),
        (message(text("x"), content="x"), "beside Components V2"),
        (message(text("x" * 4001)), "4001 characters of text"),
        (message(*[text("x")] * 41), "41 components"),
        (message(text(" ")), "empty text display"),
        (message(row(button()), row(button())), "custom id 'go' 2 times"),
        (message(row(button(label=""))), "neither label nor emoji"),
        (message(row(button(custom_id=""))), "without a custom id"),
        (message(row(button(style=5, url="javascript:x"))), "a link button to"),
        (message(row(*[button(custom_id=str(n)) for n in range(6)])), "one to five buttons"),
        (message(row()), "one to five buttons"),
        (message({"type": 3, "custom_id": "s", "options": []}), "without options"),
        (message({"type": 3, "custom_id": "s", "options": [{"value": "a"}, {"value": "a"}]}), "one value twice"),
        (message({"type": 9, "components": [text("x")]}), "without accessory"),
        (message({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}), "without alt text"),
        ({"content": "x"}, "may mention somebody"),
        ({"content": "x", "allowed_mentions": {"parse": ["everyone"]}}, "may mention somebody"),
        ({"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}}, "may mention somebody"),
        ({"content": "x", "allowed_mentions": {"parse": [], "users": ["1"] * 101}}, "over 100 members"),
    ],
)
def test_a_message_over_a_limit_is_reported(body: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in limits.violations(body, MESSAGES))
    assert any(said in fault for fault in limits.violations({"type": 4, "data": body}, CALLBACK))


def test_only_unprompted_messages_may_ping() -> None:
    naming = {"content": "x", "allowed_mentions": {"parse": [], "roles": ["1"], "users": ["2"]}}
    assert limits.violations(naming, MESSAGES) == []
    assert limits.violations({"name": "Week 1", "message": naming}, "/channels/1/threads") == []
    assert limits.violations({"type": 4, "data": naming}, CALLBACK) == ["may mention somebody"]
    assert limits.violations(naming, "/webhooks/1/token") == ["may mention somebody"]
    assert limits.violations(naming, "/webhooks/1/token/messages/@original") == ["may mention somebody"]


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ([{"name": "x", "value": "x"}] * 26, "26 choices"),
        ([{"name": "", "value": "x"}], "choice name of 0"),
        ([{"name": "x" * 101, "value": "x"}], "choice name of 101"),
        ([{"name": "x", "value": "x" * 101}], "choice value over 100"),
    ],
)
def test_bad_choices_are_reported(choices: list[dict[str, Any]], said: str) -> None:
    assert any(said in fault for fault in limits.violations({"type": 8, "data": {"choices": choices}}, CALLBACK))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ({"name": "Paper", "description": "x"}, "command name"),
        ({"name": "paper", "description": ""}, "no description"),
        (
            {"name": "a", "description": "x", "options": [{"name": "b", "description": "x"}] * 2 + [
                {"name": "c", "description": "x", "required": True}
            ]},
            "required option after",
        ),
        ({"name": "a", "description": "x" * 8001}, "over 8000"),
    ],
)  # fmt: skip
def test_a_bad_command_is_reported(command: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in limits.violations([command], "/applications/1/commands"))


def test_a_good_message_passes() -> None:
    assert limits.violations(message(text("x"), row(button())), MESSAGES) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "/channels/1/message", {}, "no such operation"),
        ("PATCH", "/channels/1/messages", {}, "no such operation"),
        ("POST", MESSAGES, {"components": [{"type": 2, "style": 9, "label": "x"}]}, "$.components[0]"),
        ("POST", CALLBACK, {"type": 4, "data": {"flags": "ephemeral"}}, "$.data.flags"),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "x" * 200, "value": "y"}]}}, "$.data.choices[0]"),
        ("PUT", "/applications/1/commands", [{"name": "paper", "type": 99}], "$[0]"),
    ],
)
def test_a_body_outside_the_description_is_reported(method: str, path: str, body: Any, said: str) -> None:
    found = load_or_skip().violations(method, path, body)
    assert any(said in fault for fault in found), found


def test_an_unknown_parameter_is_reported() -> None:
    assert load_or_skip().violations("GET", "/channels/1/messages", None, {"lmit": 1})
    assert load_or_skip().violations("GET", "/channels/1/messages", None, {"limit": 1}) == []


def test_a_body_within_the_description_passes() -> None:
    assert load_or_skip().violations("POST", MESSAGES, {"content": "hello", "nonce": "1", "enforce_nonce": True}) == []
