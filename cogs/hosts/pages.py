"""What members read about hosting: answers, messages to hosts, and the page of `/host list`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.clubs.club import ClubState
from bot.core.hosts.details import HostNews
from bot.core.hosts.rotation import AnswerState
from cogs.hosts.buttons import HostAction, HostButton, RolePick
from cogs.hosts.lines import cast_line
from cogs.papers.names import short_name
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted, that_fit
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.hosts.views import HostMessage, Overview, SessionView, Volunteered
    from bot.services.papers.papers import Papers

NAMES_ROOM, BUTTONS = 900, 5
# The id of every button names a session. Buttons about taking turns are about none, and name this day.
NO_SESSION = date(2000, 1, 1)


def message_page(message: HostMessage, papers: Papers, key: str, *, calls: bool) -> Page:
    """Return a message to a member about hosting. In a channel, it `calls` them."""
    seen, club_id = message.session, message.club.id
    text = t(
        "hosts-message",
        news=message.news,
        club=plain(message.club.settings.name),
        paper=_paper(seen, papers),
        day=seen.day,
        at=seen.starts_at,
        until=seen.can_accept or seen.starts_at,
    )
    actions = {
        HostNews.ASKED: (HostAction.ACCEPT, HostAction.DECLINE),
        HostNews.TAKEN: (HostAction.CARD, HostAction.DECLINE),
        HostNews.CARD: (HostAction.CARD,),
        HostNews.OFF: (HostAction.STOP,),
    }.get(message.news, (HostAction.DECLINE,))
    row: ui.ActionRow[Any] = ui.ActionRow(*(_button(action, club_id, seen.day, key, message) for action in actions))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), row, accent_color=HOUSE_COLOR)
    return Page(*([ui.TextDisplay(mention(message.member))] if calls else []), container)


def _button(action: HostAction, club_id: int, day: date, key: str | None, message: HostMessage) -> HostButton:
    """A host who declines is not just saying no to a question, so the button says so."""
    is_giving_back = action is HostAction.DECLINE and message.news is not HostNews.ASKED
    label = t("hosts-give-back") if is_giving_back else None
    return HostButton(action, club_id, day, key, label)


def answered_page(seen: SessionView, papers: Papers, key: str | None) -> Page:
    """Return what came of a member's yes or no, and the way back."""
    is_no = seen.answer is AnswerState.DECLINED
    paper, host = _paper(seen, papers), mention(seen.host) if seen.host else None
    text = t("hosts-answered", answer=seen.answer, paper=paper, day=seen.day, at=seen.starts_at, host=host)
    club_id = seen.club.id
    if is_no:
        back = HostButton(HostAction.OFFER, club_id, seen.day, key)
        return TextPage(text, back, HostButton(HostAction.STOP, club_id, seen.day, key))
    # `/host list` has the card, too, but can't be used in a direct message.
    card = [HostButton(HostAction.CARD, club_id, seen.day, key)] if seen.answer is AnswerState.HOSTS else []
    return TextPage(text, *card, HostButton(HostAction.DECLINE, club_id, seen.day, key, t("hosts-give-back")))


def in_channel_page(seen: SessionView, papers: Papers, key: str | None) -> Page:
    """Return what becomes of a call in a channel once the member has said yes. Everybody can read it."""
    host, paper = mention(seen.host) if seen.host else None, _paper(seen, papers)
    text = t("hosts-in-channel", host=host, paper=paper, day=seen.day, at=seen.starts_at)
    giving_back = HostButton(HostAction.DECLINE, seen.club.id, seen.day, key, t("hosts-give-back"))
    return TextPage(text, giving_back)


def assigned_page(seen: SessionView, papers: Papers, organizer_id: int) -> Page:
    host, paper = mention(seen.host or 0), _paper(seen, papers)
    told = "own" if seen.host == organizer_id else "untold" if seen.is_untold else "told"
    return TextPage(t("hosts-assigned", host=host, paper=paper, day=seen.day, at=seen.starts_at, told=told))


def volunteered_page(made: Volunteered) -> Page:
    """Return that the member takes turns, and how to stop."""
    club = made.club
    text = t("hosts-willing", club=plain(club.settings.name), is_new=made.is_new)
    return TextPage(text, HostButton(HostAction.STOP, club.id, club.next_slot or NO_SESSION))


