"""What erasures do to the bot's own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.privacy.details import ErasureDetails
from bot.delivery.outgoing import Redaction, Removal
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from cogs.ui.dependencies import Dependencies


class ErasureComposers:
    """Each answers None where there is nothing left to do."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._erasures = dependencies.services.erasures

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {Kind.DELETE: self.removal, Kind.UNMENTION: self.redaction}

    async def removal(self, entry: Entry) -> Removal | None:
        return Removal(ErasureDetails.of(entry).message_id)

    async def redaction(self, entry: Entry) -> Redaction | None:
        """The message keeps everything but the member's name."""
        details = ErasureDetails.of(entry)
        user_id = await self._erasures.user_of(details.erasure_id)
        if user_id is None:
            return None
        return Redaction(details.message_id, user_id, t("ui-former-member", is_first=False))
