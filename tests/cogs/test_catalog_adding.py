"""`/catalog add`: from a file, from a source, by hand; its preview, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from demo.sample_paper import TITLE
from tests.support import paper_files
from tests.support.made_papers import TITLE as FOXNET
from tests.support.made_papers import foxnet_lines, pdf_of
from tests.support.own_catalog import PDF, add, added, links_in, papers_in, preview_of, seen
from tests.support.providers import FOLDED, ToldProviders
from tests.support.reading import answer_to, buttons, selects, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_a_pdf_becomes_a_paper_with_one_press(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=PDF)
    text = seen(shown)
    assert text.startswith(
        f"### Add this paper?\n## {TITLE}\nRobin Aldane, Miko Farrow · 2024\n-# Short name: One Factor for All Layers"
    )
    assert "**1. LoRA: Low-Rank Adaptation of Large Language Models** (2021) · in the catalog" in text
    assert "> “In this paper we build on LoRA [1] and make it smaller still.” – 1 Introduction" in text
    assert "-# The paper cites it in 3 sentences about its own work" in text
    assert (
        "**3. VeRA: Vector-based Random Matrix Adaptation** (2023) · new: added with title, year and link only" in text
    )
    (menu,) = selects(shown)
    assert [option.get("default", False) for option in menu["options"]] == [True, True, True, False, False, False]
    assert list(buttons(shown)) == ["Add", "Edit facts", "Cancel"]
    assert await papers_in(club_server) == []
    added = answer_to(await club_server.dana.click(shown, label="Add"))
    assert "### Added: One Factor for All Layers" in shown_text(added)
    assert "**Builds on** [LoRA]" in shown_text(added)
    assert list(buttons(added)) == ["Lineage", "Cluster", "Card"]
    assert [(row.key, row.is_stub) for row in await papers_in(club_server)] == [
        ("one-factor-for-all-layers", False),
        ("vera", True),
    ]
    assert [row.builds_on for row in await links_in(club_server)] == ["lora", "qlora", "vera"]
    assert told.asked == []


async def test_the_lineage_of_an_added_paper(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=PDF)
    added = answer_to(await club_server.dana.click(shown, label="Add"))
    drawn = await club_server.dana.click(added, label="Lineage")
    assert "Lineage of One Factor for All Layers" in shown_text(answer_to(drawn))
    looked_up = await club_server.ada.slash(club_server.channel, "lineage", paper="one factor for all layers")
    assert "QLoRA" in shown_text(answer_to(looked_up))


async def test_latex_and_its_archive_are_read(club_server: ClubServer, told: ToldProviders) -> None:
    packed = paper_files.tar_gz({"main.tex": paper_files.LATEX})
    for file in (("smaller.tex", paper_files.LATEX.encode()), ("Smaller.TAR.GZ", packed)):
        text = seen(await preview_of(club_server, file=file))
        assert "## A Smaller Factor" in text
        assert "we extend it to one factor for all of the layers of a model.” – Introduction" in text


async def test_a_guessed_year_says_so(club_server: ClubServer, told: ToldProviders) -> None:
    undated = await preview_of(club_server, file=("smaller.tex", paper_files.LATEX.encode()))
    assert "The file doesn't say its year. 2021 is the newest year that it cites, so check it." in seen(undated)
    assert "doesn't say its year" not in seen(await preview_of(club_server, file=PDF))


async def test_a_name_that_everybody_knows_is_found(club_server: ClubServer, told: ToldProviders) -> None:
    known = await preview_of(club_server, source="LoRA")
    assert "**LoRA** is in the catalog already. Nothing was changed." in seen(known)
    assert told.asked == []


async def test_facts_come_from_a_provider_and_the_text_from_arxiv(club_server: ClubServer, told: ToldProviders) -> None:
    told.know(FOLDED, "<html><body>" + "no paper " * 20 + "</body></html>")
    shown = await preview_of(club_server, source="https://arxiv.org/pdf/2401.00001v3")
    text = seen(shown)
    assert "## [Folded Adapters for Small Machines](https://arxiv.org/abs/2401.00001)" in text
    assert "Robin Aldane, Miko Farrow · 2024 · arXiv" in text
    assert "The text on arXiv has" in text
    assert "Nothing is known about what it builds on" in text
    assert told.asked == ["https://arxiv.org/pdf/2401.00001v3", "text of 2401.00001"]
    await club_server.dana.click(shown, label="Add")
    (row,) = await papers_in(club_server)
    assert (row.arxiv_id, row.year, row.abstract) == ("2401.00001", 2024, "We fold adapters.")


async def test_a_source_and_a_file_go_together(club_server: ClubServer, told: ToldProviders) -> None:
    told.know(FOLDED)
    shown = await preview_of(club_server, source="2401.00001", file=PDF)
    text = seen(shown)
    assert "## [Folded Adapters for Small Machines]" in text
    assert f"The file says that it is `{TITLE}`. Check that it is the same paper." in text
    assert "build on LoRA [1] and make it smaller still.”" in text
    assert told.asked == ["2401.00001"]


async def test_what_is_unchecked_is_not_linked(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=PDF)
    picked = answer_to(await club_server.dana.select(shown, ["1", "4"]))
    (menu,) = selects(picked)
    assert [option["value"] for option in menu["options"] if option.get("default")] == ["1", "4"]
    none = answer_to(await club_server.dana.select(picked, []))
    assert not [option for option in selects(none)[0]["options"] if option.get("default")]
    again = answer_to(await club_server.dana.select(none, ["4"]))
    await club_server.dana.click(again, label="Add")
    assert [row.builds_on for row in await links_in(club_server)] == ["prefix-tuning"]
    assert len(await papers_in(club_server)) == 1


async def test_facts_can_be_corrected_before_adding(club_server: ClubServer, told: ToldProviders) -> None:
    dana = club_server.dana
    shown = await preview_of(club_server, file=PDF)
    form = await dana.click(shown, label="Edit facts")
    assert prefilled(form)["Title"] == TITLE
    assert prefilled(form)["Year"] == "2024"
    typed = {"title": "One *Factor*", "authors": "Robin Aldane\nMiko Farrow", "year": "2025"}
    typed |= {"link": "arxiv.org/abs/2501.00007", "short_name": "OneFactor"}
    corrected = answer_to(await dana.submit_modal(form, typed))
    text = shown_text(corrected)
    assert "## [One \\*Factor\\*](https://arxiv.org/abs/2501.00007)\nRobin Aldane, Miko Farrow · 2025" in text
    assert "Short name: OneFactor · arXiv [2501.00007]" in text
    assert "**1. LoRA" in text
    cleared = await dana.submit_modal(await dana.click(corrected, label="Edit facts"), typed | {"short_name": " "})
    assert "Short name: One *Factor* · arXiv" in seen(answer_to(cleared))
    again = await dana.submit_modal(await dana.click(answer_to(cleared), label="Edit facts"), typed)
    await dana.click(answer_to(again), label="Add")
    row = (await papers_in(club_server))[0]
    assert (row.title, row.short_name, row.year) == ("One *Factor*", "OneFactor", 2025)
    assert (row.arxiv_id, list(row.authors)) == ("2501.00007", ["Robin Aldane", "Miko Farrow"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "soon"}, "`soon` isn't a year. Type four digits, such as 2017."),
        ({"year": "1200"}, "The year can be 1500 to 2100, not 1200."),
        ({"link": "javascript:alert(1)"}, "isn't a link that a browser opens"),
        ({"title": "…"}, "A paper needs a title."),
    ],
)
async def test_a_bad_fact_is_refused_and_what_was_typed_is_given_back(
    club_server: ClubServer, told: ToldProviders, wrong: dict[str, str], said: str
) -> None:
    shown = await preview_of(club_server, file=PDF)
    form = await club_server.dana.click(shown, label="Edit facts")
    typed = {"title": "Kept words", "authors": "", "year": "2024", "link": "", "short_name": ""} | wrong
    refused = shown_text(answer_to(await club_server.dana.submit_modal(form, typed)))
    assert "### Not saved" in refused
    assert said in refused
    assert next(iter(wrong.values())) in refused
    await club_server.dana.click(shown, label="Add")
    assert (await papers_in(club_server))[0].title == TITLE


async def test_a_title_and_a_link_are_enough(club_server: ClubServer, told: ToldProviders) -> None:
    form = await add(club_server)
    typed = {
        "title": "A Paper by Hand",
        "authors": "Lee, K.; Wu, B.",
        "year": "",
        "link": "https://example.org/a(b)",
        "short_name": "",
    }
    shown = answer_to(await club_server.dana.submit_modal(form, typed))
    text = seen(shown)
    assert "## [A Paper by Hand](https://example.org/a%28b%29)\nLee, K., Wu, B. · no year" in text
    assert "Nothing is known about what it builds on" in text
    added = answer_to(await club_server.dana.click(shown, label="Add"))
    assert "### Added: A Paper by Hand" in shown_text(added)
    (row,) = await papers_in(club_server)
    assert (row.url, list(row.authors), row.year) == ("https://example.org/a(b)", ["Lee, K.", "Wu, B."], None)


async def test_when_nothing_is_found_the_form_is_offered(club_server: ClubServer, told: ToldProviders) -> None:
    told.is_on = False
    shown = await preview_of(club_server, source="10.1234/abc.5")
    assert "### I couldn't read the paper\nI know only the papers of the catalog" in shown_text(shown)
    form = await club_server.dana.click(shown, label="Type it in")
    assert prefilled(form) == {
        "Title": "",
        "Authors": "",
        "Year": "",
        "Link": "https://doi.org/10.1234/abc.5",
        "Short name": "",
    }
    typed = {"title": "Typed", "authors": "", "year": "", "link": "https://doi.org/10.1234/abc.5", "short_name": ""}
    preview = answer_to(await club_server.dana.submit_modal(form, typed))
    await club_server.dana.click(preview, label="Add")
    assert [(row.title, row.doi) for row in await papers_in(club_server)] == [("Typed", "10.1234/abc.5")]


async def test_a_title_of_the_catalog_is_known_without_asking_anybody(
    club_server: ClubServer, told: ToldProviders
) -> None:
    await added(club_server)
    for source, name in (("attention is all you need", "Transformer"), ("A paper by hand!", "A Paper by Hand")):
        known = await preview_of(club_server, source=source)
        assert seen(known) == f"**{name}** is in the catalog already. Nothing was changed."
    assert "couldn't read" in shown_text(await preview_of(club_server, source="attention is all we need"))
    assert told.asked == ["attention is all we need"]


STAMPED = ("fox.pdf", pdf_of([[(9, 20, "arXiv:2401.01234v2 [cs.LG] 2 Jan 2024"), *foxnet_lines()]]))


async def test_a_file_with_arxiv_s_stamp_says_which_paper_it_is(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=STAMPED)
    assert f"## [{FOXNET}](https://arxiv.org/abs/2401.01234)" in shown_text(shown)
    assert told.asked == ["2401.01234"]
    await club_server.dana.click(shown, label="Add")
    (paper,) = [row for row in await papers_in(club_server) if not row.is_stub]
    assert paper.arxiv_id == "2401.01234"


async def test_a_provider_knows_more_about_a_stamped_file(club_server: ClubServer, told: ToldProviders) -> None:
    told.know(replace(FOLDED, title=FOXNET, arxiv_id="2401.01234", url="https://arxiv.org/abs/2401.01234"))
    shown = await preview_of(club_server, file=STAMPED)
    assert f"## [{FOXNET}](https://arxiv.org/abs/2401.01234)\nRobin Aldane" in shown_text(shown)
    assert "**1. DogNet: Networks for dogs**" in shown_text(shown)


async def test_without_providers_an_id_and_a_file_are_enough(club_server: ClubServer, told: ToldProviders) -> None:
    told.is_on = False
    shown = await preview_of(club_server, source="arXiv:2401.00001", file=PDF)
    assert f"## [{TITLE}](https://arxiv.org/abs/2401.00001)" in shown_text(shown)
    assert "looking papers up on other sites is turned off here" in shown_text(shown)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("paper.pdf", b""), "`paper.pdf` is empty."),
        (
            ("paper.pdf", paper_files.renamed_zip()),
            "is not a PDF, LaTeX, HTML or Markdown file, whatever its name says",
        ),
        (("paper.pdf", paper_files.encrypted_pdf()), "`paper.pdf` is protected by a password."),
        (("paper.pdf", paper_files.truncated_pdf()), "`paper.pdf` is damaged or cut off"),
        (("paper.md", b"\x00\xff\xfe" * 200), "is not a PDF, LaTeX, HTML or Markdown file"),
        (("**bold** @everyone.tex", b"\\documentclass{x}"), "`**bold** @everyone.tex` holds no LaTeX file"),
        (("paper.tar.gz", paper_files.gzip_bomb()), "`paper.tar.gz` holds too much"),
    ],
)
async def test_a_file_that_cannot_be_read_gets_its_sentence_and_the_form(
    club_server: ClubServer, told: ToldProviders, file: tuple[str, bytes], said: str
) -> None:
    shown = await preview_of(club_server, file=file)
    assert said in shown_text(shown)
    assert list(buttons(shown)) == ["Type it in"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("paper.docx", b"x"), "`paper.docx` isn't a kind of file that I read."),
        (("paper", b"x"), "`paper` isn't a kind of file that I read."),
        (
            ("paper.pdf", b"%PDF-" + b"x" * (8 * 1024 * 1024)),
            "`paper.pdf` has 8.0 MiB, and I read files of up to 8 MiB.",
        ),
    ],
)
async def test_a_file_of_another_kind_or_size_is_not_even_downloaded(
    club_server: ClubServer, told: ToldProviders, file: tuple[str, bytes], said: str
) -> None:
    refused = await add(club_server, file=file)
    assert said in answer_to(refused).content


@pytest.mark.parametrize(
    "source", ["http://169.254.169.254/", "https://arxiv.org@evil.example/abs/2401.00001", "2401.1", "doi:10.1/"]
)
async def test_a_source_that_is_no_paper_is_refused_and_nothing_is_asked(
    club_server: ClubServer, told: ToldProviders, source: str
) -> None:
    refused = await add(club_server, source=source)
    assert answer_to(refused).content.startswith(("I don't know a paper at `http", f"`{source}` isn't "))
    assert told.asked == []
