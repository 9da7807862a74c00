"""A reviewer picks the strongest sentence, while its author edits the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.reviews.picked_sentence import PickedSentence, SentenceToTypeError
from bot.services.paper_logs.forms import LogForm
from bot.services.reviews.changes import AcceptedDraft, Correction
from tests.services.test_reviews import task_of
from tests.support.logs import interactions, review_by, reviewing, text_by
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.reviews.writing import ReviewForm
    from tests.support.reading_clubs import App

ADA, BO, CY = 7, 8, 9


def picking(log: PaperLog, index: int | None, **changed: Any) -> ReviewForm:
    """The form with a picked sentence, as Discord sends it: without the sentence."""
    form = review_by(ADA, log)
    return replace(form, text=replace(form.text, strongest="", **changed), picked=PickedSentence(log.version, index))


async def revise(app: App, log: PaperLog, number: int = 1) -> None:
    text = text_by(log.author_id + 50 * number)
    await app.logs.submit(LogForm(viewer(log.author_id), next(interactions), log.paper_key, text, log_id=log.id))


async def test_the_whole_sentence_is_stored_with_its_version(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    saved = await app.reviews.submit(picking(log, 3))
    assert saved.review.text
    assert saved.review.text.strongest == log.text.limitation
    assert saved.review.log_version == 1


@pytest.mark.parametrize("edits", [1, 2])
async def test_edits_in_between_leave_the_sentence_that_was_shown(app: App, edits: int) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    for number in range(1, edits + 1):
        await revise(app, log, number)
    saved = await app.reviews.submit(picking(log, 2))
    assert saved.review.text
    assert saved.review.text.strongest == log.text.key_result
    assert saved.review.log_version == 1


async def test_a_refused_form_keeps_the_picked_sentence(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    with pytest.raises(ReviewKeptError, match="question") as refusal:
        await app.reviews.submit(picking(log, 1, question=""))
    assert (await app.reviews.draft(refusal.value.draft_id, ADA)).text.strongest == log.text.approach


async def test_who_would_rather_type_keeps_the_rest(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    with pytest.raises(ReviewKeptError) as refusal:
        await app.reviews.submit(picking(log, None))
    assert isinstance(refusal.value.reason, SentenceToTypeError)
    draft = await app.reviews.draft(refusal.value.draft_id, ADA)
    assert (draft.text.strongest, draft.text.question) == ("", "What of larger models?")
    typed = replace(review_by(ADA, log, log.text.problem), filled_from=draft.interaction_id)
    assert (await app.reviews.submit(typed)).review.text == typed.text


@pytest.mark.parametrize("picked", [PickedSentence(9, 0), PickedSentence(1, 99)])
async def test_a_forged_place_is_refused(app: App, picked: PickedSentence) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    with pytest.raises(ReviewKeptError, match="strongest"):
        await app.reviews.submit(replace(picking(log, 0), picked=picked))


async def test_a_vague_question_is_posted_with_the_picked_sentence(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    form = picking(log, 1, question="Why?")
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(replace(form, picked=PickedSentence(1, None)))
    (draft,) = await app.reviews.drafts(ADA)
    noticed = replace(picking(log, 1, question="?!"), filled_from=draft.interaction_id)
    with pytest.raises(Exception, match="AsksLittle"):
        await app.reviews.submit(noticed)
    accepted = await app.reviews.accept(AcceptedDraft(viewer(ADA), draft.id, noticed.interaction_id))
    assert accepted.review.text
    assert accepted.review.text.strongest == log.text.approach


async def test_a_correction_picks_as_well(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await task_of(app, ADA)).log
    written = (await app.reviews.submit(picking(log, 0))).review
    await revise(app, log)
    now = (await app.reviews.to_send(written.id)).log  # type: ignore[union-attr]
    text = picking(now, 2).text
    form = Correction(viewer(ADA), next(interactions), written.token, text, picked=PickedSentence(2, 2))
    corrected = (await app.my_reviews.correct(form)).review
    assert corrected.text
    assert corrected.text.strongest == now.text.key_result
    assert (corrected.version, corrected.log_version) == (2, 2)
