"""What imported schedules hold of a member: sessions that they led, and previews by them or with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, true

from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs
from bot.storage.schedules.tables import past_session_hosts, past_sessions, schedule_matches, schedule_previews
from bot.storage.tables import clubs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _hosted_by(scope: MemberScope) -> ColumnElement[bool]:
    is_theirs = past_session_hosts.c.user_id == scope.user_id
    if scope.server_id is None:
        return is_theirs
    here = select(past_sessions.c.id).join(clubs, clubs.c.id == past_sessions.c.club_id)
    return is_theirs & past_session_hosts.c.session_id.in_(here.where(clubs.c.server_id == scope.server_id))


def _previews_of(scope: MemberScope) -> ColumnElement[bool]:
    return (schedule_previews.c.user_id == scope.user_id) & in_clubs(schedule_previews.c.club_id, scope)


def _matches_of(scope: MemberScope) -> ColumnElement[bool]:
    here = select(schedule_previews.c.id).where(in_clubs(schedule_previews.c.club_id, scope))
    in_scope = true() if scope.server_id is None else schedule_matches.c.preview_id.in_(here)
    return (schedule_matches.c.user_id == scope.user_id) & in_scope


# A name that was matched with a member goes with them.
PAST_SESSION_HOSTS = Holding(
    "past-session-hosts",
    past_session_hosts,
    _hosted_by,
    happened_before(past_session_hosts.c.added_at),
    deleting(past_session_hosts),
    person=past_session_hosts.c.user_id,
)
SCHEDULE_MATCHES = Holding(
    "schedule-matches",
    schedule_matches,
    _matches_of,
    happened_before(schedule_matches.c.matched_at),
    deleting(schedule_matches),
    person=schedule_matches.c.user_id,
)
SCHEDULE_PREVIEWS = Holding(
    "schedule-previews",
    schedule_previews,
    _previews_of,
    happened_before(schedule_previews.c.created_at),
    deleting(schedule_previews),
    person=schedule_previews.c.user_id,
)
