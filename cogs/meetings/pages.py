"""What members read about meetings: lines on other pages, the reminder, and the words of the Discord event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.meetings.event import LONGEST_DESCRIPTION, LONGEST_TITLE, event_marker
from bot.core.meetings.links import host_of
from cogs.next_step.buttons import NextStepButton
from cogs.ui.addresses import post_address
from cogs.ui.escaping import clip, link, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.meetings.plan import MeetingPlan, Place
    from bot.core.meetings.session import SessionMeeting
    from bot.core.papers.paper import Paper
    from bot.core.weeks.note import Part
    from bot.services.meetings.changes import MeetingChange
    from bot.services.meetings.service import EventToSend, MeetingToRemindOf

LONGEST_PAPER = 60


def meeting_line(server_id: int, session: SessionMeeting | None, part: Part | None = None) -> str:
    """Return when and where the session meets, with its event; empty if it doesn't."""
    if session is None or not session.is_planned:
        return ""
    event = event_address(server_id, session)
    return t(
        "meetings-line",
        part=part.number if part else None,
        of=part.of if part else None,
        at=session.meeting.starts_at,
        place=place_text(session.meeting.place),
        event=f"[{t('meetings-the-event')}]({event})" if event else None,
    )


def plan_line(plan: MeetingPlan | None) -> str:
    """Return when and where a club meets; empty if it doesn't."""
    if plan is None:
        return ""
    place, at = place_text(plan.place), f"{plan.at:%H:%M}"
    return t("meetings-plan", place=place, weekday=plan.weekday, time=at, minutes=plan.minutes)


def change_lines(changes: Sequence[MeetingChange], plan: MeetingPlan | None) -> list[str]:
    """Return what becomes of each meeting, for an organizer who changed the club."""
    return [
        t("meetings-change", change=_kind(one, plan), before=one.before, after=one.after, is_told=one.is_told)
        for one in changes
    ]


def _kind(change: MeetingChange, plan: MeetingPlan | None) -> str:
    if change.before is None:
        return "back"
    if change.after is None:
        return "off" if plan else "ends"
    return "stays" if change.before == change.after else "moves"


def place_text(place: Place | None) -> str | None:
    """Return a mention of the channel, or a link that shows where it goes."""
    if place is None:
        return None
    return f"<#{place.channel_id}>" if place.channel_id else link(host_of(place.link), place.link)


def event_address(server_id: int, session: SessionMeeting) -> str:
    """Return the address of the session's event; empty if there is none."""
    return f"https://discord.com/events/{server_id}/{session.event_id}" if session.event_id else ""


def reminder_page(found: MeetingToRemindOf, key: str, short_name: str, members: Sequence[int]) -> Page:
    """Return the reminder, or the word that there is no meeting. Its time is right whenever it is read."""
    meeting, paper = found.session.meeting, written(short_name)
    if found.is_off:
        text = t("meetings-off", at=meeting.starts_at, paper=paper)
        return _called(text, ui.ActionRow(NextStepButton(key)), members)
    place = place_text(meeting.place)
    news = "moved" if found.is_moved else "back" if found.is_back else None
    text = t("meetings-reminder", at=meeting.starts_at, news=news, paper=paper, place=place)
    buttons: list[ui.Item[Any]] = []
    if event := event_address(found.club.server_id, found.session):
        buttons.append(ui.Button(style=discord.ButtonStyle.link, label=t("meetings-open-event"), url=event))
    if meeting.place and meeting.place.link:
        buttons.append(ui.Button(style=discord.ButtonStyle.link, label=t("meetings-join"), url=meeting.place.link))
    return _called(text, ui.ActionRow(*buttons, NextStepButton(key)), members)


def _called(text: str, row: ui.ActionRow[Any], members: Sequence[int]) -> Page:
    """Return a page that pings these members."""
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), row, accent_color=HOUSE_COLOR)
    calls = " ".join(that_fit([mention(member) for member in members], MESSAGE_TEXT - len(text), " "))
    return Page(ui.TextDisplay(calls), container) if calls else Page(container)


def event_name(to_send: EventToSend, short_name: str) -> str:
    """Return the event's name, which is shown as it is written."""
    facts = to_send.facts
    part, paper = facts.part, clip(short_name, LONGEST_PAPER)
    named = t(
        "meetings-event-name",
        club=facts.club_name,
        number=facts.number,
        part=part.number if part else None,
        of=part.of if part else None,
        paper=paper,
    )
    return clip(named, LONGEST_TITLE)


def event_description(to_send: EventToSend, paper: Paper | None, short_name: str, key: str) -> str:
    """Return the event's description. It ends with the marker of the entry that made the event."""
    post = post_address(to_send.club.server_id, to_send.week)
    marker = t("meetings-event-marker", marker=event_marker(key))
    title = written(clip(paper.title if paper else short_name, LONGEST_DESCRIPTION // 2))
    text = t("meetings-event-description", paper=title, post=post or None)
    return f"{clip(text, LONGEST_DESCRIPTION - len(marker) - 2)}\n\n{marker}"
