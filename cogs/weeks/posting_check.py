"""Whether the bot can post in a club's channel, checked before an organizer's decision that posts something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.permissions import missing_permissions
from cogs.clubs.channels import bold, require_known
from cogs.clubs.choosing import server_of
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from cogs.ui.interactions import ClubInteraction


def require_may_post(interaction: ClubInteraction, club: Club) -> None:
    """Raise SaidError if Discord would refuse a message in the club's channel, so that the organizer knows at once."""
    server = server_of(interaction)
    require_known(server)
    channel = server.get_channel(club.settings.channel_id)
    if channel is None:
        raise SaidError(t("weeks-channel-unseen"))
    if lacking := missing_permissions(channel):
        raise SaidError(t("weeks-permissions-missing", missing=bold(lacking), channel=channel.mention))
