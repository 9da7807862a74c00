"""Pairs of records that are easily taken for one paper, or for two: names of many countries, words alike, spellings."""

from __future__ import annotations

import pytest

from bot.core.world_catalog.authorship import are_by_namesakes
from bot.core.world_catalog.clusters import Clusters
from bot.core.world_catalog.same_work import Known, author_key, is_same_by_id, is_same_by_title, near_keys, title_keys

TITLE = "Efficient Low-Rank Tuning of Large Language Models under Tight Budgets"
CHINESE = "深度学习在自然语言处理中的应用研究"
PEOPLE = ("Edward J. Hu", "Yelong Shen", "Phillip Wallis")


def known(title: str, *authors: str, year: int = 2020, doi: str | None = None) -> Known:
    return Known(title, authors, year, None, doi)


def joined(*records: Known) -> list[list[int]]:
    """Return the groups that an import would make of the records, by their place from 1."""
    clusters = Clusters(len(records))
    for number, record in enumerate(records, 1):
        clusters.titles[number] = title_keys(record)[0]
        clusters.authors[number] = author_key(record)
        clusters.years[number] = record.work.year or 0
    for keys_of in (title_keys, near_keys):
        groups: dict[int, list[int]] = {}
        for number, record in enumerate(records, 1):
            for key in keys_of(record):
                groups.setdefault(key, []).append(number)
        for group in groups.values():
            clusters.join_by_title(
                list(dict.fromkeys(group)),
                lambda one, other: is_same_by_title(records[one - 1], records[other - 1]),
                lambda one, other: are_by_namesakes(records[one - 1], records[other - 1]),
            )
    return list(clusters.groups())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José María García López", "J. M. García-López"),
        ("Gabriel García Márquez", "Gabriel García"),
        ("Anna Smith-Jones", "Anna Smith"),
        ("Andrew McCallum", "Andrew Mc Callum"),
        ("Mohammed Al-Rfou", "Mohammed Al Rfou"),
        ("J. Christopher Love", "Christopher Love"),
        ("ATLAS Collaboration", "Georges Aad"),
        ("Mohamed Ahmed", "Muhammad Ahmed"),
        ("Chulsoo Kim", "Kim Chul-Soo"),
        ("王伟", "伟 王"),
        ("王 伟", "Wei Wang"),
    ],
)
def test_one_author_in_two_sources(one: str, other: str) -> None:
    assert joined(known(TITLE, one), known(TITLE, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Wang", "Wen Wang"),
        ("Ana García López", "Luis García López"),
        ("ATLAS Collaboration", "CMS Collaboration"),
        ("伟 王", "娜 王"),
    ],
)
def test_two_authors_whose_names_are_alike(one: str, other: str) -> None:
    assert not joined(known(TITLE, one), known(TITLE, other, year=2021))


