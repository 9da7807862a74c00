"""Where a log goes: the author chooses if it isn't clear, the form says it, and it is checked again when the form is
sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.log_forms import LORA, destination_said, filled, send, send_unchecked, week_begins, write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, selects, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


def offered(asked: Any) -> dict[str, str]:
    """A select's options: their labels and values."""
    (menu,) = selects(answer_to(asked))
    return {option["label"]: option["value"] for option in menu["options"]}


async def drafts_of(server: ClubServer, actor: Any) -> list[Any]:
    return list((await server.bot.services.logs.mine(viewer(actor.id, server.guild.id))).drafts)


async def test_a_paper_of_no_week_goes_to_the_club_only_if_chosen(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, thread = club_server.ada, club_server.threads[0]
    card = await ada.slash(club_server.lobby, "paper", query="mamba", private=True)
    asked = await ada.click(answer_to(card), label="Write my log")
    assert asked.ephemeral
    assert "No week here is about **Mamba**. Where should your log go?" in shown_text(answer_to(asked))
    assert list(offered(asked)) == ["Only me", "Sunday papers"]
    alone = await ada.select(answer_to(asked), [offered(asked)["Only me"]])
    assert destination_said(alone) == "Only you will see it. It isn't posted anywhere."
    assert "Only you can see it" in shown_text(answer_to(await send(ada, alone, text_by(1))))
    await club_server.delivered()
    assert club_server.said_in(thread) == []
    asked = await club_server.bo.slash(club_server.lobby, "log write", paper="mamba")
    shared = await club_server.bo.select(answer_to(asked), [offered(asked)["Sunday papers"]])
    assert f"It goes to **Sunday papers**, in <#{thread.id}>." in destination_said(shared)
    await send(club_server.bo, shared, text_by(2))
    await club_server.delivered()
    assert "case 2" in shown_text(club_server.said_in(thread)[0])


async def test_the_form_says_which_thread_it_goes_to(club_server: ClubServer) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.click(club_server.posts()[0], label="Write my log")
    assert destination_said(shown) == f"It goes to **Sunday papers**, week 1, in <#{club_server.threads[0].id}>."


async def test_if_several_clubs_read_a_paper_one_is_chosen(club_server: ClubServer) -> None:
    await week_begins(club_server)
    hall = club_server.guild.create_text_channel("hall")
    other = await club_server.club("lora", name="Night owls", channel_id=hall.id)
    assert other.next_due
    await club_server.go_to(other.next_due)
    card = await club_server.ada.slash(club_server.lobby, "paper", query="lora", private=True)
    asked = await club_server.ada.click(answer_to(card), label="Write my log")
    assert "Several clubs are reading **LoRA**. Which one is your log for?" in shown_text(answer_to(asked))
    assert list(offered(asked)) == ["Night owls", "Sunday papers"]
    shown = await club_server.ada.select(answer_to(asked), [offered(asked)["Night owls"]])
    assert "It goes to **Night owls**, week 1" in destination_said(shown)
    await send(club_server.ada, shown, LORA)
    await club_server.delivered()
    assert "LoRA" in shown_text(club_server.said_in(hall.threads[0])[0])
    # Without a paper, too.
    asked = await club_server.bo.slash(club_server.lobby, "log write")
    assert "Which club is your log for?" in shown_text(answer_to(asked))


@pytest.mark.parametrize("paper", ["bert", "mamba"])
async def test_a_form_for_a_paper_outside_the_week_is_not_that_weeks_log(club_server: ClubServer, paper: str) -> None:
    club = await week_begins(club_server)
    (week,) = await club_server.week_rows()
    ada = club_server.ada
    shown = await ada.slash(club_server.lobby, "log write")
    forged = f"pc:logs:form:v1:{club.id}:{week.id}:0:0:{paper}"
    answer = await send_unchecked(club_server.env, ada, shown, LORA, forged)
    assert "isn't reading that paper in that week" in shown_text(answer_to(answer))
    assert "Your text is kept as a draft" in shown_text(answer_to(answer))
    await club_server.delivered()
    assert club_server.said_in(club_server.threads[0]) == []
    (draft,) = await drafts_of(club_server, ada)
    assert (draft.club_id, draft.week_id, draft.paper_key) == (None, None, paper)
    again = await ada.click(answer_to(answer), label="Edit")
    assert filled(again)["Problem"] == LORA.problem
    assert destination_said(again) == "Only you will see it. It isn't posted anywhere."


async def test_a_form_with_contradictory_ids_changes_no_log(club_server: ClubServer) -> None:
    """A form that names another paper or another week must not overwrite a log."""
    club = await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    mine = await club_server.ada.slash(club_server.lobby, "log edit")
    (week,) = await club_server.week_rows()
    for destination in ("0:0:1:0:bert", f"{club.id}:{week.id + 7}:1:0:lora", f"{club.id + 7}:{week.id}:1:0:lora"):
        answer = await send_unchecked(
            club_server.env, club_server.ada, mine, text_by(9), f"pc:logs:form:v1:{destination}"
        )
        assert "I can't find that log here" in shown_text(answer_to(answer))
        mine = await club_server.ada.slash(club_server.lobby, "log edit")
    await club_server.delivered()
    assert "case 9" not in shown_text(club_server.said_in(club_server.threads[0])[0])


async def test_logs_of_others_are_offered_with_their_authors_names(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    await write(club_server, club_server.dana)
    names = [choice["name"] for choice in await club_server.bo.autocomplete(club_server.lobby, "log show", "log", "")]
    assert [name.split(" · ")[:2] for name in names] == [["LoRA", "dana"], ["LoRA", "ada"]]
    asked = await club_server.bo.slash(club_server.lobby, "log show", log="lora")
    (menu,) = selects(answer_to(asked))
    assert [option["label"].split(" · ")[1] for option in menu["options"]] == ["dana", "ada"]
    own = await club_server.ada.autocomplete(club_server.lobby, "log edit", "log", "")
    assert own[0]["name"].startswith("LoRA · yours · ")


async def test_an_author_with_unknown_name_is_another_member(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    club_server.guild.remove_member(club_server.ada)
    (choice,) = await club_server.bo.autocomplete(club_server.lobby, "log show", "log", "")
    assert choice["name"].startswith("LoRA · another member · ")


@pytest.mark.parametrize("command", ["log write", "log mine", "review next", "week status"])
async def test_without_a_club_each_command_says_what_to_do(club_server: ClubServer, command: str) -> None:
    for actor in (club_server.ada, club_server.dana):
        page = answer_to(await actor.slash(club_server.lobby, command))
        text = shown_text(page)
        if command.startswith("log"):
            assert "paper" in text
        elif actor is club_server.dana:
            assert list(buttons(page)) == ["Set up a club"]
        else:
            assert "Anyone with **Manage Server** can set one up." in text
            assert "`/log write paper`" in text
    form = await club_server.ada.slash(club_server.lobby, "log write", paper="lora")
    assert destination_said(form) == "Only you will see it. It isn't posted anywhere."
