"""Taking a review in: what is kept as a draft, what is stored and posted. One transaction a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from bot.core.errors import ClubError, NotInLogError, ReviewKeptError, ReviewNoticedError
from bot.core.pace import WINDOW, require_pace
from bot.core.reviews import asks_little, checked
from bot.services.review_posts import post_review
from bot.services.review_turns import claimed, reviewable
from bot.services.sight import seen_log
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import review_drafts as draft_rows
from bot.storage import reviews as review_rows
from bot.storage.review_drafts import ReviewDraft

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.reviews import ReviewText
    from bot.core.visibility import Viewer
    from bot.storage.paper_logs import LogVersion, PaperLog
    from bot.storage.reviews import Review

COMPARED_VERSIONS = 10
ASKS_LITTLE = "*One question*: it holds hardly a word."
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


Taken: TypeAlias = ReviewSaved | ReviewNoticed | ReviewKept | ReviewLost


def stored(result: Taken) -> ReviewSaved:
    """Raises ReviewKeptError, ReviewNoticedError, or what the review was refused with."""
    if isinstance(result, ReviewKept):
        raise ReviewKeptError(result.reason, result.draft_id, result.nearest)
    if isinstance(result, ReviewNoticed):
        raise ReviewNoticedError(ASKS_LITTLE, result.draft_id, result.brought)
    if isinstance(result, ReviewLost):
        raise result.refusal
    return result


async def take_review(connection: AsyncConnection, form: ReviewForm, now: datetime, *, anyway: bool = False) -> Taken:
    """A form, which may come twice; `anyway` where its writer has seen what was noticed.

    What is refused is an answer, not an error, since the draft must be committed.
    """
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == form.user_id and await seen_log(connection, form.viewer, known.log_id):
        return ReviewSaved(known, already=True)
    try:
        if not anyway:
            require_pace(await draft_rows.review_forms_since(connection, form.user_id, now - WINDOW), now, "reviews")
        target = await reviewable(connection, form.viewer, form.log_id)
        text, version = await checked_against(connection, form.text, target.log)
        review = await claimed(connection, target, form.user_id, now)
    except ClubError as refusal:
        return await kept(connection, form, refusal, now)
    if not anyway and asks_little(text):
        return await noticed(connection, form, now)
    await review_rows.write_review(
        connection, review.id, text, log_version=version, interaction_id=form.interaction_id, now=now
    )
    brought_by = (form.filled_from, form.interaction_id)
    await draft_rows.delete_review_draft(connection, target.log.id, form.user_id, brought_by)
    written = await review_rows.review_by_id(connection, review.id) or review
    key = await post_review(connection, target, written, now)
    await hold_back(connection, key, form.hold, now)
    return ReviewSaved(written, entry_key=key)


async def hold_back(connection: AsyncConnection, key: str | None, hold: timedelta, now: datetime) -> None:
    """Let the message wait, so that its writer is told first that the review is stored."""
    if key and hold:
        await outbox_rows.hold_entries(connection, [key], now + hold)


async def checked_against(connection: AsyncConnection, text: ReviewText, log: PaperLog) -> tuple[ReviewText, int]:
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


async def kept(
    connection: AsyncConnection, form: ReviewForm, refusal: ClubError, now: datetime
) -> ReviewKept | ReviewLost:
    log = await seen_log(connection, form.viewer, form.log_id)
    if log is None or log.server_id != form.viewer.server_id:
        return ReviewLost(refusal)
    draft_id = await draft_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
    nearest = refusal.nearest if isinstance(refusal, NotInLogError) else None
    return ReviewKept(draft_id, str(refusal), nearest)


async def noticed(connection: AsyncConnection, form: ReviewForm, now: datetime) -> ReviewNoticed:
    """It asks little. Its text is kept, and its writer decides."""
    draft_id = await draft_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
    return ReviewNoticed(draft_id, form.interaction_id)


def _draft_of(form: ReviewForm, now: datetime) -> ReviewDraft:
    return ReviewDraft(0, form.user_id, form.log_id, form.text, form.interaction_id, now)
