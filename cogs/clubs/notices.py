"""The message that tells organizers that something could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.details import NoticeDetails
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import EVENTS
from bot.delivery.outgoing import OutgoingMessage
from cogs.clubs.buttons import RetryButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.troubles import for_organizers
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry


def notice_message(notice: Entry, about: Entry, club: Club) -> OutgoingMessage:
    """Return a message that names the club and what is held up, with the fix. It pings the organizer role, if any.

    If people who may not know about the club can read it, it reveals neither the club nor its place.
    """
    role_id, is_open = club.settings.organiser_role_id, bool(NoticeDetails.of(notice).is_open)
    text = t(
        "clubs-notice",
        whose=t("clubs-a-club") if is_open else plain(club.settings.name),
        kind=about.kind,
        is_twice=about.state is EntryState.DONE,
        channel=None if is_open or about.kind in EVENTS else f"<#{about.channel_id}>",
        call=f"<@&{role_id}>" if role_id else None,
        trouble=for_organizers(about.trouble),
    )
    page = TextPage(text, RetryButton(club.id, notice.key), color=WARNING_COLOR)
    return OutgoingMessage(page, role_ids=(role_id,) if role_id else ())
