"""Notes on a log whose message is held up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.paper_logs.views import LogView


def delivery_note(view: LogView) -> str:
    """Return what members see in the meantime, without a period."""
    if view.is_message_gone:
        return t("weeks-log-delivery", shown="nothing")
    if view.log.message_id is None:
        return t("weeks-log-delivery", shown="not-yet")
    return t("weeks-log-delivery", shown="withdrawn" if view.log.is_withdrawn else "earlier")
