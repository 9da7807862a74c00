"""A bibliography program parses our BibTeX entries back into the same paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.bibtex_titles import bibtex_title
from bot.core.papers.citations import bibtex, citation_key, citation_keys
from bot.core.papers.paper import Paper, Tier

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


def test_the_entry_parses_back_to_the_paper() -> None:
    entry = read_back(bibtex(LORA))
    assert entry["type"] == "inproceedings"
    assert entry["key"] == "hu2021lora"
    assert entry["title"].replace("{", "").replace("}", "") == LORA.title
    assert entry["author"] == " and ".join(LORA.authors)
    assert (entry["year"], entry["eprint"], entry["archivePrefix"]) == ("2022", "2106.09685", "arXiv")


def test_the_url_is_kept_exactly() -> None:
    assert f"url = {{{LORA.url}}}" in bibtex(LORA)


def test_capitals_are_protected_in_braces() -> None:
    assert "{LoRA}" in bibtex(LORA)


def test_accents_are_written_for_old_programs() -> None:
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
        (("Martin Luther King Jr.",), "LoRA", "king2021lora"),
        (("Gemma Team",), "LoRA", "gemmateam2021lora"),
        (("Aaron van den Oord",), "LoRA", "vandenoord2021lora"),
        (("Bartłomiej Nowak-Żak",), "LoRA", "nowakzak2021lora"),
        (("İlker Yıldız",), "LoRA", "yildiz2021lora"),
        (("Björn Þórsson",), "LoRA", "thorsson2021lora"),
        (("Пётр Чебышёв",), "LoRA", "chebyshyov2021lora"),
        (("陈天奇",), "LoRA", "chen2021lora"),
        (("\U0010ffff",), "LoRA", "lora2021lora"),
    ],
)
def test_citation_keys_are_plain_letters(authors: tuple[str, ...], title: str, key: str) -> None:
    assert citation_key(replace(LORA, authors=authors, title=title)) == key


def test_too_many_authors_end_with_others() -> None:
    crowd = replace(LORA, authors=tuple(f"Ada Nummer{number}" for number in range(400)))
    whole, short = bibtex(crowd), bibtex(crowd, 3000)
    assert "others" not in whole
    assert len(short) <= 3000
    named = read_back(short)["author"].split(" and ")
    assert (named[0], named[-1]) == ("Ada Nummer0", "others")
    assert len(named) > 50
    assert read_back(bibtex(crowd, 10))["author"] == "Ada Nummer0 and others"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("U-Net: Convolutional Networks", "{U-Net}: {C}onvolutional Networks"),
        ("Self-attention Does Not Need O(n^2) Memory", "Self-attention Does Not Need {O}(n$^{2}$) Memory"),
        ("Scaling Language Models: Insights from Gopher", "Scaling Language Models: {I}nsights from {Gopher}"),
        ("Efficient Finetuning of Quantized LLMs", "Efficient Finetuning of Quantized {LLMs}"),
        ("LLM.int8(): 8-bit Multiplication", "{LLM.int8}(): 8-bit Multiplication"),
        ("Exact Attention with IO-Awareness", "Exact Attention with {IO-Awareness}"),
        ("Adam: A Method for Optimization", "{Adam}: {A} Method for Optimization"),
        ("Up or Down? Adaptive Rounding", "Up or Down? {A}daptive Rounding"),
        ("A Study of P(X|Y) and Vitamin A", "A Study of {P}({X}|{Y}) and Vitamin {A}"),
        ("Learning with Langevin Dynamics", "Learning with {Langevin} Dynamics"),
        ("Deep learning for the streets of Paris", "Deep learning for the streets of {Paris}"),
        ("Attention Is All You Need", "Attention Is All You Need"),
    ],
)
def test_significant_capitals_are_braced(title: str, written: str) -> None:
    assert bibtex_title(replace(LORA, title=title)) == written


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("Gemma Team", "{Gemma Team}"),
        ("Barnes and Noble", "{Barnes and Noble}"),
        ("Aaron van den Oord", "van den Oord, Aaron"),
        ("陈天奇", "{陈天奇}"),
        ("Łukasz Kaiser", r"{\L}ukasz Kaiser"),
    ],
)
def test_names_of_people_and_groups_are_written_as_such(author: str, written: str) -> None:
    assert f"author = {{{written}}}" in bibtex(replace(LORA, authors=(author,)))


def test_no_two_papers_share_a_key() -> None:
    twins = [replace(LORA, key=key) for key in ("lora", "second", "third")]
    assert citation_keys(twins) == {"lora": "hu2021lora", "second": "hu2021lorab", "third": "hu2021lorac"}
    assert "hu2021lorab" in bibtex(twins[1], key="hu2021lorab")


TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=80)


@given(TITLES)
def test_no_title_breaks_the_entry(title: str) -> None:
    library = parse_string(bibtex(replace(LORA, title=title)))
    assert [entry.key for entry in library.entries] == [citation_key(replace(LORA, title=title))]
