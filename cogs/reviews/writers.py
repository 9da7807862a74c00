"""What each kind of entry about reviews says, composed at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.outbox import Kind
from bot.core.review_pairs import Pair
from bot.core.weeks import WeekState
from bot.delivery.letters import Letter
from bot.storage.reviews import Origin
from cogs.reviews.messages import (
    assignments_page,
    given_page,
    open_call_page,
    review_page,
    review_reminder_page,
    secret_assignments_page,
    secret_given_page,
    secret_reminder_page,
    withdrawn_page,
)
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.client import PaperClub
    from bot.core.outbox import Entry
    from bot.delivery.letters import Writer
    from bot.services.reviews import WeekReviews
    from bot.services.week_views import WeekView


class ReviewWriters:
    """Each answers None where there is nothing left to say."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    def by_kind(self) -> Mapping[Kind, Writer]:
        return {
            Kind.REVIEW: self.review,
            Kind.REVIEW_EDIT: self.change,
            Kind.ASSIGNMENTS: self.assignments,
            Kind.REVIEW_REMINDER: self.reminder,
        }

    async def review(self, entry: Entry) -> Letter | None:
        """As a reply to the log, whose author it calls."""
        view = await self._bot.reviews.to_send(int(entry.details["review_id"]))
        if view is None or view.log.is_withdrawn or view.key != entry.key:
            return None
        page = review_page(view, short_name(self._bot, view.log.paper_key))
        gone = await self._bot.weeks.known_leavers(view.club.server_id)
        called = () if view.log.author_id in gone else (view.log.author_id,)
        return Letter(page, user_ids=called, answers=view.log.message_id)

    async def change(self, entry: Entry) -> Letter | None:
        """The message as it has to look now: corrected, or withdrawn."""
        if entry.details.get("is_withdrawn"):
            page = withdrawn_page(entry.details["author_id"], entry.key.rpartition("-")[0])
            return Letter(page, edits=entry.details["message_id"])
        view = await self._bot.reviews.to_send(int(entry.details["review_id"]))
        if view is None or view.review.message_id is None or not entry.key.startswith(view.key):
            return None
        return Letter(review_page(view, short_name(self._bot, view.log.paper_key)), edits=view.review.message_id)

    async def assignments(self, entry: Entry) -> Letter | None:
        """Calls the reviewers, while reviews are open. From when they are told, they have the full days."""
        is_first = "given" not in entry.details
        telling = self._bot.weeks.telling_reviewers if is_first else self._bot.weeks.view
        view = await telling(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        happened = await self._bot.reviews.of_week(view.week.id)
        if _is_secret(entry, view, happened):
            return _to_all(entry, view, happened)
        if "given" in entry.details:
            return self._given(entry, view, happened)
        if entry.details.get("is_open_call"):
            return Letter(open_call_page(view, entry.key, happened.logs)) if happened.logs else None
        named = set(entry.details.get("reviewers", ())) - view.gone
        pairs = [pair for pair in _owed_pairs(happened) if pair.reviewer in named]
        if not pairs:
            return None
        page = assignments_page(view, entry.key, pairs, len(happened.logs), int(entry.details.get("part", 0)))
        return Letter(page, user_ids=_reviewers(pairs))

    def _given(self, entry: Entry, view: WeekView, happened: WeekReviews) -> Letter | None:
        """Those that are still theirs when it is said."""
        given = {(int(reviewer), int(log_id)) for reviewer, log_id in entry.details["given"]}
        pairs = [
            Pair(review.reviewer_id, review.author_id)
            for review in happened.reviews
            if (review.reviewer_id, review.log_id) in given and not review.is_written
            if review.reviewer_id not in view.gone
        ]
        return Letter(given_page(view, entry.key, pairs), user_ids=_reviewers(pairs)) if pairs else None

    async def reminder(self, entry: Entry) -> Letter | None:
        """Calls those whose reviews were not begun, and those who are asked to help, while there is time."""
        view = await self._bot.weeks.view(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        if view.week.reviews_due and view.week.reviews_due <= utcnow():
            return None
        happened = await self._bot.reviews.of_week(view.week.id)
        if _is_secret(entry, view, happened):
            return _to_all(entry, view, happened)
        account = happened.account
        wanted = set(entry.details.get("log_ids", ()))
        logs = [log for log in happened.logs if log.id in wanted and account.waits(log.id)]
        parts = {int(member): account.of(int(member)) for member in entry.details.get("members", ())}
        members = [member for member, part in parts.items() if (part.to_write or part.free) and member not in view.gone]
        if not logs and not members:
            return None
        authors = {log.id: log.author_id for log in logs}
        asked = [
            Pair(member, authors[log_id])
            for member, log_id in entry.details["asked"]
            if log_id in authors and member not in view.gone
        ]
        called = tuple(dict.fromkeys([*members, *_reviewers(asked)]))[:100]
        return Letter(review_reminder_page(view, entry.key, members, logs, asked), user_ids=called)


def _is_secret(entry: Entry, view: WeekView, happened: WeekReviews) -> bool:
    """Whether nobody may learn who reviews: as the club is now, or as it was when the reviews were given out."""
    is_call = bool(entry.details.get("is_open_call"))
    return not is_call and (view.club.settings.anonymous or happened.is_secret or "is_anonymous" in entry.details)


def _to_all(entry: Entry, view: WeekView, happened: WeekReviews) -> Letter | None:
    """In an anonymous club all authors are called alike, in the order of their logs, which everybody sees."""
    named = entry.details.get("members") or entry.details.get("reviewers")
    called = named if "is_anonymous" in entry.details else None
    authors = tuple(
        dict.fromkeys(
            log.author_id
            for log in happened.logs
            if (called is None or log.author_id in called) and log.author_id not in view.gone
        )
    )[:100]
    if not authors:
        return None
    part = int(entry.details.get("part", 0))
    if entry.kind is Kind.REVIEW_REMINDER:
        reviewed = {review.log_id for review in happened.written if review.message_id}
        bare = 0 if part else len({log.id for log in happened.logs} - reviewed)
        page = secret_reminder_page(view, entry.key, authors, bare)
    elif "given" in entry.details:
        page = secret_given_page(view, entry.key, authors)
    else:
        page = secret_assignments_page(view, entry.key, authors, len(happened.logs), part)
    return Letter(page, user_ids=authors)


def _owed_pairs(happened: WeekReviews) -> list[Pair]:
    given = [review for review in happened.reviews if review.origin is Origin.GIVEN]
    return [Pair(review.reviewer_id, review.author_id) for review in given]


def _reviewers(pairs: list[Pair]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pair.reviewer for pair in pairs))
