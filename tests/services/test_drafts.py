"""What was typed and not posted: nothing of it is lost, whatever was typed on another device meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import DraftKeptError, NoSuchLogError, NotNowError, ReviewKeptError, ReviewNoticedError
from bot.core.outbox import Kind
from bot.core.paper_logs import LogText
from bot.core.reviews import checked
from bot.services import review_writing
from bot.services.review_writing import Accepting
from bot.storage import paper_logs as log_rows
from bot.storage.paper_logs import LogVersion
from tests.services.test_reviews import RELEASE, pairs, turn_of
from tests.support.logs import form_by, review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.reviews import ReviewText
    from bot.storage.log_drafts import Draft

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE = (ADA, BO, CY, DEE, EVE)
MINUTE = timedelta(minutes=1)


async def reading(house: House) -> None:
    """A club whose first week, on LoRA, has its thread open."""
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()


async def test_what_cannot_be_accepted_is_kept_and_counts_as_begun(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    good = review_by(ADA, turn.log)
    wrong = replace(good, text=replace(good.text, strongest=f"{turn.log.text.problem[:-8]} words", question="Why?"))
    with pytest.raises(ReviewKeptError, match="does not stand in the log") as refusal:
        await house.reviews.submit(wrong)
    assert refusal.value.nearest == turn.log.text.problem
    draft = await house.reviews.draft(refusal.value.draft_id, ADA)
    assert draft.text == wrong.text
    with pytest.raises(NoSuchLogError):
        await house.reviews.draft(draft.id, BO)
    filled_from = wrong.interaction_id
    for question in ("", "\u200b", "x" * 501, "half \ud83d a character"):
        form = replace(review_by(ADA, turn.log), text=replace(good.text, question=question), filled_from=filled_from)
        with pytest.raises(ReviewKeptError, match="One question"):
            await house.reviews.submit(form)
        filled_from = form.interaction_id
    assert len(await house.reviews.drafts(ADA)) == 1
    # What has begun stays theirs when the rest goes to the pool.
    await house.at(RELEASE)
    assert (await turn_of(house, ADA)).log.id == turn.log.id
    assert [pair for pair in await pairs(house) if pair[0] != ADA] == []
    await house.reviews.submit(replace(good, filled_from=filled_from))
    assert await house.reviews.drafts(ADA) == []


async def test_drafts_are_kept_for_ninety_days_and_the_newest_twenty_for_ever(house: House) -> None:
    await reading(house)
    for _ in range(25):
        house.now += MINUTE
        with pytest.raises(DraftKeptError):
            await house.logs.submit(await form_by(house, ADA, LogText("", "", "", "")))
    drafts = (await house.logs.mine(viewer(ADA))).drafts
    assert [draft.id for draft in drafts] == list(range(25, 0, -1))
    await house.logs.discard(25, ADA)
    house.now += timedelta(days=91)
    with pytest.raises(DraftKeptError) as refusal:
        await house.logs.submit(await form_by(house, ADA, LogText("", "", "", "")))
    assert refusal.value.draft_id == 26
    assert len((await house.logs.mine(viewer(ADA))).drafts) == 20


async def kept_by(house: House, problem: str, **facts: Any) -> Draft:
    """A form that is refused, for its empty parts, and kept."""
    with pytest.raises(DraftKeptError) as refusal:
        await house.logs.submit(await form_by(house, ADA, LogText(problem, "", "", ""), **facts))
    return await house.logs.draft(refusal.value.draft_id, ADA)


async def test_two_forms_opened_from_one_draft_keep_both_texts(house: House) -> None:
    await reading(house)
    first = await kept_by(house, "first")
    opened: dict[str, Any] = {"draft_id": first.id, "draft_revision": first.revision}
    phone, desktop = await kept_by(house, "on the phone", **opened), await kept_by(house, "at the desk", **opened)
    assert (phone.id, desktop.id) == (first.id, first.id + 1)
    assert {draft.text.problem for draft in (await house.logs.mine(viewer(ADA))).drafts} == {
        "on the phone",
        "at the desk",
    }


async def test_an_accepted_form_leaves_what_another_device_stored_in_its_draft(house: House) -> None:
    await reading(house)
    first = await kept_by(house, "first")
    opened: dict[str, Any] = {"draft_id": first.id, "draft_revision": first.revision}
    newer = await kept_by(house, "newer, from the phone", **opened)
    await write(house, ADA, **opened)
    assert (await house.logs.mine(viewer(ADA))).drafts == (newer,)
    with pytest.raises(NotNowError, match="newer text"):
        await house.logs.discard(newer.id, ADA, first.revision)
    await house.logs.discard(newer.id, ADA, newer.revision)
    assert (await house.logs.mine(viewer(ADA))).drafts == ()


async def test_a_form_that_does_not_say_which_text_it_was_opened_with_replaces_none(house: House) -> None:
    await reading(house)
    first = await kept_by(house, "first")
    second = await kept_by(house, "second", draft_id=first.id)
    assert {draft.id for draft in (await house.logs.mine(viewer(ADA))).drafts} == {first.id, second.id}


async def test_two_review_forms_opened_from_one_draft_keep_both_texts(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    good = review_by(ADA, turn.log)
    wrong = replace(good, text=replace(good.text, strongest="Not in it at all."))
    with pytest.raises(ReviewKeptError):
        await house.reviews.submit(wrong)
    for number, question in ((1, "What of the phone, then?"), (2, "What of the desk, then?")):
        text = replace(wrong.text, question=question)
        form = replace(wrong, interaction_id=9000 + number, text=text, filled_from=wrong.interaction_id)
        with pytest.raises(ReviewKeptError):
            await house.reviews.submit(form)
    kept = {draft.text.question for draft in await house.reviews.drafts(ADA)}
    assert kept == {"What of the phone, then?", "What of the desk, then?"}
    # An accepted form takes with it only the text that it was opened with.
    await house.reviews.submit(replace(good, interaction_id=9003, filled_from=9001))
    (left,) = await house.reviews.drafts(ADA)
    assert left.text.question == "What of the desk, then?"
    mine = await house.logs.mine(viewer(ADA))
    assert [(kept.draft, kept.log.id) for kept in mine.reviews] == [(left, turn.log.id)]


async def test_a_question_that_asks_little_is_left_to_its_writer(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    good = review_by(ADA, turn.log)
    short = replace(good, text=replace(good.text, question="?"))
    with pytest.raises(ReviewNoticedError) as noticed:
        await house.reviews.submit(short)
    assert not [entry for entry in await house.entries() if entry.kind is Kind.REVIEW]
    press = Accepting(viewer(ADA), noticed.value.draft_id, noticed.value.brought)
    with pytest.raises(NoSuchLogError):
        await house.reviews.accept(replace(press, viewer=viewer(BO)))
    first, again = [await house.reviews.accept(press) for _ in range(2)]
    assert (first.already, again.already) == (False, True)
    assert first.review.text
    assert first.review.text.question == "?"
    assert await house.reviews.drafts(ADA) == []


async def test_a_review_is_compared_with_few_versions_however_many_there_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    async with house.database.writing() as connection:
        for number in range(2, 200):
            version = LogVersion(turn.log.id, number, turn.log.text, house.now)
            await log_rows.add_version(connection, version, 20_000 + number, None)
        await log_rows.change_log(connection, turn.log.id, version=199)
    compared: list[object] = []

    def counted(text: ReviewText, log: LogText) -> ReviewText:
        compared.append(log)
        return checked(text, log)

    monkeypatch.setattr(review_writing, "checked", counted)
    good = review_by(ADA, turn.log)
    with pytest.raises(ReviewKeptError):
        await house.reviews.submit(replace(good, text=replace(good.text, strongest="Not in it at all.")))
    assert len(compared) <= 2 * review_writing.COMPARED_VERSIONS
