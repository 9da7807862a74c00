"""BibTeX that a bibliography program reads back as the same paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from bot.core.citations import bibtex, citation_key
from bot.core.papers import Paper, Tier

LORA = Paper(
    key="lora",
    title="LoRA: Low-Rank Adaptation of Large Language Models",
    short_name="LoRA",
    authors=("Edward J. Hu", "Yelong Shen", "Christopher Ré", "Łukasz Kaiser"),
    year=2021,
    venue="ICLR 2022",
    venue_year=2022,
    url="https://openreview.net/forum?id=nZeVKeeFYf9&note=a_b%20c",
    tier=Tier.MUST_READ,
    topics=(),
    contribution="",
    why_it_matters="",
    arxiv_id="2106.09685",
)


def read_back(text: str) -> dict[str, str]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"type": entry.entry_type, "key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_the_entry_reads_back() -> None:
    entry = read_back(bibtex(LORA))
    assert entry["type"] == "inproceedings"
    assert entry["key"] == "hu2021lora"
    assert entry["title"].replace("{", "").replace("}", "") == LORA.title
    assert entry["author"] == " and ".join(LORA.authors)
    assert (entry["year"], entry["eprint"], entry["archivePrefix"]) == ("2022", "2106.09685", "arXiv")


def test_the_url_is_kept_to_the_letter() -> None:
    assert f"url = {{{LORA.url}}}" in bibtex(LORA)


def test_capitals_are_kept_from_being_lowered() -> None:
    assert "{LoRA}" in bibtex(LORA)


def test_accents_are_spelt_for_old_programs() -> None:
    assert bibtex(LORA).isascii()


@pytest.mark.parametrize(
    ("venue", "kind", "field"),
    [
        ("NeurIPS 2020", "inproceedings", "booktitle = {NeurIPS 2020}"),
        ("JMLR 2020", "article", "journal = {Journal of Machine Learning Research}"),
        ("OpenAI technical report", "techreport", "institution = {OpenAI}"),
        ("arXiv preprint", "misc", "archivePrefix = {arXiv}"),
    ],
)
def test_the_venue_decides_the_type(venue: str, kind: str, field: str) -> None:
    text = bibtex(replace(LORA, venue=venue))
    assert text.startswith(f"@{kind}{{")
    assert field in text


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (("Łukasz Kaiser",), "One Model To Learn Them All", "kaiser2021model"),
        (("Christopher Ré",), "GPipe", "re2021gpipe"),
        (("Jürgen Schmidhuber",), "U-Net", "schmidhuber2021lora"),
    ],
)
def test_keys_are_plain_letters(authors: tuple[str, ...], title: str, key: str) -> None:
    assert citation_key(replace(LORA, authors=authors, title=title)) == key


def test_more_authors_than_there_is_room_for_end_in_others() -> None:
    crowd = replace(LORA, authors=tuple(f"Ada Nummer{number}" for number in range(400)))
    whole, short = bibtex(crowd), bibtex(crowd, 3000)
    assert "others" not in whole
    assert len(short) <= 3000
    named = read_back(short)["author"].split(" and ")
    assert (named[0], named[-1]) == ("Ada Nummer0", "others")
    assert len(named) > 50
    assert read_back(bibtex(crowd, 10))["author"] == "Ada Nummer0 and others"


TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=80)


@given(TITLES)
def test_no_title_breaks_the_entry(title: str) -> None:
    library = parse_string(bibtex(replace(LORA, title=title)))
    assert [entry.key for entry in library.entries] == [citation_key(replace(LORA, title=title))]
