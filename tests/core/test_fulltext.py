"""How the parts of a paper's text are read: references, citations, headings, divided words and known papers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fulltext.headings import begins_references, part_of, repaired
from bot.core.fulltext.joining import joined, vocabulary
from bot.core.fulltext.manuscript import Manuscript, PaperPart, Passage, Reference
from bot.core.fulltext.markers import MarkerFinder
from bot.core.fulltext.matching import KnownPapers
from bot.core.fulltext.proposals import lineage_of
from bot.core.fulltext.reference_entries import parse_entry
from bot.core.fulltext.stamps import stamped_id
from bot.core.fulltext.surnames import surnames_in
from bot.core.fulltext.years import year_of_paper
from bot.core.papers.paper import Paper, Tier

ENTRIES = [
    (
        "[12] J. L. Ba, J. R. Kiros, and G. E. Hinton. On layers of norms. arXiv:1607.06450, 2016.",
        ("12", "On layers of norms", ("ba", "kiros", "hinton"), 2016, "1607.06450"),
    ),
    (
        "Hu, E. J., yelong shen, Wallis, P., and Chen, W. Ranks: Low ones. In Conference, 2022b.",
        ("", "Ranks: Low ones", ("hu", "shen", "wallis", "chen"), 2022, None),
    ),
    (
        "Seonghyeon Ye, Doyoung Kim, and Minjoon Seo. 2022. Guess it! making models stronger. In EMNLP.",
        ("", "Guess it! making models stronger", ("ye", "kim", "seo"), 2022, None),
    ),
    (
        "[Sutton et al. 1999] Sutton, R. S.; McAllester, D. A.; et al. 1999. Policies in words. In NIPS, 1057–1063.",
        ("Sutton et al. 1999", "Policies in words", ("sutton", "mcallester"), 1999, None),
    ),
    (
        "7. A. Vaswani, Ł. Kaiser, and I. Polosukhin. Attention to all. In Advances in Systems, pages 6000–6010, 2017.",
        ("7", "Attention to all", ("vaswani", "kaiser", "polosukhin"), 2017, None),
    ),
    (
        "[VSP+17] Ashish Vaswani et al. “You need attention”. In: NeurIPS (2017).",
        ("VSP+17", "You need attention", ("vaswani",), 2017, None),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENTRIES, ids=lambda value: str(value)[:20])
def test_entries_in_many_styles(text: str, expected: tuple[object, ...]) -> None:
    found = parse_entry(text)
    assert (found.label, found.title, found.surnames, found.year, found.arxiv_id) == expected


def test_a_doi_and_the_letter_of_a_year() -> None:
    found = parse_entry("Ada Ba. Words of use. Journal of Words, 2020a. doi: 10.18653/v1/s17-2001. URL http://x.org.")
    assert (found.doi, found.year, found.year_suffix) == ("10.18653/v1/s17-2001", 2020, "a")


@given(st.text(max_size=300))
def test_any_entry_can_be_read(text: str) -> None:
    found = parse_entry(text)
    assert len(found.title) <= 250


def test_surnames_are_alike_however_they_are_written() -> None:
    for written in ("Piotr Dollár and Kaiming He", "Dollar´, P. and He, K.", "P. Dollar, K. He"):
        assert surnames_in(written) == ("dollar", "he")


def reference(label: str, first: str, year: int, *further: str, suffix: str = "") -> Reference:
    return Reference(label, f"{first} {year}", f"On {first}", (first, *further), year, suffix)


NUMBERED = [reference(str(number), f"name{number}", 2000 + number) for number in range(1, 10)]
NAMED = [
    reference("", "vaswani", 2017, "shazeer", "parmar"),
    reference("", "hu", 2020, "li", suffix="a"),
    reference("", "hu", 2020, "wang", suffix="b"),
    reference("", "vandermaaten", 2008, "hinton"),
]


@pytest.mark.parametrize(
    ("text", "cited", "group"),
    [
        ("as in [3].", [(2,)], 1),
        ("known [3, 5-7] things", [(2, 4, 5, 6)], 4),
        ("known [3], [4] and [5]", [(2,), (3,), (4,)], 3),
        ("see [2, Sec. 3]", [(1,)], 1),
        ("with x in [0.5, 5] and [0, 1]", [], 0),
        ("an array a[12] of 40", [], 0),
    ],
)
def test_numbers_in_brackets(text: str, cited: list[tuple[int, ...]], group: int) -> None:
    markers = MarkerFinder(NUMBERED).markers_in(text)
    assert [marker.references for marker in markers] == cited
    assert all(marker.group == group for marker in markers)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Vaswani et al. (2017) propose", [(0,)]),
        ("known (Vaswani et al., 2017; Hu and Li, 2020a)", [(0,), (1,)]),
        ("by Hu & Wang (2020b) and others", [(2,)]),
        ("by Hu and Wang (2020)", [(2,)]),
        ("known (Vaswani, Shazeer, et al. 2017)", [(0,)]),
        ("van der Maaten and Hinton (2008) plot", [(3,)]),
        ("In 2017 nobody was cited by Nobody (2017)", []),
    ],
)
def test_authors_and_years(text: str, cited: list[tuple[int, ...]]) -> None:
    assert [marker.references for marker in MarkerFinder(NAMED).markers_in(text)] == cited


def test_et_al_never_stands_for_a_paper_of_two() -> None:
    finder = MarkerFinder([reference("", "liu", 2019, "lapata"), reference("", "liu", 2019, "ott", "goyal")])
    texts = ("Following RoBERTa (Liu et al., 2019)", "Following BertSum (Liu and Lapata, 2019)")
    assert [finder.markers_in(text)[0].references for text in texts] == [(1,), (0,)]


def test_letters_and_superscripts() -> None:
    finder = MarkerFinder([reference("VSP+17", "vaswani", 2017)])
    assert [marker.references for marker in finder.markers_in("attention [VSP+17] is")] == [(0,)]
    finder = MarkerFinder(NUMBERED)
    text = "chess programs5,6 and networks1–4 won7."
    finder.choose_style([text])
    assert [marker.references for marker in finder.markers_in(text)] == [(4, 5), (0, 1, 2, 3), (6,)]


@given(st.text(alphabet="[](),;-–0123456789 abAB.et al&", max_size=200))
def test_markers_stand_in_order_and_apart(text: str) -> None:
    markers = MarkerFinder([*NUMBERED, *NAMED]).markers_in(text)
    assert all(0 <= marker.start < marker.end <= len(text) for marker in markers)
    assert all(one.end <= two.start for one, two in itertools.pairwise(markers))
    assert all(marker.references and marker.group >= 1 for marker in markers)


def test_divided_words_become_what_the_document_writes_elsewhere() -> None:
    lines = ["the pre\ufffetraining of net-", "works is fine-", "tuning"]
    known = vocabulary(["pre-training", "networks", "fine-tuning"])
    assert joined(lines, known) == "the pre-training of networks is fine-tuning"
    assert joined(["GPT\ufffe3 and un\ufffeknown"], vocabulary([])) == "GPT-3 and unknown"


@given(st.lists(st.text(max_size=40), max_size=6))
def test_joining_loses_no_letter(lines: list[str]) -> None:
    letters = [char for line in lines for char in line if char.isalpha()]
    assert [char for char in joined(lines, vocabulary(lines)) if char.isalpha()] == letters


def test_headings_lead_to_parts_of_a_paper() -> None:
    assert repaired("1 I NTRODUCTION") == "1 INTRODUCTION"
    parts = []
    part = PaperPart.END_MATTER
    for heading in (
        "Abstract",
        "1 Introduction",
        "2 Related Work",
        "2.1 Dogs",
        "3 FoxNet",
        "4 Experiments",
        "4.1 Setup",
    ):
        part = part_of(heading, part, is_behind_references=False)
        parts.append(part)
    assert parts == [
        *(PaperPart.ABSTRACT, PaperPart.INTRODUCTION, PaperPart.RELATED_WORK, PaperPart.RELATED_WORK, PaperPart.METHOD),
        *(PaperPart.EXPERIMENTS, PaperPart.EXPERIMENTS),
    ]
    assert part_of("A Proofs", PaperPart.CONCLUSION, is_behind_references=True) is PaperPart.APPENDIX
    assert begins_references("R EFERENCES")
    assert not begins_references("reference")


def test_the_year_is_that_of_the_first_version() -> None:
    assert year_of_paper(["arXiv:1706.03762v7 [cs.CL] 2 Aug 2023"], [2016]) == (2017, True)
    assert year_of_paper(["31st Conference on Things (NIPS 2017)"], [2016]) == (2017, True)
    assert year_of_paper([], [2016, 2015, 2090]) == (2016, False)
    assert year_of_paper([], []) == (None, False)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Title", "arXiv:1706.03762v7  [cs.CL]  2 Aug 2023"], "1706.03762"),
        (["arXiv:hep-th/9901001v3 [hep-th] 1 Jan 1999"], "hep-th/9901001"),
        # Citations on a first page have no category.
        (["as in arXiv:1706.03762", "arXiv preprint arXiv:1810.04805v2, 2019"], None),
        (["arXiv:1706.03762v7 [cs.CL]", "arXiv:1810.04805v2 [cs.CL]"], None),
        (["arXiv:1713.03762v7 [cs.CL]"], None),
        ([], None),
    ],
)
def test_arxiv_s_stamp_tells_which_paper_a_file_is(lines: list[str], expected: str | None) -> None:
    assert stamped_id(lines) == expected


def known_paper() -> Paper:
    return Paper(
        "dog",
        "DogNet: Networks for Dogs",
        "DogNet",
        ("A",),
        2017,
        "",
        "",
        Tier.FURTHER,
        (),
        "",
        "",
        arxiv_id="1701.00001",
    )


def test_references_lead_to_known_papers() -> None:
    known = KnownPapers([known_paper()])
    assert known.key_of("Dognet: networks for dogs", 2018, None, None) == "dog"
    assert known.key_of("DogNet: Network for dogs", 2017, None, None) == "dog"
    assert known.key_of("Dog networks", 2017, "1701.00001", None) == "dog"
    assert known.key_of("Quite another thing", 2017, "1701.00001", None) is None
    assert known.key_of("DogNet: Network for dogs", 2030, None, None) is None
    assert known.key_of("Cats", 2017, None, None) is None


def test_the_paper_that_is_extended_comes_before_the_data_set_that_is_cited_more() -> None:
    passages = (
        Passage("Abstract", PaperPart.ABSTRACT, "We propose Fox, which extends Dog [1]. It is good."),
        Passage("2 Method", PaperPart.METHOD, "Our method builds on Dog [1]. We replace its layers. It is trained."),
        Passage(
            "3 Results", PaperPart.EXPERIMENTS, "We use the Bird data set [2]. On Bird [2] it wins. Bird [2] is large."
        ),
    )
    references = (reference("1", "ada", 2016), reference("2", "bo", 2015), reference("3", "cy", 2014))
    lineage = lineage_of(Manuscript("Fox", 2017, "", passages, references))
    assert [proposal.title for proposal in lineage.proposals] == ["On ada", "On bo"]
    text = " ".join(passage.text for passage in passages)
    assert all(quote.text in text for proposal in lineage.proposals for quote in proposal.quotes)
    assert all(proposal.reasons for proposal in lineage.proposals)


@given(st.lists(st.tuples(st.sampled_from(PaperPart), st.text(alphabet="[]123 .,WeuseDog", max_size=120)), max_size=4))
def test_every_quote_stands_in_the_text(parts: list[tuple[PaperPart, str]]) -> None:
    passages = tuple(Passage(str(at), part, " ".join(text.split())) for at, (part, text) in enumerate(parts))
    references = (reference("1", "ada", 2016), reference("2", "bo", 2015), reference("3", "cy", 2014))
    for proposal in lineage_of(Manuscript("Fox", 2017, "", passages, references)).proposals:
        for quote in proposal.quotes:
            assert quote.text in passages[int(quote.heading)].text
