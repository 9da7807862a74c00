"""Texts that members typed and that aren't posted as they are: refused, questioned, or not saved.
None of them is lost.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.paper_logs.log_text import LogText
from tests.support.forging import press_forged
from tests.support.log_forms import LORA, filled, send, send_unchecked, week_begins, write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

REFUSED = [
    ("", "*Problem* is empty. One sentence is enough."),
    (" \n\u200b\u200d", "*Problem* is empty"),
    ("x" * 4001, "*Problem* can have up to 900 characters (yours has 4,001)"),
    ("half \ud83d of one", "*Problem*: character 6 is U+D83D"),
    ("a" + "\u0301" * 50, "accent too many"),
]


async def drafts_of(server: ClubServer, member: Any) -> Any:
    return (await server.bot.services.logs.mine(viewer(member.id, server.guild.id))).drafts


@pytest.mark.parametrize(("problem", "said"), REFUSED, ids=["empty", "zero width", "long", "surrogate", "marks"])
async def test_a_refused_form_reopens_filled_in(club_server: ClubServer, problem: str, said: str) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    shown = await ada.slash(club_server.lobby, "log write")
    refused = await send_unchecked(club_server.env, ada, shown, replace(LORA, problem=problem))
    assert refused.ephemeral
    assert said in shown_text(answer_to(refused))
    assert "kept as a draft" in shown_text(answer_to(refused))
    again = await ada.click(answer_to(refused), label="Edit")
    values = filled(again)
    assert values["Problem"] == problem.strip().replace("\ud83d", "\ufffd")[:4000]
    assert list(values.values())[1:] == [LORA.approach, LORA.key_result, LORA.limitation]
    saved = await send(ada, again, LORA)
    assert "Saved as version 1" in shown_text(answer_to(saved))
    assert await drafts_of(club_server, ada) == ()


async def test_a_noticed_problem_is_shown_and_can_be_posted_anyway(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, contribution = club_server.ada, club_server.bot.services.papers.shared.paper("lora").contribution
    shown = await ada.slash(club_server.lobby, "log write")
    typed = LogText("One.", "Two. Three.", contribution, "Four. Five. Six.")
    noticed = await send(ada, shown, typed)
    text = shown_text(answer_to(noticed))
    assert "a paper log has 3 to 5" in text
    assert "words in a row from the catalog's text on LoRA: “" in text
    assert list(buttons(answer_to(noticed))) == ["Edit", "Post anyway"]
    assert filled(await ada.click(answer_to(noticed), label="Edit"))["Key result"] == contribution
    assert len(club_server.said_in(club_server.threads[0])) == 0
    await ada.click(answer_to(noticed), label="Post anyway")
    await club_server.delivered()
    assert "Saved as version 1" in shown_text(answer_to(noticed))
    (message,) = club_server.said_in(club_server.threads[0])
    assert "Four. Five. Six." in shown_text(message)


async def test_posting_anyway_twice_posts_once_and_only_for_the_author(club_server: ClubServer) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")
    await send(club_server.ada, shown, LogText("One.", "Two.", "Three.", "Four. Five. Six."))
    (draft,) = await drafts_of(club_server, club_server.ada)
    card = answer_to(await club_server.ada.slash(club_server.lobby, "paper", query="lora", private=True))
    for said in ("### Saved as version 1", "### Already saved as version 1"):
        await press_forged(club_server.env, club_server.ada, card, f"pc:logs:draft-post:v1:{draft.id}")
        assert said in shown_text(card)
    await club_server.delivered()
    assert len(club_server.said_in(club_server.threads[0])) == 1


async def test_text_copied_from_another_member_is_noticed(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.bo, LORA)
    noticed = await write(club_server, club_server.ada, LORA)
    assert "words in a row from another member's log" in shown_text(answer_to(noticed))


async def test_the_seventh_log_within_a_minute_waits(club_server: ClubServer) -> None:
    await week_begins(club_server)
    shown = [await club_server.ada.slash(club_server.lobby, "log write") for _ in range(7)]
    texts = [replace(LORA, problem=f"{LORA.problem} Take {number}.") for number in range(7)]
    answers = [await send(club_server.ada, form, text) for form, text in zip(shown, texts, strict=True)]
    assert "again in" in shown_text(answer_to(answers[-1]))
    assert "kept as a draft" in shown_text(answer_to(answers[-1]))
    # `Write my log` opens the waiting draft, not the older posted text.
    again = await club_server.ada.slash(club_server.lobby, "log write")
    assert filled(again)["Problem"] == texts[-1].problem


async def test_the_list_opens_and_discards_drafts(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    assert "haven't written a log yet" in shown_text(answer_to(await ada.slash(club_server.lobby, "log mine")))
    await write(club_server, ada, replace(LORA, problem=""))
    mine = await ada.slash(club_server.lobby, "log mine")
    assert mine.ephemeral
    assert "0 logs · 1 draft" in shown_text(answer_to(mine))
    assert list(buttons(answer_to(mine))) == ["Continue", "Discard"]
    assert filled(await ada.click(answer_to(mine), label="Continue"))["Approach"] == LORA.approach
    asked = await ada.click(answer_to(mine), label="Discard")
    assert LORA.approach in shown_text(answer_to(asked))
    await ada.click(answer_to(asked), label="Discard it")
    assert "Draft discarded." in shown_text(answer_to(asked))
    assert await drafts_of(club_server, ada) == ()
    # A form that was filled from it still counts.
    gone = await ada.click(answer_to(mine), label="Continue")
    assert "can't find that draft" in answer_to(gone).content


async def test_two_devices_that_edit_one_draft_keep_both_texts(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    await write(club_server, ada, replace(LORA, problem=""))
    mine = await ada.slash(club_server.lobby, "log mine")
    phone = await ada.click(answer_to(mine), label="Continue")
    actions = await ada.click(answer_to(mine), label="Continue")
    await send(ada, phone, replace(LORA, problem="", approach="Typed on the phone, and not done yet."))
    await send(ada, actions, replace(LORA, problem="", approach="Typed at the desk, and not done yet."))
    approaches = {draft.text.approach for draft in await drafts_of(club_server, ada)}
    assert approaches == {"Typed on the phone, and not done yet.", "Typed at the desk, and not done yet."}


async def test_an_accepted_form_keeps_what_another_device_typed_since(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    await write(club_server, ada, replace(LORA, problem=""))
    mine = await ada.slash(club_server.lobby, "log mine")
    actions = await ada.click(answer_to(mine), label="Continue")
    phone = await ada.click(answer_to(mine), label="Continue")
    asked = await ada.click(answer_to(mine), label="Discard")
    newer = replace(LORA, problem="", approach="Newer, from the phone.")
    await send(ada, phone, newer)
    saved = await send(ada, actions, LORA)
    assert "Saved as version 1" in shown_text(answer_to(saved))
    assert [draft.text for draft in await drafts_of(club_server, ada)] == [newer]
    # Neither does a question asked before the newer text came.
    refused = await ada.click(answer_to(asked), label="Discard it")
    assert "newer text" in answer_to(refused).content
    assert [draft.text for draft in await drafts_of(club_server, ada)] == [newer]


async def test_a_form_from_before_drafts_had_revisions_is_accepted(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    await write(club_server, ada, replace(LORA, problem=""))
    (draft,) = await drafts_of(club_server, ada)
    mine = await ada.slash(club_server.lobby, "log mine")
    shown = await ada.click(answer_to(mine), label="Continue")
    identity = f"pc:logs:form:v1:{draft.club_id}:{draft.week_id}:0:{draft.id}:lora"
    saved = await send_unchecked(club_server.env, ada, shown, LORA, identity)
    assert "Saved as version 1" in shown_text(answer_to(saved))
    assert await drafts_of(club_server, ada) == ()


async def test_a_log_of_single_letters_is_noticed(club_server: ClubServer) -> None:
    await week_begins(club_server)
    noticed = await write(club_server, club_server.ada, LogText("a", "b", "c", "d"))
    text = shown_text(answer_to(noticed))
    assert "*Problem*, *Approach*, *Key result* and *Limitation or open question* are almost empty." in text
    assert list(buttons(answer_to(noticed))) == ["Edit", "Post anyway"]


async def test_characters_are_counted_in_scripts_without_spaces(club_server: ClubServer) -> None:
    await week_begins(club_server)
    text = LogText(
        "如今微调大模型的成本实在太高了。",
        "作者冻结全部原有权重并学习小矩阵。",
        "效果与完整训练相同但显存少得多。",
        "论文没有说明哪些层最需要更新。",
    )
    await write(club_server, club_server.bo, text)
    noticed = await write(club_server, club_server.ada, text)
    assert "15 characters in a row from another member's log" in shown_text(answer_to(noticed))


async def test_many_logs_and_drafts_take_several_pages(club_server: ClubServer) -> None:
    await week_begins(club_server)
    for number, paper in enumerate(("lora", "qlora", "mamba", "ddpm", "bert", "chinchilla", "gpt-3")):
        text = replace(text_by(number), problem="" if number < 4 else "It is hard.")
        await write(club_server, club_server.ada, text, paper=paper)
        await club_server.pass_by(timedelta(minutes=1))
    mine = await club_server.ada.slash(club_server.lobby, "log mine")
    first = shown_text(answer_to(mine))
    await club_server.ada.click(answer_to(mine), label="Older")
    second = shown_text(answer_to(mine))
    assert "3 logs · 4 drafts" in first
    assert (first.count("**Draft**"), second.count("**Draft**")) == (4, 0)
    await club_server.ada.click(answer_to(mine), label="Newer")
    assert shown_text(answer_to(mine)) == first


@pytest.mark.parametrize("problem", [LORA.problem, "# @everyone ```" * 50, "x" * 4000], ids=["short", "odd", "long"])
async def test_text_that_cannot_be_stored_is_given_back(
    club_server: ClubServer, monkeypatch: Any, problem: str
) -> None:
    await week_begins(club_server)

    async def full(_form: Any) -> Any:
        raise OSError(28, "No space left on device")

    shown = await club_server.ada.slash(club_server.lobby, "log write")
    monkeypatch.setattr(club_server.bot.services.logs, "submit", full)
    answer = await send_unchecked(club_server.env, club_server.ada, shown, replace(LORA, problem=problem))
    response = answer_to(answer)
    assert answer.ephemeral
    assert "### Not saved" in shown_text(response)
    assert "PC-" in shown_text(response)
    if len(problem) > 900:
        assert [file.filename for file in response.attachments] == ["paper-log.txt"]
    else:
        assert LORA.approach in shown_text(response)
    assert club_server.bot.metrics.registry.get_sample_value("paperclub_faults_total") == 1
