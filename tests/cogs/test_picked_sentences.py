"""In a review's form, the strongest sentence is picked from the log's sentences, or typed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from tests.cogs.test_reviews import reviewing
from tests.support.discord_api import assert_requests_valid
from tests.support.logs import text_by
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import form_fields, prefilled, review_fields

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

STRONGEST = "Strongest sentence"


async def test_a_sentence_is_picked_and_quoted_whole(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo")
    shown = await group.open_review("ada", "bo")
    menu = form_fields(shown)["Strongest sentence"]
    sentences = group.texts["bo"].sentences
    assert [option["label"] for option in menu["options"]][:-1] == list(sentences)
    assert menu["options"][-1]["label"].startswith("Type it instead")
    await group.send_review("ada", shown, "bo", strongest=sentences[3])
    (review,) = group.reviews_of("bo")
    assert sentences[3] in shown_text(review)
    assert_requests_valid(club_server.env)


async def test_a_long_sentence_is_cut_in_the_menu_and_quoted_whole(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo")
    long = f"They freeze {'all the weights and ' * 20}learn small corrections."
    edit = await group["bo"].slash(club_server.channel, "log edit", log="LoRA")
    await group["bo"].submit_modal(edit, {**asdict(group.texts["bo"]), "approach": long})
    await club_server.delivered()
    shown = await group.open_review("ada", "bo")
    option = form_fields(shown)[STRONGEST]["options"][1]
    assert len(option["label"]) <= 100
    assert option["label"].endswith("…")
    assert option["description"].startswith("…")
    fields = {name: text for name, text in review_fields(1).items() if name != "strongest"}
    await group["ada"].submit_modal(shown, {**fields, "picked": [option["value"]]})
    await club_server.delivered()
    (review,) = group.reviews_of("bo")
    assert long in shown_text(review)


async def test_a_refused_form_opens_with_the_sentence_that_was_picked(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo")
    picked = group.texts["bo"].approach
    refused = await group.review("ada", "bo", strongest=picked, question="\u200b")
    again = await group["ada"].click(answer_to(refused), label="Edit")
    assert prefilled(again)[STRONGEST] == picked
    assert "picked" in form_fields(again)[STRONGEST]["custom_id"]


async def test_typing_stays_possible(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo")
    shown = await group.open_review("ada", "bo")
    fields = {name: text for name, text in review_fields(1).items() if name != "strongest"}
    typing = form_fields(shown)[STRONGEST]["options"][-1]
    kept = await group["ada"].submit_modal(shown, {**fields, "picked": [typing["value"]]})
    assert "press *Edit* and type it there" in shown_text(answer_to(kept))
    again = await group["ada"].click(answer_to(kept), label="Edit")
    assert prefilled(again)["One question"] == fields["question"]
    part = group.texts["bo"].approach.removesuffix(".")
    await group["ada"].submit_modal(again, {**fields, "strongest": part.upper()})
    await club_server.delivered()
    (review,) = group.reviews_of("bo")
    assert group.texts["bo"].approach in shown_text(review)
    assert await club_server.bot.services.reviews.drafts(group["ada"].id) == []


async def test_a_sentence_that_the_author_took_out_meanwhile_is_still_in_the_form(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo")
    picked = group.texts["bo"].approach
    refused = await group.review("ada", "bo", strongest=picked, question="\u200b")
    edit = await group["bo"].slash(club_server.channel, "log edit", log="LoRA")
    await group["bo"].submit_modal(edit, asdict(replace(text_by(4711), problem="Another problem by now.")))
    await club_server.delivered()
    again = await group["ada"].click(answer_to(refused), label="Edit")
    field = form_fields(again)[STRONGEST]
    assert (field["custom_id"], field["value"]) == ("strongest", picked)
    await group.send_review("ada", again, "bo", strongest=picked)
    (review,) = group.reviews_of("bo")
    assert picked in shown_text(review)
