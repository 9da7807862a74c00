"""Which records of dumps are of the same paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.papers.author_names import family_name
from bot.core.papers.likeness import plain_family
from bot.core.world_catalog.clusters import Clusters
from bot.core.world_catalog.same_work import (
    Known,
    family_of,
    is_same_by_id,
    is_same_by_title,
    near_keys,
    title_keys,
)


def known(
    title: str, *authors: str, year: int | None = 2020, arxiv: str | None = None, doi: str | None = None
) -> Known:
    return Known(title, authors, year, arxiv, doi)


LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
ALPHA = "Ergodicity of {}-mixing processes on trees"
ADAM = "On the Convergence of Adam and Beyond It"
FIELDS = "Stability of Matter in Strong Fields"
CAUSAL = "Causal Identification under Markov Equivalence"
SAME = [
    (known(LORA, "Edward Hu"), known(LORA.upper(), "E. J. Hu", year=2021)),
    (known(LORA, "Edward Hu", "Y. Shen"), known(LORA.partition(": ")[2], "E. Hu", "Y. Shen")),
    (known(LORA, "Edward Hu"), known(LORA.replace("Adaptation", "Adaption"), "Edward Hu", year=2021)),
    (known(LORA, "Edward Hu"), known("LoRA - Low Rank Adaptation of large language models.", "Edward Hu")),
    (known(LORA, "Wei Wang"), known(LORA, "Wang Wei")),
    (known(LORA, "Edward Hu"), known(LORA)),
    (known(ALPHA.format("α"), "A. B"), known(ALPHA.format("alpha"), "A. B")),
    (known(LORA, "E. Hu", doi="10.1145/1.2"), known(LORA, "E. Hu", doi="10.1109/5.6")),
    (known(ADAM, "S. Reddi"), known(ADAM.replace("ence", "nce"), "S. Reddi")),
    (known("Bayesian GAN", "Y. Saatci", "A. Wilson"), known("Bayesian GANs", "Y. Saatci", "A. Wilson", year=2021)),
    (known(LORA, "Cristóbal Guzmán"), known(LORA, "Cristbal Guzmn")),
    (known("SGL: Speaking the Graph Languages", "A. P", "R. T"), known("SGL", "A. P", "R. T")),
]
DIFFERENT = [
    (known(LORA, "Edward Hu", arxiv="2106.09685"), known(LORA, "Edward Hu", arxiv="2106.09686")),
    (known(LORA, "Edward Hu"), known(LORA, "Ada Lovelace")),
    (known(LORA, "E. Hu", doi="10.1103/1"), known(LORA, "E. Hu", doi="10.1103/2")),
    (known("Editorial"), known("Editorial")),
    (known("Editorial", "Wei Wang", doi="10.1/1"), known("Editorial", "Wei Wang", doi="10.2/2")),
    (known(f"{FIELDS} I", "E. Lieb"), known(f"{FIELDS} II", "E. Lieb")),
    (known(f"Erratum: {LORA}", "Edward Hu"), known(LORA, "Edward Hu")),
    (known(f"Comment on {LORA}", "Edward Hu"), known(LORA, "Edward Hu")),
    (known("Online Submodular Maximization", "R. C"), known("Online Submodular Minimization", "R. C")),
    (known("Supervised Learning of Videos", "R. C"), known("Unsupervised Learning of Videos", "R. C")),
    (known("Bayesian GAN", "A. Wilson"), known("Bayesian VAN", "A. Wilson")),
    (known("Waves in Ni", "A. B", "C. D"), known("Waves in Si", "A. B", "C. D")),
    (known(CAUSAL, "A. J"), known(f"{CAUSAL}: Completeness Results", "A. J")),
    (known(LORA, "Edward Hu", year=2005), known(LORA, "Edward Hu", year=2021)),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_records_of_the_same_paper_meet_and_match(one: Known, other: Known) -> None:
    assert {*title_keys(one), *near_keys(one)} & {*title_keys(other), *near_keys(other)}
    assert is_same_by_title(one, other)
    assert is_same_by_title(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_records_of_different_papers_do_not_match(one: Known, other: Known) -> None:
    assert not is_same_by_title(one, other)
    assert not is_same_by_title(other, one)


def test_an_id_in_common_is_not_enough() -> None:
    assert is_same_by_id(known(LORA, "Edward Hu"), known("Adaptation of Language Models", "E. Hu"))
    assert not is_same_by_id(known("Real-time video matting", "Ada"), known("Graph signals on spheres", "Bo"))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ada Lovelace",
            "Aaron van den Oord",
            "Juan Carlos Saborío",
            "Charles Isbell Jr.",
            "Davis King III",
            "陈天奇",
        ),
        *("DeepMind", "Jürgen Schmidhuber", "Randall O'Reilly", "Zeyuan Allen-Zhu", "A. B. c", "Wei Ma", ""),
    ],
)
def test_the_quick_family_name_is_the_usual_one(name: str) -> None:
    assert family_of(name) == plain_family(family_name(name))


def test_clusters_keep_two_arxiv_ids_apart() -> None:
    clusters = Clusters(4)
    clusters.arxiv_ids[1], clusters.arxiv_ids[2] = 11, 22
    clusters.join_by_title([1, 3], lambda *_: True)
    clusters.join_by_title([2, 3], lambda *_: True)
    clusters.join_by_title([3, 4], lambda *_: True)
    assert list(clusters.groups()) == [[1, 3, 4]]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=60))
@settings(deadline=None)
def test_clusters_are_what_is_connected(pairs: list[tuple[int, int]]) -> None:
    clusters = Clusters(30)
    groups = [{number} for number in range(1, 31)]
    for one, other in pairs:
        if one != other:
            clusters.join_by_title([one, other], lambda *_: True)
        joined = [group for group in groups if group & {one, other}]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    assert sorted(clusters.groups()) == sorted(sorted(group) for group in groups if len(group) > 1)
