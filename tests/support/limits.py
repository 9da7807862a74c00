"""Discord's limits that are missing from its API description or stated there per field only, from the documentation."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPONENTS_V2 = 1 << 15
NAMED_USERS = 100
CONTENT, V2_TEXT, V2_COMPONENTS = 2000, 4000, 40
ROW, BUTTON, STRING_SELECT, SECTION, TEXT, GALLERY = 1, 2, 3, 9, 10, 12
LINK_STYLE = 5
ROW_BUTTONS = 5
COMMAND_CHARACTERS = 8000
COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")
MESSAGE_CALLBACKS = {4, 7}


def violations(body: Any, path: str = "") -> list[str]:
    """Every violated limit in one request's JSON, one sentence each."""
    if isinstance(body, list):
        return [fault for command in body for fault in _command(command)]
    if not isinstance(body, dict):
        return []
    kind, data = body.get("type"), body.get("data")
    if path.endswith("/callback"):
        return list(_callback(kind, data)) if isinstance(data, dict) else []
    if path.endswith("/threads"):
        return list(_message(body["message"], may_name=True)) if "message" in body else []
    is_message = path.endswith(("/messages", "/@original")) or re.search(r"/webhooks/\d+/[^/]+$", path)
    # Messages that the bot sends by itself, such as posts and reminders, ping the members they name. Answers ping
    # nobody.
    may_name = re.fullmatch(r"/channels/\d+/messages", path) is not None
    return list(_message(body, may_name=may_name)) if is_message else []


def _callback(kind: Any, data: dict[str, Any]) -> Iterator[str]:
    if "choices" in data:
        yield from _choices(data["choices"])
    elif kind in MESSAGE_CALLBACKS:
        yield from _message(data)


def _message(message: dict[str, Any], *, may_name: bool = False) -> Iterator[str]:
    is_v2 = bool((message.get("flags") or 0) & COMPONENTS_V2)
    if len(message.get("content") or "") > CONTENT:
        yield f"content over {CONTENT} characters"
    if is_v2 and (message.get("content") or message.get("embeds")):
        yield "content or embeds beside Components V2"
    yield from _mentions(message.get("allowed_mentions"), may_name=may_name)
    components = list(_walk(message.get("components") or []))
    if len(components) > V2_COMPONENTS:
        yield f"{len(components)} components, over {V2_COMPONENTS}"
    text = sum(len(part["content"]) for part in components if part["type"] == TEXT)
    if text > V2_TEXT:
        yield f"{text} characters of text, over {V2_TEXT}"
    ids = Counter(part["custom_id"] for part in components if part.get("custom_id"))
    yield from (f"custom id {name!r} {count} times" for name, count in ids.items() if count > 1)
    for part in components:
        yield from _component(part)


def _mentions(allowed: dict[str, Any] | None, *, may_name: bool) -> Iterator[str]:
    """Only named members, each by id, and never anyone that a text happens to mention."""
    named = [*allowed.get("roles", []), *allowed.get("users", [])] if allowed else []
    if allowed is None or allowed.get("parse") or (named and not may_name):
        yield "may mention somebody"
    if len(allowed.get("users", []) if allowed else []) > NAMED_USERS:
        yield f"over {NAMED_USERS} members named"


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components") or [])
        if component.get("accessory"):
            yield component["accessory"]


def _component(part: dict[str, Any]) -> Iterator[str]:
    check = CHECKS.get(part["type"])
    if check:
        yield from check(part)


def _row(row: dict[str, Any]) -> Iterator[str]:
    kinds = [child["type"] for child in row["components"]]
    if not kinds or len(kinds) > (ROW_BUTTONS if set(kinds) == {BUTTON} else 1):
        yield "an action row takes one to five buttons or one select"


def _button(button: dict[str, Any]) -> Iterator[str]:
    if not button.get("label") and not button.get("emoji"):
        yield "a button with neither label nor emoji"
    if button.get("style") != LINK_STYLE and not button.get("custom_id"):
        yield "a button without a custom id"
    if button.get("style") == LINK_STYLE and not re.match(r"(https?|discord)://", button.get("url") or ""):
        yield f"a link button to {button.get('url')!r}"


def _select(select: dict[str, Any]) -> Iterator[str]:
    values = [option["value"] for option in select.get("options", [])]
    if not values:
        yield "a select without options"
    if len(set(values)) != len(values):
        yield "a select with one value twice"


def _section(section: dict[str, Any]) -> Iterator[str]:
    if not section.get("accessory"):
        yield "a section without accessory"


def _text(text: dict[str, Any]) -> Iterator[str]:
    if not text["content"].strip():
        yield "an empty text display"


def _gallery(gallery: dict[str, Any]) -> Iterator[str]:
    yield from ("a picture without alt text" for item in gallery["items"] if not item.get("description"))


CHECKS: dict[int, Callable[[dict[str, Any]], Iterator[str]]] = {
    ROW: _row,
    BUTTON: _button,
    STRING_SELECT: _select,
    SECTION: _section,
    TEXT: _text,
    GALLERY: _gallery,
}


def _choices(choices: list[dict[str, Any]]) -> Iterator[str]:
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100:
            yield f"choice name of {len(choice['name'])} characters"
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            yield "choice value over 100 characters"
    if len(choices) > 25:
        yield f"{len(choices)} choices, over 25"


def _command(command: dict[str, Any]) -> Iterator[str]:
    name = command["name"]
    is_slash = command.get("type", 1) == 1
    if is_slash and (not COMMAND_NAME.match(name) or name != name.lower()):
        yield f"command name {name!r}"
    if is_slash and not command.get("description"):
        yield f"/{name} has no description"
    options = command.get("options") or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"/{name} has a required option after an optional one"
    characters = len(name) + len(command.get("description") or "")
    for option in options:
        characters += len(option["name"]) + len(option["description"])
        characters += sum(len(choice["name"]) + len(str(choice["value"])) for choice in option.get("choices") or [])
    if characters > COMMAND_CHARACTERS:
        yield f"/{name} has {characters} characters, over {COMMAND_CHARACTERS}"
