"""Taking a review in: what is kept as a draft, what is stored and posted. One transaction a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NoSuchLogError, NotInLogError
from bot.core.outbox import Kind, unblocked
from bot.core.pace import WINDOW, require_pace
from bot.core.reviews import asks_little, checked
from bot.services.entries import new_entry, review_key
from bot.services.review_turns import Reviewable, claimed, reviewable
from bot.services.sight import seen_log
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage.reviews import ReviewDraft

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.reviews import ReviewText
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.paper_logs import LogVersion, PaperLog
    from bot.storage.reviews import Review
COMPARED_VERSIONS = 10
NO_SUCH_DRAFT = "There is no such draft of yours. `/review next` shows whose log waits for you."


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A form as its viewer sent it; `filled_from` is the interaction that brought the draft in it.

    The review is posted `hold` later, or once it is released: its writer is told first.
    """

    viewer: Viewer
    interaction_id: int
    log_id: int
    text: ReviewText
    filled_from: int | None = None
    hold: timedelta = timedelta(0)

    @property
    def user_id(self) -> int:
        return self.viewer.user_id


@dataclass(frozen=True, slots=True)
class ReviewSaved:
    """The review is stored and on its way. `already` for a form that came a second time.

    `entry_key` is that of the outbox entry which shows it to everybody.
    """

    review: Review
    already: bool = False
    entry_key: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewNoticed:
    """Not posted yet, since it asks little: its writer decides. Kept as a draft, which the interaction `brought`."""

    draft_id: int
    brought: int


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """Refused, for `reason`, and kept as a draft. `nearest` is what may have been meant by a wrong quotation."""

    draft_id: int
    reason: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewLost:
    """Refused, and there is no log that the text could be kept for."""

    refusal: ClubError


async def take_review(
    connection: AsyncConnection, form: ReviewForm, now: datetime, *, anyway: bool = False
) -> ReviewSaved | ReviewNoticed | ReviewKept | ReviewLost:
    """A form, which may come twice; `anyway` where its writer has seen what was noticed.

    What is refused is an answer, not an error, since the draft must be committed.
    """
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == form.user_id and await seen_log(connection, form.viewer, known.log_id):
        return ReviewSaved(known, already=True)
    try:
        if not anyway:
            require_pace(await review_rows.review_forms_since(connection, form.user_id, now - WINDOW), now, "reviews")
        target = await reviewable(connection, form.viewer, form.log_id)
        text, version = await _checked(connection, form.text, target.log)
        review = await claimed(connection, target, form.user_id, now)
    except ClubError as refusal:
        return await _keep(connection, form, refusal, now)
    if not anyway and asks_little(text):
        draft_id = await review_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
        return ReviewNoticed(draft_id, form.interaction_id)
    await review_rows.write_review(
        connection, review.id, text, log_version=version, interaction_id=form.interaction_id, now=now
    )
    brought_by = (form.filled_from, form.interaction_id)
    await review_rows.delete_review_draft(connection, target.log.id, form.user_id, brought_by)
    key = await _post(connection, target, review.id, now)
    if key and form.hold:
        await outbox_rows.hold_entries(connection, [key], now + form.hold)
    return ReviewSaved(await review_rows.review_by_id(connection, review.id) or review, entry_key=key)


@dataclass(frozen=True, slots=True)
class Accepting:
    """A viewer's press on *Post anyway*: the draft that the interaction `brought`."""

    viewer: Viewer
    draft_id: int
    brought: int
    hold: timedelta = timedelta(0)


async def accept_review(
    connection: AsyncConnection, press: Accepting, now: datetime
) -> ReviewSaved | ReviewNoticed | ReviewKept | ReviewLost:
    """Post a draft as it is, also when pressed twice. Raises NoSuchLogError."""
    known = await review_rows.review_of_interaction(connection, press.brought)
    if known and known.reviewer_id == press.viewer.user_id:
        return ReviewSaved(known, already=True)
    draft = await review_rows.review_draft_by_id(connection, press.draft_id)
    if draft is None or draft.reviewer_id != press.viewer.user_id:
        raise NoSuchLogError(NO_SUCH_DRAFT)
    form = ReviewForm(press.viewer, draft.interaction_id, draft.log_id, draft.text, draft.interaction_id, press.hold)
    return await take_review(connection, form, now, anyway=True)


async def post_waiting_reviews(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's thread has opened: reviews that were written before are posted, behind the logs that they answer."""
    logs = {log.id: log for log in await log_rows.logs_of_week(connection, week.id)}
    for review in await review_rows.reviews_of_week(connection, week.id):
        is_known = await outbox_rows.entry_by_key(connection, review_key(club, review.id)) is not None
        if review.is_written and review.log_id in logs and not is_known:
            await _post(connection, Reviewable(club, week, logs[review.log_id]), review.id, now)


async def _checked(connection: AsyncConnection, text: ReviewText, log: PaperLog) -> tuple[ReviewText, int]:
    """The review with its quotation as the log has it, and the version that it quotes.

    One of the newest earlier versions will do as well: the author may have changed the log while the form was open.
    """
    versions = (await log_rows.versions_of(connection, log.id, COMPARED_VERSIONS))[::-1]
    for version in versions[1:]:
        if not _quotes(text, versions[0]) and _quotes(text, version):
            return checked(text, version.text), version.number
    return checked(text, log.text), log.version


def _quotes(text: ReviewText, version: LogVersion) -> bool:
    try:
        checked(text, version.text)
    except NotInLogError:
        return False
    return True


async def _keep(
    connection: AsyncConnection, form: ReviewForm, refusal: ClubError, now: datetime
) -> ReviewKept | ReviewLost:
    log = await seen_log(connection, form.viewer, form.log_id)
    if log is None or log.server_id != form.viewer.server_id:
        return ReviewLost(refusal)
    draft_id = await review_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
    nearest = refusal.nearest if isinstance(refusal, NotInLogError) else None
    return ReviewKept(draft_id, str(refusal), nearest)


def _draft_of(form: ReviewForm, now: datetime) -> ReviewDraft:
    return ReviewDraft(0, form.user_id, form.log_id, form.text, form.interaction_id, now)


async def _post(connection: AsyncConnection, target: Reviewable, review_id: int, now: datetime) -> str | None:
    """As an answer to the log's message, which stands in the week's thread. The key of the entry that does it."""
    club, week, log = target.club, target.week, target.log
    place = log.channel_id or week.thread_id
    if place is None:
        return None
    key = review_key(club, review_id)
    if refused := await outbox_rows.entry_by_key(connection, key):
        await outbox_rows.save_entry(connection, unblocked(refused))
        return key
    details = {"review_id": review_id, "log_id": log.id}
    entry = replace(new_entry(club, Kind.REVIEW, key, place, week.id), details=details)
    await outbox_rows.add_entry(connection, entry, now)
    return key