def stopped_page(club_id: int, day: date, key: str | None) -> Page:
    return TextPage(t("hosts-stopped"), HostButton(HostAction.WILLING, club_id, day, key))


def which_to_decline_page(sessions: Sequence[SessionView]) -> Page:
    """Return the question which session is meant."""
    named = [
        HostButton(HostAction.DECLINE, one.club.id, one.day, label=t("hosts-day", day=one.day))
        for one in sessions[:BUTTONS]
    ]
    return TextPage(t("hosts-which"), *named)


def nothing_to_decline_page(overview: Overview) -> Page:
    """Return that the member has no session, and how to be asked no more."""
    first = next((one.day for one in overview.sessions), NO_SESSION)
    stop = [HostButton(HostAction.STOP, overview.club.id, first)] if overview.is_willing else []
    return TextPage(t("hosts-nothing-to-decline", is_willing=overview.is_willing), *stop)


def list_page(overview: Overview, user_id: int, papers: Papers) -> Page:
    """Return who hosts the next sessions, who takes turns, and who hosted the last ones."""
    club = overview.club
    heading = t("hosts-list", club=plain(club.settings.name))
    turns = t("hosts-turns", count=overview.count, is_willing=overview.is_willing)
    if overview.willing:
        turns += "\n-# " + " ".join(counted([mention(member) for member in overview.willing], NAMES_ROOM, " "))
    past = [t("hosts-past", day=one.slot, name=mention(one.member_id)) for one in overview.past]
    texts = [heading, turns, *([t("hosts-history"), *past] if past else [])]
    room = MESSAGE_TEXT - sum(map(len, texts)) - 2 * len(texts)
    ahead = that_fit([_session_line(one, overview, papers) for one in overview.sessions], room)
    body = [heading, *(ahead or [t("hosts-none-planned", is_paused=club.state is ClubState.PAUSED)])]
    container: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(body)), accent_color=HOUSE_COLOR)
    for text in (turns, "\n".join([t("hosts-history"), *past]) if past else ""):
        if text:
            container.add_item(ui.Separator())
            container.add_item(ui.TextDisplay(text))
    for row in _rows(overview, user_id):
        container.add_item(row)
    return Page(container)


def _session_line(one: SessionView, overview: Overview, papers: Papers) -> str:
    asked = overview.asked.get(one.day)
    return t(
        "hosts-session",
        day=one.day,
        paper=_paper(one, papers),
        cast=cast_line(one.cast) or None,
        asked=mention(asked) if asked else None,
        answer=one.answer,
    )


def _rows(overview: Overview, user_id: int) -> list[ui.ActionRow[Any]]:
    """Return what the member can do: volunteer or stop, see their card, and take a role in the next session."""
    club_id, turning = overview.club.id, HostAction.STOP if overview.is_willing else HostAction.WILLING
    if not overview.sessions:
        return [ui.ActionRow(HostButton(turning, club_id, NO_SESSION))]
    following = overview.sessions[0]
    buttons = [HostButton(turning, club_id, following.day)]
    if asked := next((one for one in overview.sessions if one.can_accept), None):
        actions = (HostAction.ACCEPT, HostAction.DECLINE)
        buttons = [*(HostButton(action, club_id, asked.day) for action in actions), *buttons]
    hosted = next((one for one in overview.sessions if one.host == user_id), None)
    if hosted:
        buttons.append(HostButton(HostAction.CARD, club_id, hosted.day))
    rows: list[ui.ActionRow[Any]] = [ui.ActionRow(*buttons)]
    if overview.has_hosts:
        own = next((taken.role for taken in following.cast.roles if taken.member_id == user_id), None)
        taken = frozenset(taken.role for taken in following.cast.roles if taken.member_id != user_id)
        pick = RolePick(club_id, following.day, taken, own)
        rows += [ui.ActionRow(pick)] if pick.item.options else []
    return rows


def _paper(seen: SessionView, papers: Papers) -> str | None:
    return written(short_name(papers, seen.paper_key)) if seen.paper_key else None
