"""What logs hold of a member: their logs, each with all its versions, and their drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.core.privacy.erasure import first_id_after
from bot.storage.paper_logs.erasing import erase_logs
from bot.storage.privacy.holdings import ErasureRequest, Holding, deleting, in_clubs, in_server, sent_before
from bot.storage.tables import log_drafts, log_versions, paper_logs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _logs_of(scope: MemberScope) -> ColumnElement[bool]:
    """A log of no club belongs to no server."""
    return (paper_logs.c.author_id == scope.user_id) & in_clubs(paper_logs.c.club_id, scope)


def _versions_of(scope: MemberScope) -> ColumnElement[bool]:
    return log_versions.c.log_id.in_(select(paper_logs.c.id).where(_logs_of(scope)))


def _drafts_of(scope: MemberScope) -> ColumnElement[bool]:
    """A draft belongs to the server where it was written, and one from direct messages to none."""
    return (log_drafts.c.author_id == scope.user_id) & in_server(log_drafts.c.server_id, scope)


def _written_before(asked: ErasureRequest) -> ColumnElement[bool]:
    """A log whose author has written in it again since stays, but for its earlier versions."""
    later = select(log_versions.c.log_id).where(log_versions.c.interaction_id >= first_id_after(asked.at))
    return paper_logs.c.id.not_in(later)


LOG_DRAFTS = Holding(
    "log-drafts",
    log_drafts,
    _drafts_of,
    sent_before(log_drafts.c.interaction_id),
    deleting(log_drafts),
    person=log_drafts.c.author_id,
)
LOG_VERSIONS = Holding(
    "log-versions", log_versions, _versions_of, sent_before(log_versions.c.interaction_id), deleting(log_versions)
)
PAPER_LOGS = Holding("paper-logs", paper_logs, _logs_of, _written_before, erase_logs, person=paper_logs.c.author_id)
