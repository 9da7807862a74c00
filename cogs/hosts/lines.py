"""Lines about a session's host and roles, for the pages of a week. Empty for a session without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.mentions import mention
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.hosts.roles import Cast


def cast_line(cast: Cast) -> str:
    """Return who hosts, and who has which role."""
    hosting = [t("hosts-line", role="host", name=mention(cast.host))] if cast.host else []
    roles = [t("hosts-line", role=taken.role, name=mention(taken.member_id)) for taken in cast.roles]
    return " · ".join([*hosting, *roles])


def thanks_to_hosts(casts: Iterable[Cast]) -> str:
    """Return the digest's thanks to the week's hosts."""
    hosts = dict.fromkeys(cast.host for cast in casts if cast.host)
    return t("hosts-thanks", names=[mention(host) for host in hosts]) if hosts else ""
