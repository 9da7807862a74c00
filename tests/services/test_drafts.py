"""Typed text that wasn't posted: nothing is lost, even if something else was typed on another device meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import DraftKeptError, NoSuchLogError, NotNowError, ReviewKeptError, ReviewNoticedError
from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.log_text import LogText
from bot.core.paper_logs.paper_log import LogVersion
from bot.core.reviews.review_text import checked
from bot.services.paper_logs.refusals import UnknownLogDraftError
from bot.services.reviews import writing as review_writing
from bot.services.reviews.changes import AcceptedDraft
from bot.storage.paper_logs import rows as log_rows
from tests.services.test_reviews import RELEASE, pairs, task_of
from tests.support.logs import form_by, review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.paper_logs.draft import Draft
    from bot.core.reviews.review_text import ReviewText

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE = (ADA, BO, CY, DEE, EVE)
MINUTE = timedelta(minutes=1)


async def reading(app: App) -> None:
    """A club whose first week, on LoRA, has its thread open."""
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()


async def test_text_that_cannot_be_accepted_is_kept_and_counts_as_started(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    good = review_by(ADA, task.log)
    wrong = replace(good, text=replace(good.text, strongest=f"{task.log.text.problem[:-8]} words", question="Why?"))
    with pytest.raises(ReviewKeptError, match="NotInLogError") as refusal:
        await app.reviews.submit(wrong)
    assert refusal.value.nearest == task.log.text.problem
    draft = await app.reviews.draft(refusal.value.draft_id, ADA)
    assert draft.text == wrong.text
    with pytest.raises(NoSuchLogError):
        await app.reviews.draft(draft.id, BO)
    filled_from = wrong.interaction_id
    for question in ("", "\u200b", "x" * 501, "half \ud83d a character"):
        form = replace(review_by(ADA, task.log), text=replace(good.text, question=question), filled_from=filled_from)
        with pytest.raises(ReviewKeptError, match="question"):
            await app.reviews.submit(form)
        filled_from = form.interaction_id
    assert len(await app.reviews.drafts(ADA)) == 1
    # A started review stays with its reviewer when the rest goes to the pool.
    await app.at(RELEASE)
    assert (await task_of(app, ADA)).log.id == task.log.id
    assert [pair for pair in await pairs(app) if pair[0] != ADA] == []
    await app.reviews.submit(replace(good, filled_from=filled_from))
    assert await app.reviews.drafts(ADA) == []


async def test_drafts_are_kept_for_ninety_days_and_the_newest_twenty_forever(app: App) -> None:
    await reading(app)
    for _ in range(25):
        app.now += MINUTE
        with pytest.raises(DraftKeptError):
            await app.logs.submit(await form_by(app, ADA, LogText("", "", "", "")))
    drafts = (await app.logs.mine(viewer(ADA))).drafts
    assert [draft.id for draft in drafts] == list(range(25, 0, -1))
    await app.logs.discard(25, ADA)
    app.now += timedelta(days=91)
    with pytest.raises(DraftKeptError) as refusal:
        await app.logs.submit(await form_by(app, ADA, LogText("", "", "", "")))
    assert refusal.value.draft_id == 26
    assert len((await app.logs.mine(viewer(ADA))).drafts) == 20


async def kept_by(app: App, problem: str, **facts: Any) -> Draft:
    """A form that is refused because of its empty parts, and kept."""
    with pytest.raises(DraftKeptError) as refusal:
        await app.logs.submit(await form_by(app, ADA, LogText(problem, "", "", ""), **facts))
    return await app.logs.draft(refusal.value.draft_id, ADA)


async def test_two_forms_opened_from_one_draft_keep_both_texts(app: App) -> None:
    await reading(app)
    first = await kept_by(app, "first")
    opened: dict[str, Any] = {"draft_id": first.id, "draft_revision": first.revision}
    phone, desktop = await kept_by(app, "on the phone", **opened), await kept_by(app, "at the desk", **opened)
    assert (phone.id, desktop.id) == (first.id, first.id + 1)
    assert {draft.text.problem for draft in (await app.logs.mine(viewer(ADA))).drafts} == {
        "on the phone",
        "at the desk",
    }


async def test_an_accepted_form_keeps_text_that_another_device_stored_in_its_draft(app: App) -> None:
    await reading(app)
    first = await kept_by(app, "first")
    opened: dict[str, Any] = {"draft_id": first.id, "draft_revision": first.revision}
    newer = await kept_by(app, "newer, from the phone", **opened)
    await write(app, ADA, **opened)
    assert (await app.logs.mine(viewer(ADA))).drafts == (newer,)
    with pytest.raises(NotNowError, match="LogDraftChangedError"):
        await app.logs.discard(newer.id, ADA, first.revision)
    with pytest.raises(UnknownLogDraftError):
        await app.logs.discard(newer.id, BO)
    await app.logs.discard(newer.id, ADA, newer.revision)
    assert (await app.logs.mine(viewer(ADA))).drafts == ()


async def test_a_form_without_its_drafts_revision_replaces_no_draft(app: App) -> None:
    await reading(app)
    first = await kept_by(app, "first")
    second = await kept_by(app, "second", draft_id=first.id)
    assert {draft.id for draft in (await app.logs.mine(viewer(ADA))).drafts} == {first.id, second.id}


async def test_two_review_forms_opened_from_one_draft_keep_both_texts(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    good = review_by(ADA, task.log)
    wrong = replace(good, text=replace(good.text, strongest="Not in it at all."))
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(wrong)
    for number, question in ((1, "What of the phone, then?"), (2, "What of the desk, then?")):
        text = replace(wrong.text, question=question)
        form = replace(wrong, interaction_id=9000 + number, text=text, filled_from=wrong.interaction_id)
        with pytest.raises(ReviewKeptError):
            await app.reviews.submit(form)
    kept = {draft.text.question for draft in await app.reviews.drafts(ADA)}
    assert kept == {"What of the phone, then?", "What of the desk, then?"}
    # Accepting a form deletes only the text that it was opened with.
    await app.reviews.submit(replace(good, interaction_id=9003, filled_from=9001))
    (left,) = await app.reviews.drafts(ADA)
    assert left.text.question == "What of the desk, then?"
    mine = await app.logs.mine(viewer(ADA))
    assert [(kept.draft, kept.log.id) for kept in mine.reviews] == [(left, task.log.id)]


async def test_the_writer_decides_about_a_vague_question(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    good = review_by(ADA, task.log)
    short = replace(good, text=replace(good.text, question="?"))
    with pytest.raises(ReviewNoticedError) as noticed:
        await app.reviews.submit(short)
    assert not [entry for entry in await app.entries() if entry.kind is Kind.REVIEW]
    press = AcceptedDraft(viewer(ADA), noticed.value.draft_id, noticed.value.brought)
    with pytest.raises(NoSuchLogError):
        await app.reviews.accept(replace(press, viewer=viewer(BO)))
    first, again = [await app.reviews.accept(press) for _ in range(2)]
    assert (first.already, again.already) == (False, True)
    assert first.review.text
    assert first.review.text.question == "?"
    assert await app.reviews.drafts(ADA) == []


async def test_a_review_is_compared_with_a_limited_number_of_versions(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    async with app.database.write_transaction() as connection:
        for number in range(2, 200):
            version = LogVersion(task.log.id, number, task.log.text, app.now)
            await log_rows.add_version(connection, version, 20_000 + number, None)
        await log_rows.change_log(connection, task.log.id, version=199)
    compared: list[object] = []

    def counted(text: ReviewText, log: LogText) -> ReviewText:
        compared.append(log)
        return checked(text, log)

    monkeypatch.setattr(review_writing, "checked", counted)
    good = review_by(ADA, task.log)
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(replace(good, text=replace(good.text, strongest="Not in it at all.")))
    assert len(compared) <= 2 * review_writing.COMPARED_VERSIONS
