"""Take the mentions of an erased member out of a message that Discord keeps. Pure."""

from __future__ import annotations

import re
from typing import Any

# What may come before the first word of a line.
LINE_MARKS = "#>-* "


def without_mentions(components: list[dict[str, Any]], user_id: int, called: str) -> list[dict[str, Any]]:
    """Return a message's raw components with `called` in place of every mention of the user.

    It begins with a capital letter where a line begins with it. Nothing else changes.
    """
    mention = re.compile(rf"<@!?{user_id}>")
    return [_redacted(component, mention, called) for component in components]


def _redacted(part: Any, mention: re.Pattern[str], called: str) -> Any:
    if isinstance(part, list):
        return [_redacted(one, mention, called) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: _value(name, value, mention, called) for name, value in part.items()}


def _value(name: str, value: Any, mention: re.Pattern[str], called: str) -> Any:
    if name == "content" and isinstance(value, str):
        return mention.sub(lambda found: _as_it_reads(found, called), value)
    return _redacted(value, mention, called)


def _as_it_reads(found: re.Match[str], called: str) -> str:
    line = found.string[: found.start()].rpartition("\n")[2]
    return called if line.strip(LINE_MARKS) else f"{called[:1].upper()}{called[1:]}"
