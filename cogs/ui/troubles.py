"""What people read if a message can't be sent: organizers read how to fix it, members what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.outbox.trouble import Trouble

LONGEST = 420  # one sentence has a long link


def for_member(code: str) -> str:
    """Return a sentence or two, without steps that only organizers can take."""
    return t("delivery-trouble-for-members", code=code)


def for_organizers(trouble: Trouble | None) -> str:
    """Return what is wrong and, if they can fix it, how; empty if there is no trouble."""
    if trouble is None:
        return ""
    facts: dict[str, Any] = trouble.facts
    if sentence := facts.get("sentence"):
        return str(sentence)
    said = t(
        "delivery-trouble-for-organizers",
        code=trouble.code,
        missing=[f"**{name}**" for name in facts.get("missing", ())],
        number=str(facts.get("number")),
        reference=str(facts.get("reference")),
        status=str(facts.get("status")),
        text=str(facts.get("text")),
        channel=f"<#{facts.get('channel_id')}>",
        link=str(facts.get("link")),
    )
    return said[:LONGEST]
