"""Buttons, selects and forms of another version, truncated, or made up: each is answered, and no text is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cogs.reviews.forms import review_form
from tests.cogs.test_reviews import reviewing
from tests.support.forging import press_forged, select_forged
from tests.support.log_forms import LORA, fields, week_begins
from tests.support.private_channels import hide
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import review_fields, submit_review

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

VALID_NO_MORE = "That button is no longer valid."
BUTTONS = (
    *("pc:logs:edit:v2:1", "pc:logs:edit", "pc:logs:", "pc:", "pc:weeks:in:v1:", "pc:reviews:write:v1:x"),
    *("pc:clubs:close:v1:1:2:3", "pc:nothing:at:v1:all", "pc:papers:card:v9:lora", "pc:logs:pick:v1:edit"),
)
FORMS = (
    *("pc:reviews:form:v2:1", "pc:reviews:form", "pc:reviews:form:v1:", f"pc:reviews:form:v1:{10**30}"),
    *("pc:reviews:form:v1:1:2:3", "pc:reviews:rate:v1:1", "pc:nothing:form:v1:1", "pc:"),
)


async def opened(server: ClubServer, actor: Any) -> tuple[Any, dict[str, Any]]:
    """An opened form, as Discord keeps it."""
    shown = await actor.slash(server.lobby, "log write", paper="lora")
    modal = server.env.backend.interactions[shown._interaction.id].modal
    assert modal is not None
    return shown, modal


@pytest.mark.parametrize("identity", BUTTONS)
async def test_a_button_of_unknown_kind_is_answered(club_server: ClubServer, identity: str) -> None:
    page = await club_server.ada.slash(club_server.lobby, "howto")
    answer = await press_forged(club_server.env, club_server.ada, answer_to(page), identity)
    assert answer.ephemeral
    assert VALID_NO_MORE in answer_to(answer).content


@pytest.mark.parametrize("identity", ["pc:logs:pick:v2:edit", "pc:papers:pick:v1:card", "pc:weeks:choose:v1:1"])
async def test_a_select_of_unknown_kind_is_answered(club_server: ClubServer, identity: str) -> None:
    page = await club_server.ada.slash(club_server.lobby, "cluster", paper="dettmers")
    answer = await select_forged(club_server.env, club_server.ada, answer_to(page), identity, "1")
    assert answer.ephemeral
    assert VALID_NO_MORE in answer_to(answer).content


@pytest.mark.parametrize("identity", FORMS)
async def test_a_form_with_a_foreign_id_gives_the_text_back(club_server: ClubServer, identity: str) -> None:
    await week_begins(club_server)
    shown, modal = await opened(club_server, club_server.ada)
    modal.update(review_form(1, "LoRA", None).to_dict())
    modal["custom_id"] = identity
    typed = review_fields(1, question="Is this kept, whatever the id says?")
    answer = await club_server.ada.submit_modal(shown, typed)
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "no longer valid" in text
    assert typed["strongest"] in text
    assert typed["question"] in text


async def test_a_long_text_is_given_back_as_a_file(club_server: ClubServer) -> None:
    await week_begins(club_server)
    shown, modal = await opened(club_server, club_server.ada)
    modal["custom_id"] = "pc:logs:draft:v1:1"
    for part in modal["components"][1:]:
        part["component"].pop("max_length", None)
    answer = await club_server.ada.submit_modal(shown, dict.fromkeys(fields(LORA), "long text " * 200))
    assert "no longer valid" in shown_text(answer_to(answer))
    assert [file.filename for file in answer_to(answer).attachments] == ["your-text.txt"]


async def test_a_review_of_a_log_that_was_hidden_meanwhile_gives_the_text_back(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    page = await group["ada"].slash(club_server.lobby, "review next")
    shown = await group["ada"].click(answer_to(page), label="Review")
    await hide(club_server.env, club_server.channel, club_server.guild)
    answer = await submit_review(group["ada"], shown, review_fields(1, question="And where is my text now?"))
    text = shown_text(answer_to(answer))
    assert "I can't find that log here" in text
    assert "And where is my text now?" in text
    (week,) = await club_server.week_rows()
    assert (await club_server.bot.services.reviews.of_week(week.id)).written == ()
