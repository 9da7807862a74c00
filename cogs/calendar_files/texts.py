"""The words of a club's calendar, and its bytes: the same for a file and for the feed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.core.calendar_files.calendar import EventText, calendar_of
from bot.core.calendar_files.sessions import SessionStatus
from bot.core.week_links.passcodes import passcodes_in, without_passcodes
from cogs.ui.addresses import channel_address, post_address
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.calendar_files.sessions import CalendarSession
    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Place
    from bot.services.calendar_files.service import ClubCalendar
    from bot.services.papers.papers import Papers

ENDING, LONGEST_NAME = ".ics", 40


def ics_of(calendar: ClubCalendar, papers: Papers, *, is_feed: bool = False) -> bytes:
    """Return the file. It is the same to the last byte until something changes.

    A feed is fetched and kept by calendar programs' servers, so it leaves passwords out.
    """
    events = [(told, event_text(calendar.club, session, papers, is_feed=is_feed)) for told, session in calendar.events]
    return bytes(calendar_of(calendar.club, events).to_ical())


def event_text(club: Club, session: CalendarSession | None, papers: Papers, *, is_feed: bool = False) -> EventText:
    """Return the words of one event, for a program that shows them as they are."""
    paper = papers.catalog.get(session.paper_key or "") if session else None
    title = paper.title if paper else None
    url = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper and paper.arxiv_id else paper.url if paper else ""
    club_at = channel_address(club.server_id, club.settings.channel_id)
    week = session.week if session else None
    post = (post_address(club.server_id, week) if week else "") or club_at
    status = session.status if session else SessionStatus.CANCELLED
    lines = [
        _where(club, session),
        *([title, url] if title else []),
        t("calendar-files-status", status=status, has_paper=paper is not None, reason=_reason(session)),
        _passcode(session) if is_feed else "",
        post,
    ]
    location = _location(club, session.place, is_feed=is_feed) if session and session.place else club_at
    return EventText(
        t("calendar-files-summary", paper=title),
        "\n".join(filter(None, lines)),
        location,
        post,
        takes_time=session is None or session.is_meeting,
    )


def file_name(club: Club) -> str:
    """Return a name that every system accepts, such as `sunday-papers.ics`."""
    plain = unicodedata.normalize("NFKD", club.settings.name).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return f"{'-'.join(words)[:LONGEST_NAME].strip('-') or 'calendar'}{ENDING}"


def _where(club: Club, session: CalendarSession | None) -> str:
    week, part = (session.week, session.part) if session else (None, None)
    return t(
        "calendar-files-where",
        club=club.settings.name,
        number=week.number if week else None,
        part=part.number if part else None,
        of=part.of if part else None,
    )


def _passcode(session: CalendarSession | None) -> str:
    """Return where the meeting's password is, if it has one."""
    has_one = session is not None and session.place is not None and passcodes_in(session.place.link)
    return t("calendar-files-passcode") if has_one else ""


def _reason(session: CalendarSession | None) -> str | None:
    return session.reason or None if session else None


def _location(club: Club, place: Place, *, is_feed: bool) -> str:
    address = without_passcodes(place.link) if is_feed else place.link
    return address or channel_address(club.server_id, place.channel_id or club.settings.channel_id)
