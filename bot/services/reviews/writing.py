"""Process a review's form: what is kept as a draft, and what is stored and posted. One transaction per form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from bot.core.errors import ClubError, NoSuchLogError, ReviewKeptError, ReviewNoticedError
from bot.core.pace import WINDOW, require_pace
from bot.core.privacy.member_data import is_erased
from bot.core.reviews.draft import ReviewDraft
from bot.core.reviews.picked_sentence import SentenceToTypeError
from bot.core.reviews.review_text import NotInLogError, asks_little, checked
from bot.services.reviews.assignments import claimed, reviewable
from bot.services.reviews.posts import post_review
from bot.services.visibility import seen_log
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import drafts as draft_rows
from bot.storage.reviews import rows as review_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.paper_logs.paper_log import LogVersion, PaperLog
    from bot.core.reviews.picked_sentence import PickedSentence
    from bot.core.reviews.review import Review
    from bot.core.reviews.review_text import ReviewText
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection

COMPARED_VERSIONS = 10


@dataclass(eq=False)
class AsksLittleError(ClubError):
    """The question has hardly a word in it."""


@dataclass(eq=False)
class NoSuchReviewDraftError(NoSuchLogError):
    """The member has no such draft."""


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A form as its viewer sent it; `filled_from` is the interaction that brought its draft.

    If the strongest sentence was `picked`, the text has none yet. The review is posted `hold` later, or when released:
    its writer is told first.
    """

    viewer: Viewer
    interaction_id: int
    log_id: int
    text: ReviewText
    filled_from: int | None = None
    hold: timedelta = timedelta(0)
    picked: PickedSentence | None = None

    @property
    def user_id(self) -> int:
        return self.viewer.user_id


@dataclass(frozen=True, slots=True)
class ReviewSaved:
    """The review is stored and on its way. `already` for a form that came twice.

    `entry_key` is that of the outbox entry that shows it to everyone.
    """

    review: Review
    already: bool = False
    entry_key: str | None = None

    @property
    def held(self) -> list[str]:
        """The entries that wait until the reviewer is told."""
        return [self.entry_key] if self.entry_key else []


@dataclass(frozen=True, slots=True)
class ReviewNoticed:
    """Not posted yet, because it asks little: its writer decides. Kept as a draft, which the interaction `brought`."""

    draft_id: int
    brought: int


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """Refused, for `reason`, and kept as a draft. `nearest` is what a wrong quotation may have meant."""

    draft_id: int
    reason: ClubError
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewLost:
    """Refused, and there is no log to keep the text for."""

    refusal: ClubError


Taken: TypeAlias = ReviewSaved | ReviewNoticed | ReviewKept | ReviewLost


def stored(result: Taken) -> ReviewSaved:
    """Raises ReviewKeptError, ReviewNoticedError, or the reason of the refusal."""
    if isinstance(result, ReviewKept):
        raise ReviewKeptError(result.reason, result.draft_id, result.nearest)
    if isinstance(result, ReviewNoticed):
        raise ReviewNoticedError(AsksLittleError(), result.draft_id, result.brought)
    if isinstance(result, ReviewLost):
        raise result.refusal
    return result


async def take_review(connection: AsyncConnection, form: ReviewForm, now: datetime, *, anyway: bool = False) -> Taken:
    """Process a form, which may arrive twice; `anyway` if its writer has seen what was noticed.

    A refusal is a result, not an error, because the draft must be committed.
    """
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == form.user_id and await seen_log(connection, form.viewer, known.log_id):
        return ReviewSaved(known, already=True)
    form = await with_sentence(connection, form)
    try:
        if not anyway:
            require_pace(await draft_rows.review_forms_since(connection, form.user_id, now - WINDOW), now, "reviews")
        require_sentence(form)
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
    """Delay the message, so that its writer is told first that the review is stored."""
    if key and hold:
        await outbox_rows.hold_entries(connection, [key], now + hold)


async def with_sentence(connection: AsyncConnection, form: ReviewForm) -> ReviewForm:
    """The form with the whole sentence that was picked, from the version that it was picked from."""
    if form.picked is None or await seen_log(connection, form.viewer, form.log_id) is None:
        return form
    strongest = form.picked.found_in(await log_rows.versions_of(connection, form.log_id))
    return replace(form, text=replace(form.text, strongest=strongest))


def require_sentence(form: ReviewForm) -> None:
    """Raises SentenceToTypeError if the reviewer would rather type it."""
    if form.picked and form.picked.index is None:
        raise SentenceToTypeError


async def checked_against(connection: AsyncConnection, text: ReviewText, log: PaperLog) -> tuple[ReviewText, int]:
    """The review with its quotation as written in the log, and the version that it quotes.

    One of the newest earlier versions is fine too, because the author may have changed the log while the form was open.
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
    # A draft would keep what it quotes from a log that was erased meanwhile.
    if log is None or log.server_id != form.viewer.server_id or is_erased(log.author_id):
        return ReviewLost(refusal)
    draft_id = await draft_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
    nearest = refusal.nearest if isinstance(refusal, NotInLogError) else None
    return ReviewKept(draft_id, refusal, nearest)


async def noticed(connection: AsyncConnection, form: ReviewForm, now: datetime) -> ReviewNoticed:
    """The review asks little. Its text is kept, and its writer decides."""
    draft_id = await draft_rows.keep_review_draft(connection, _draft_of(form, now), form.filled_from)
    return ReviewNoticed(draft_id, form.interaction_id)


def _draft_of(form: ReviewForm, now: datetime) -> ReviewDraft:
    return ReviewDraft(0, form.user_id, form.log_id, form.text, form.interaction_id, now)
