"""A server's own papers take part in everything inside that server."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.catalog.own_papers import NewPaper, ProposedAncestor
from tests.support.added_papers import ABSTRACT, ATTENTION, FROGS, SENTENCE, TADPOLES, add_paper
from tests.support.club_server import DAY
from tests.support.log_forms import send
from tests.support.logs import text_by
from tests.support.reading import answer_to, pictures, shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

QUESTIONS = "What could nobody do before this paper"


async def shown(server: ClubServer, command: str, **options: Any) -> str:
    return shown_text(answer_to(await server.ada.slash(server.lobby, command, **options)))


async def test_the_card_shows_the_abstract_and_what_the_paper_builds_on(club_server: ClubServer) -> None:
    await add_paper(club_server.bot, club_server.guild.id, FROGS, [ATTENTION, TADPOLES])
    for query in ("qwzxv", "choruses of frogs", "3101.00017", "croaker 2031"):
        text = await shown(club_server, "paper", query=query)
        assert "ADDED BY THIS SERVER · Qwzxv" in text
        assert "[Choruses of Qwzxvian Frogs at Dusk](https://example.org/frogs)" in text
        assert "Ida Croaker and Otto Pond" in text or "Ida Croaker, Otto Pond" in text
        assert f"**Abstract**\n{ABSTRACT}" in text
        assert f"“{SENTENCE}”" in text
        assert "Tadpoles Before Dusk (2029): Says when the choruses begin" in text
        assert "What it contributed" not in text
        assert "Why it matters" not in text


async def test_a_long_abstract_ends_with_a_whole_sentence(club_server: ClubServer) -> None:
    await add_paper(club_server.bot, club_server.guild.id, replace(FROGS, abstract=" ".join([ABSTRACT] * 12)))
    abstract = (await shown(club_server, "paper", query="qwzxv")).partition("**Abstract**\n")[2].partition("\n")[0]
    assert abstract.endswith(". …")
    assert 500 < len(abstract) < 850


async def test_what_an_added_paper_says_is_shown_as_written_everywhere(club_server: ClubServer) -> None:
    hostile = "<t:1:R> [x](https://evil.example)"
    facts: dict[str, Any] = {"title": f"{hostile} frogs", "authors": (hostile,), "venue": hostile, "abstract": hostile}
    frogs = replace(FROGS, url="", short_name="<#5> [x](//a.b)", **facts)
    key = await add_paper(club_server.bot, club_server.guild.id, frogs, [replace(ATTENTION, why="Uses <@&5>")])
    await club_server.club(key)
    commands = {"paper": "query", "lineage": "paper", "cluster": "paper", "catalog show": "paper"}
    texts = [await shown(club_server, command, **{option: key}) for command, option in commands.items()]
    texts += [await shown(club_server, "papers", tier="added"), await shown(club_server, "syllabus show")]
    for text in texts:
        assert "\\<#5> " in text
        assert not re.search(r"(?<!\\)(?:<#5|<t:1:|<@&5|\]\(https://evil)", text.partition("**Builds on**")[0])
        assert "Uses <@&5>" not in text


async def test_a_reason_and_the_sentence_behind_it_are_two_sentences(club_server: ClubServer) -> None:
    attention = replace(ATTENTION, why="cites it in the introduction")
    await add_paper(club_server.bot, club_server.guild.id, FROGS, [attention, TADPOLES])
    for command, option in (("paper", "query"), ("lineage", "paper"), ("cluster", "paper")):
        assert f"Cites it in the introduction. “{SENTENCE}”" in await shown(club_server, command, **{option: "qwzxv"})


async def test_a_year_in_a_short_name_is_not_repeated(club_server: ClubServer) -> None:
    for title, year in (("Frog Calls: One", 1993), ("Frog Calls: Two", 1998)):
        newer = await add_paper(club_server.bot, club_server.guild.id, NewPaper(title, year=year))
    await add_paper(club_server.bot, club_server.guild.id, FROGS, [ProposedAncestor("Frog Calls: Two", key=newer)])
    text = await shown(club_server, "lineage", paper="qwzxv")
    assert "- Frog Calls (1998)" in text
    assert "(1998) (1998)" not in text


async def test_a_paper_of_which_only_the_title_is_known(club_server: ClubServer) -> None:
    bare = replace(FROGS, url="", authors=(), year=None, venue="", arxiv_id=None, abstract="")
    key = await add_paper(club_server.bot, club_server.guild.id, bare)
    text = await shown(club_server, "paper", query="qwzxv")
    assert "## Choruses of Qwzxvian Frogs at Dusk" in text
    assert "0" not in text.partition("-# `")[0]
    assert "Abstract" not in text
    cluster = await shown(club_server, "cluster", paper="qwzxv")
    assert "you read just this one" in cluster
    assert QUESTIONS in cluster
    assert cluster.count("\n- ") == 4
    lineage = await club_server.ada.slash(club_server.lobby, "lineage", paper="qwzxv")
    assert pictures(answer_to(lineage))
    pressed = await club_server.ada.click(answer_to(lineage), custom_id=f"pc:papers:card:v1:{key}")
    cited = await club_server.ada.click(answer_to(pressed), label="Cite")
    assert "@misc" in shown_text(answer_to(cited))


async def test_the_lineage_and_the_reading_set_go_over_into_the_shared_catalog(club_server: ClubServer) -> None:
    await add_paper(club_server.bot, club_server.guild.id, FROGS, [ATTENTION, TADPOLES])
    lineage = await shown(club_server, "lineage", paper="qwzxv")
    assert "Builds on 2 papers" in lineage
    assert SENTENCE in lineage
    assert "Qwzxv" in await shown(club_server, "lineage", paper="attention is all you need")
    cluster = await shown(club_server, "cluster", paper="qwzxv")
    assert cluster.index("Attention Is All You Need") < cluster.index("Choruses of Qwzxvian")
    assert "Qwzxv says" not in cluster
    assert QUESTIONS in cluster


async def test_an_own_paper_is_suggested_browsed_and_found_in_messages(club_server: ClubServer) -> None:
    key = await add_paper(club_server.bot, club_server.guild.id)
    for command, option in (("paper", "query"), ("log write", "paper")):
        offered = await club_server.ada.autocomplete(club_server.lobby, command, option, "qwz")
        assert [choice["value"] for choice in offered][:1] == [key]
    assert "Qwzxv" in await shown(club_server, "papers", tier="added")
    message = await club_server.bo.send(club_server.lobby, "Has anybody read 3101.00017?")
    found = await club_server.ada.context_menu(club_server.lobby, "Find papers", message)
    assert "Qwzxvian Frogs" in shown_text(answer_to(found))


async def test_a_club_reads_an_own_paper(club_server: ClubServer) -> None:
    key = await add_paper(club_server.bot, club_server.guild.id, FROGS, [ATTENTION])
    club = await club_server.club()
    added = await club_server.dana.slash(club_server.lobby, "syllabus add", paper="qwzxv")
    assert "Qwzxv" in answer_to(added).content
    assert "Qwzxv" in await shown(club_server, "syllabus show")
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    assert "Choruses of Qwzxvian Frogs at Dusk" in shown_text(post)
    assert "Abstract: Seventeen ponds" in shown_text(post)
    (guide,) = club_server.guides_in(club_server.threads[0])
    assert QUESTIONS in shown_text(guide)
    copied = replace(text_by(3), problem="Frogs answered one another within two seconds on most of them.")
    form = await club_server.ada.slash(club_server.lobby, "log write", paper=key)
    noticed = shown_text(answer_to(await send(club_server.ada, form, copied)))
    assert "Qwzxv" in noticed
    assert "answered one another within two seconds" in noticed


async def test_the_card_quotes_what_reviewers_picked(club_server: ClubServer) -> None:
    key = await add_paper(club_server.bot, club_server.guild.id)
    club = await club_server.club(key)
    assert club.next_due
    group = ReadingGroup(club_server)
    await club_server.go_to(club.next_due)
    for name in ("ada", "bo", "cy"):
        await group.write(name)
    await club_server.go_to(club.next_due + 5 * DAY)
    await group.review("ada", "bo")
    text = await shown(club_server, "paper", query="qwzxv")
    assert "**From logs in this server**" in text
    assert f"<@{group['bo'].id}>" in text


async def test_a_server_without_own_papers_has_an_empty_shelf(club_server: ClubServer) -> None:
    assert "Nobody has added a paper here yet" in await shown(club_server, "papers", tier="added")