def test_an_initial_does_not_make_one_person_of_two() -> None:
    whole = known(TITLE, "Wei Wang"), known(TITLE, "Wen Wang")
    (group,) = joined(whole[0], known(TITLE, "W. Wang"), whole[1])
    assert len(group) == 2
    spellings = (known(TITLE, name) for name in ("Alexey Ivanov", "A. Ivanov", "Aleksei Ivanov"))
    assert joined(*spellings) == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rock & Roll", "Rock and Roll"),
        ("Reaching 90% Accuracy with 5% of Labels", "Reaching 90 percent accuracy with 5 percent of labels"),
        (
            "Generalised behaviour modelling of coloured colloids in fibre networks",
            "Generalized Behavior Modeling of Colored Colloids in Fiber Networks",
        ),
        ("Programme synthesis for defence and anaemia", "Program synthesis for defense and anemia"),
        ("Optimisation of catalysed polymerisation", "Optimization of catalyzed polymerization"),
        ("Rapidly-exploring Random Trees (RRTs) for Arms", "Rapidly-exploring Random Trees for Arms"),
        ("Reading vs. Skimming: Attention w/o Long Texts", "Reading versus Skimming: Attention without Long Texts"),
        ("Ten Quick Tips for Sharing Open Data", "10 quick tips for sharing open data"),
        ("Imaging at 5 µm with Light Sheets in L^∞", "Imaging at 5 \u03bcm with light sheets in L^infinity"),
        ("Decays B+ → K+ and Ca2+ in Cells with Na+ Pumps", "Decays B^+ → K^+ and Ca^2+ in cells with Na^+ pumps"),
        ("The role of CO 2 in plant stress", "The role of CO2 in plant stress"),
        ("Statistics of lattices, Part II: Applications to codes", "Statistics of lattices II. Applications to codes"),
    ],
)
def test_two_spellings_of_a_title(one: str, other: str) -> None:
    assert joined(known(one, *PEOPLE), known(other, *PEOPLE))
    for title in (one, other):
        if title.isascii() and "CO" not in title and "(" not in title:
            assert title_keys(known(title.upper(), *PEOPLE))[0] == title_keys(known(title, *PEOPLE))[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LoRA: Low Rank Adaptation of Models", "LoRA+: Low Rank Adaptation of Models"),
        ("DreamFusion: Text to 3D using Diffusion", "DreamFusion++: Text to 3D using Diffusion"),
        ("Planning with Trees (RRT) for Arms", "Planning with Trees (PRM) for Arms"),
        ("Text-to-Image Synthesis with Diffusion Models", "Image-to-Text Synthesis with Diffusion Models"),
        ("Speech to Text Translation for Rare Languages", "Text to Speech Translation for Rare Languages"),
        ("Learning for Control of Robots at Scale", "Control for Learning of Robots at Scale"),
        *(
            (f"{one} in disordered networks of spins", f"{other} in disordered networks of spins")
            for one, other in (
                ("Adsorption", "Absorption"),
                ("Photon scattering", "Phonon scattering"),
                ("Tensor decompositions", "Sensor decompositions"),
                ("Elastic flow", "Plastic flow"),
                ("Encoding signals", "Decoding signals"),
                ("Bilinear pooling", "Trilinear pooling"),
                ("Feature selection", "Feature detection"),
                ("Quantitative analysis", "Qualitative analysis"),
                ("Generic programs", "Genetic programs"),
                ("Stimulation of waves", "Simulation of waves"),
                ("Northern glaciers", "Southern glaciers"),
            )
        ),
        ("Prevalence of asthma in children in Iran", "Prevalence of asthma in children in Iraq"),
        *((f"{label}: {TITLE}", TITLE) for label in ("Data from", "Replication data for", "Code for", "Book Review")),
        *((f"{TITLE} ({remark})", TITLE) for remark in ("slides", "PhD thesis", "Dataset")),
    ],
)
def test_two_papers_by_the_same_people(one: str, other: str) -> None:
    assert not joined(known(one, *PEOPLE), known(other, *PEOPLE))


def test_a_short_title_needs_more_than_an_author_in_common() -> None:
    networks = "Graph Neural Networks"
    assert not joined(known(networks, "Wei Wang", "Li Chen"), known(networks, "Li Chen", "Bo Zhao", "Cai Du"))
    assert not joined(known(networks, "Wei Wang", "Li Chen"), known(networks, "W. Wang", "Bo Zhao"))
    assert joined(known(networks, "Eva Ročková", "Li Chen"), known(networks, "Eva Rockov", "Li Chen"))
    assert joined(known(networks, "Wei Wang"), known(networks, "W. Wang", "Li Chen"))
    assert joined(known(networks, "Wei Wang", "Li Chen"), known(networks, "W. Wang", "L. Chen", "Bo Zhao"))


def test_two_dois_of_different_publishers() -> None:
    three = ("Yann LeCun", "Yoshua Bengio", "Geoffrey Hinton")
    short = [known("Deep learning", *three, doi=doi) for doi in ("10.1038/nature14539", "10.5555/deep")]
    assert is_same_by_title(*short)
    assert not is_same_by_title(*(known("Deep learning", three[0], doi=doi) for doi in ("10.1038/1", "10.5555/2")))
    thesis = known(TITLE, PEOPLE[0], doi="10.7907/thesis", year=2021)
    assert not is_same_by_title(thesis, known(TITLE, *PEOPLE, doi="10.1109/paper"))
    assert is_same_by_title(known(TITLE, PEOPLE[0]), known(TITLE, *PEOPLE, doi="10.1109/paper"))


def test_a_later_version_has_another_title() -> None:
    first = Known("A Pilot Study of Tides", PEOPLE, 2018, "1801.00001", None)
    assert is_same_by_id(first, Known("Reading Slowly in Harbors", PEOPLE, 2022, "1801.00001", None))
    assert not is_same_by_id(first, Known("Reading Slowly in Harbors", ("Ada Nwosu",), 2018, "1801.00001", None))
    volume = [
        Known(title, PEOPLE, year, None, "10.1000/v") for title, year in (("Slow Tides", 2018), ("Harbors", 2022))
    ]
    assert not is_same_by_id(*volume)


@pytest.mark.parametrize("title", ["Report", "Erratum", "Book Reviews", "Authors' reply", "Untitled", "Conclusions."])
def test_what_journals_have_each_year(title: str) -> None:
    assert not joined(known(title, *PEOPLE), known(title, *PEOPLE, year=2021))
    longer = f"{title} of a Strange Kind of Tide"
    assert joined(known(longer, *PEOPLE), known(longer, *PEOPLE, year=2021))
