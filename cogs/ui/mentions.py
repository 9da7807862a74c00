"""How a message names members: by a mention, which Discord shows as their name there."""

from __future__ import annotations

from bot.core.privacy.member_data import is_erased
from cogs.ui.wording import t


def mention(user_id: int, *, is_first: bool = False) -> str:
    """Return a mention, or words for a member who was erased; `is_first` if a sentence begins with it."""
    return t("ui-former-member", is_first=is_first) if is_erased(user_id) else f"<@{user_id}>"
