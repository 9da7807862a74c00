"""`/catalog import` and `export`: bibliographies in and out."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.extraction.bibliography import read_limited
from tests.support.club_server import ClubServer
from tests.support.forging import press_forged
from tests.support.own_catalog import added, papers_in, preview_of, seen
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.providers import ToldProviders

FILE = b"""@article{one,
  title = {Folded Adapters for {Small} Machines},
  author = {Aldane, Robin and Farrow, Miko},
  year = {2024},
  eprint = {2401.00001},
  archivePrefix = {arXiv}
}

@article{two,
  title = {Attention Is All You Need},
  author = {Vaswani, Ashish},
  year = {2017}
}

@misc{three,
  title = {A *Second* Paper},
  year = {2023}
}

@misc{three,
  title = {A Second Paper},
  year = {2023}
}

@misc{four,
  year = {2020}
}
"""


@pytest.fixture(autouse=True)
def _read_before(club_server: ClubServer) -> None:
    """The virtual Discord does not wait for a process that takes seconds on a busy machine."""
    club_server.bot.services.paper_files.read_bibliography = _read_again


_READ: dict[tuple[bytes, str], Any] = {}


def _read_again(data: bytes, name: str) -> Any:
    found = _READ[data, name.rpartition(".")[2]]
    if isinstance(found, Exception):
        raise found
    return found


async def take_in(server: ClubServer, name: str, data: bytes, member: Any = None) -> Any:
    """What `/catalog import` answers."""
    (read,) = await asyncio.gather(asyncio.to_thread(read_limited, data, name), return_exceptions=True)
    _READ[data, name.lower().rpartition(".")[2]] = read
    answer = await (member or server.dana).slash(server.channel, "catalog import", file=(name, data))
    assert answer.ephemeral
    return answer_to(answer)


async def test_a_preview_lists_what_is_new_duplicate_and_broken(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await take_in(club_server, "Library.BIB", FILE)
    text = seen(shown)
    assert text.startswith("### Import 2 papers?\n**New** 2 · **Duplicates** 2 · **Broken** 1")
    assert "Line 20: the key `three` is used twice, first in line 15. Both entries count." in text
    assert "Line 25: the entry has no title. Add one." in text
    assert "Line 9: duplicate: Attention Is All You Need (2017) is here as" in text
    assert "Line 20: duplicate: A Second Paper (2023) is already in line 15, with the same title" in text
    assert "Line 1: new: Folded Adapters for Small Machines (2024)" in text
    assert "**Second**" not in shown_text(shown)
    assert list(buttons(shown)) == ["Import", "Cancel"]
    assert await papers_in(club_server) == []
    done = answer_to(await club_server.dana.click(shown, label="Import"))
    assert shown_text(done) == "### Imported 2 papers\nLook them up with `/paper`. 2 duplicates were left out."
    assert [row.title for row in await papers_in(club_server)] == [
        "Folded Adapters for Small Machines",
        "A *Second* Paper",
    ]
    card = await club_server.ada.slash(club_server.channel, "paper", query="2401.00001")
    assert "Robin Aldane, Miko Farrow" in shown_text(answer_to(card))


WRONG_DOI = b"""
@article{one, title = {Reading Owls at Night}, doi = {10.1000/owls}, year = 2020}
@article{two, title = {The Sleep of Foxes}, doi = {10.1000/owls}, year = 2021}
"""


async def test_a_duplicate_by_a_wrong_doi_names_both_titles(club_server: ClubServer, told: ToldProviders) -> None:
    text = seen(await take_in(club_server, "library.bib", WRONG_DOI))
    assert "The Sleep of Foxes (2021) is already in line 2, with the same DOI but another title: Reading Owls" in text


async def test_it_imports_once_and_survives_a_restart(
    club_server: ClubServer, told: ToldProviders, restart: Callable[..., Awaitable[None]]
) -> None:
    shown = await take_in(club_server, "library.bib", FILE)
    identity = buttons(shown)["Import"]
    await restart()
    done = answer_to(await club_server.dana.click(shown, label="Import"))
    assert "### Imported 2 papers" in shown_text(done)
    other = await preview_of(club_server, file=("x.tex", b"\\documentclass{article}"))
    again = await press_forged(club_server.env, club_server.dana, other, identity)
    assert shown_text(answer_to(again)) == shown_text(done)
    assert len(await papers_in(club_server)) == 2


async def test_many_entries_take_several_pages(club_server: ClubServer, told: ToldProviders) -> None:
    things = ("amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath", "inlet", "jade")
    titles = [f"{quality} {thing}" for quality in ("Quiet", "Narrow", "Salty") for thing in things]
    entries = [{"type": "article", "title": title, "id": title} for title in titles]
    shown = await take_in(club_server, "papers.json", json.dumps(entries).encode())
    assert shown_text(shown).startswith("### Import 30 papers?")
    assert shown_text(shown).count("new: ") == 12
    turned = answer_to(await club_server.dana.click(shown, label="Next"))
    assert shown_text(turned).count("new: ") == 12
    last = answer_to(await club_server.dana.click(turned, label="Next"))
    assert shown_text(last).count("new: ") == 6
    assert "3 of 3" in buttons(last)
    canceled = answer_to(await club_server.dana.click(last, label="Cancel"))
    assert shown_text(canceled) == "Canceled. Nothing was added."
    assert await papers_in(club_server) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "papers.zip",
            b"PK",
            "isn't a bibliography. I read only text in `.bib`, `.ris` and `.json` files.",
        ),
        ("papers.bib", b"@a{" + b"x" * (8 * 1024 * 1024), "has 8.0 MiB, and I read bibliographies of up to 8 MiB."),
        ("papers.bib", b"PK\x03\x04" + bytes(100), "is not plain text in UTF-8."),
        ("papers.bib", b"", "has no entries. Export the papers again."),
        ("papers.bib", b"@article{a, title = {Open", "can't be read. Line 1: the entry `a` is unclosed."),
        ("papers.enw", b"%0 Journal Article\n%T A title\n", "is EndNote's own format."),
        ("papers.json", b"[{", "Line 1: from here on, this is not valid JSON."),
    ],
)
async def test_a_file_that_cannot_be_used_gets_its_sentence(
    club_server: ClubServer, told: ToldProviders, name: str, data: bytes, said: str
) -> None:
    refused = await take_in(club_server, name, data)
    assert said in shown_text(refused)
    assert not buttons(refused)


async def test_too_many_entries_are_refused_as_a_whole(club_server: ClubServer, told: ToldProviders) -> None:
    data = "".join(f"@misc{{k{number}, title = {{Paper {number}}}, year = 2020}}\n" for number in range(2_001))
    refused = await take_in(club_server, "papers.bib", data.encode())
    assert "A file can have up to 2,000 entries (yours has 2,001). Split it." in shown_text(refused)
    assert await papers_in(club_server) == []


@pytest.mark.parametrize(
    ("kind", "name"), [("bibtex", "papers.bib"), ("ris", "papers.ris"), ("csl-json", "papers.json")]
)
async def test_what_is_exported_is_imported_as_the_same(
    club_server: ClubServer, told: ToldProviders, kind: str, name: str
) -> None:
    done = await take_in(club_server, "library.bib", FILE)
    await club_server.dana.click(done, label="Import")
    answer = await club_server.dana.slash(club_server.channel, "catalog export", format=kind)
    assert answer.ephemeral
    sent = answer_to(answer)
    assert "This server's 2 own papers:" in shown_text(sent)
    (file,) = sent.attachments
    assert file.filename == name
    other = ClubServer(club_server.env)
    again = await take_in(other, name, await file.read())
    assert "**New** 2 · **Duplicates** 0 · **Broken** 0" in shown_text(again)
    await other.dana.click(again, label="Import")
    rows = await papers_in(club_server)
    facts = [(row.title, list(row.authors), row.year, row.arxiv_id) for row in rows]
    assert sorted(map(repr, facts[:2])) == sorted(map(repr, facts[2:]))


async def test_only_organizers_import_and_export(club_server: ClubServer, told: ToldProviders) -> None:
    refused = await take_in(club_server, "library.bib", FILE, club_server.ada)
    assert "That's for organizers" in refused.content
    answer = await club_server.ada.slash(club_server.channel, "catalog export", format="bibtex")
    assert "That's for organizers" in answer_to(answer).content


async def test_without_own_papers_there_is_nothing_to_export(club_server: ClubServer, told: ToldProviders) -> None:
    answer = await club_server.dana.slash(club_server.channel, "catalog export", format="ris")
    assert "This server has no papers of its own yet." in shown_text(answer_to(answer))


async def test_another_server_s_import_is_gone(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await take_in(club_server, "library.bib", FILE)
    other = ClubServer(club_server.env)
    theirs = await take_in(other, "library.bib", FILE)
    for label, custom_id in buttons(shown).items():
        if label != "Cancel":
            pressed = await press_forged(club_server.env, other.dana, theirs, custom_id)
            assert "This preview is no longer here" in answer_to(pressed).content
    await added(other)
    assert [row.title for row in await papers_in(club_server)] == ["A Paper by Hand"]
