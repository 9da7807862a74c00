"""What a member sees of a message, from its components."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import InteractionResult, ResponseMessage

CLICKABLE = re.compile(r"</([a-z0-9_ -]+):\d+>(?: `([^`]+)`)?")
ACTION_ROW, BUTTON, SELECT, TEXT, GALLERY = 1, 2, 3, 10, 12


def answer_to(interaction: InteractionResult) -> ResponseMessage:
    """The message that answered an interaction."""
    assert interaction.response is not None, "the interaction was not answered with a message"
    return interaction.response


def parts(message: Any) -> Iterator[dict[str, Any]]:
    """Every component of a message in reading order, containers before their contents."""
    components = message.components
    yield from _walk([part if isinstance(part, dict) else part.to_dict() for part in components])


def shown_text(message: Any) -> str:
    """Every text of a message in reading order: its content, then its components' texts. Commands are shown by name."""
    return named(raw_text(message))


def raw_text(message: Any) -> str:
    """The same as it is sent, in which a clickable command has its id."""
    texts = [message.content, *(part["content"] for part in parts(message) if part["type"] == TEXT)]
    return "\n".join(text for text in texts if text)


def named(text: str) -> str:
    """A text with clickable commands as our sentences write them: `/log write paper`."""
    return CLICKABLE.sub(lambda found: f"`/{' '.join(filter(None, found.groups()))}`", text)


def clickable_commands(message: Any) -> list[str]:
    """The names of the clickable commands of a message, in reading order."""
    return [found[1] for found in CLICKABLE.finditer(raw_text(message))]


def buttons(message: Any) -> dict[str, str]:
    """The buttons' labels, in order, with their custom id or, for links, their address."""
    found = [part for part in parts(message) if part["type"] == BUTTON]
    return {part["label"]: part.get("custom_id") or part["url"] for part in found}


def buttons_all(message: Any, label: str) -> list[str]:
    """The custom ids of all buttons with this label, in order."""
    return [part["custom_id"] for part in parts(message) if part["type"] == BUTTON and part["label"] == label]


def selects(message: Any) -> list[dict[str, Any]]:
    return [part for part in parts(message) if part["type"] == SELECT]


def pictures(message: Any) -> list[tuple[str, str]]:
    """File name (or address) and alt text of each picture."""
    return [
        (item["media"]["url"].rpartition("/")[2].partition("?")[0], item.get("description") or "")
        for part in parts(message)
        if part["type"] == GALLERY
        for item in part["items"]
    ]


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        if accessory := component.get("accessory"):
            yield accessory
