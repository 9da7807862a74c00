"""Which records of dumps are of the same paper."""

from __future__ import annotations

import pytest
from hypothesis import given
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
FOUR = ("Edward J. Hu", "Yelong Shen", "Phillip Wallis", "Zeyuan Allen-Zhu")
GAN, DISKS = "Generative Adversarial {}", "Phase Diagrams of Hard Disks in Periodic Potentials"
SPHERES = "Dynamics of Two-Level Bosons on Three-Dimensional Spheres"
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
    # As some sources write a title.
    *(
        (known(LORA, *FOUR), known(LORA + added, *FOUR))
        for added in (" (v2)", " v2", " (ICLR 2020)", " [Preprint]", "†")
    ),
    *((known(LORA, *FOUR), known(LORA + added, *FOUR)) for added in (" - ICLR 2020", " [Une étude]", " (in press)")),
    (known(LORA, *FOUR), known(f"[From Oral 2A] {LORA}", *FOUR)),
    (known(LORA, *FOUR), known(f"Eine Untersuchung [{LORA}]", *FOUR)),
    (known(LORA, *FOUR), known(f"{LORA[:40]}...", *FOUR[:2])),
    (known(SPHERES, *FOUR), known(SPHERES.replace("Two", "2").replace("Three-Dimensional", "3D"), *FOUR)),
    (known(GAN.format("Networks"), *FOUR), known(GAN.format("Nets"), *FOUR)),
    (known("Efficient " + DISKS, *FOUR), known("E cient " + DISKS, *FOUR)),
    (known("Broken Supersymmetry and Supergravity", *FOUR), known("Broken Supersymmetry and Supergravities", *FOUR)),
    # Another subtitle: behind a name, half of it is enough, and behind longer words, one has to be in the other.
    (known("Hyperband: A Bandit Approach to Tuning", *FOUR), known("Hyperband: Bandit Tuning of Everything", *FOUR)),
    (known("Taking a hint: Loss predictors in bandits", *FOUR), known("Taking a hint: On loss predictors", *FOUR)),
    (known(LORA, *FOUR), known(LORA, "Hu EJ", "Shen Y", "Wallis P", "Allen-Zhu Z")),
    # Powers, as arXiv and others write them.
    (known("Minimal surfaces in R^3 and above", "A. B"), known("Minimal surfaces in R3 and above", "A. B")),
    (known("Minimal surfaces in R^3 and above", "A. B"), known("Minimal surfaces in ℝ³ and above", "A. B")),
    (known("Sorting n^{3/2} things in 2^n steps", "A. B"), known("Sorting n3/2 things in 2ⁿ steps", "A. B")),
    (known("X^2 Matching", "A. B", "C. D"), known("X2 Matching", "A. B", "C. D")),
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
    *(
        (known(LORA, *FOUR), known(f"{before}: {LORA}", *FOUR))
        for before in (
            "Author Correction",
            "Rejoinder",
            "Expression of Concern",
            "Commentary",
            "Poster",
            "Invited Talk",
        )
    ),
    *((known(LORA, *FOUR), known(LORA + end, *FOUR)) for end in (" (Part II)", " (Second Edition)", " - Corrigendum")),
    *((known(LORA, *FOUR), known(LORA + end, *FOUR)) for end in (" [Retracted]", ". Additions and Corrections", " II")),
    (known("Message from the Program Chairs", *FOUR), known("Message from the Program Chairs", *FOUR, year=2021)),
    (known("Contextual Diversity for Learning", *FOUR), known("Contextual Diversity for Learning", "Olga Hu", "B. C")),
    (known("BiCo: Robust 6D Pose Estimation Nets", *FOUR), known("BiCo: Robust 7D Pose Estimation Nets", *FOUR)),
    (known("Online Learning: Beyond Regret Bounds", *FOUR), known("Online Learning: Random Averages Again", *FOUR)),
    (
        known("Snake robots in sand: Role of friction", *FOUR),
        known("Snake robots in sand: Role of air", *FOUR),
    ),
    (known(SPHERES.replace("Level", "Forward"), *FOUR), known(SPHERES.replace("Level", "Backward"), *FOUR)),
    # Different people with the same family names, however many.
    (known("Deep learning", "Wei Wang", year=2015), known("Deep learning", "Jun Wang", year=2016)),
    (known("Deep learning", "Wei Wang", year=2015), known("Deep learning", "Q. Wang", year=2016)),
    (known("Deep learning", "W. Wang", "L. Chen"), known("Deep learning", "J. Wang", "B. Chen")),
    (known("Deep learning", "Wei Wang", "Li Chen"), known("Deep learning", "Jun Wang")),
    (known(SPHERES, "Wang W", "Chen L"), known(SPHERES, "Jun Wang", "Bo Chen")),
]
NAMESAKES_OR_NOT = [
    ("Edward J. Hu", "Hu EJ"),
    ("Jean-Pierre Serre", "Serre J.-P."),
    ("Xiao-Ming Li", "Xiaoming Li"),
    ("陈天奇", "Tianqi Chen"),
    ("Jürgen Schmidhuber", "Juergen Schmidhuber"),
    ("LI WANG", "Li Wang"),
    ("Wang", "Wei Wang"),
    ("Sergey Levine", "Sergei Levine"),
    ("Wei Jun Wang", "J. Wang"),
    ("Jörg Müller", "Joerg Mueller"),
    ("Götz Berg", "Goetz Berg"),
    ("Jonh Smith", "John Smith"),
    ("Alexey Petrov", "Aleksei Petrov"),
    ("Dmitry Petrov", "Dmitrii Petrov"),
    ("Yuri Petrov", "Iurii Petrov"),
    ("Bob Smith", "Robert Smith"),
    ("Bob Smith", "R. Smith"),
    ("Mike Smith", "Michael J. Smith"),
    ("Ted Smith", "Theodore Smith"),
    ("山田太郎", "山田 太郎"),
    ("김 민준", "김민준"),
    ("van der Maaten", "Laurens van der Maaten"),
    ("Jan de Vries", "J. de Vries"),
    ("Smith JR", "John R. Smith"),
    ("Petrov IV", "Ivan Petrov"),
    ("The ATLAS Collaboration", "ATLAS Collaboration"),
]
NAMESAKES = [
    ("Jan de Vries", "Piet de Vries"),
    ("Jan van den Berg", "Piet van den Berg"),
    ("José dos Santos", "Rui dos Santos"),
    ("Ahmed Al-Hassan", "Mona Al-Hassan"),
    ("Ahmed El Sayed", "Mona El Sayed"),
    ("Zeyuan Allen-Zhu", "Ada Allen-Zhu"),
    ("Jörg Müller", "Piet Müller"),
    ("John Smith Jr.", "Peter Smith Jr."),
    ("Davis King III", "Peter King III"),
    ("Dr. Ada Berg", "Dr. Bo Berg"),
    ("The ATLAS Collaboration", "The CMS Collaboration"),
    ("Smith JR", "Bo Smith"),
    ("Van Nguyen", "Bo Nguyen"),
    ("Di-Wei Wang", "Bo Wang"),
    ("Zhou Wang", "Zhuo Wang"),
    ("Lian Wang", "Lina Wang"),
    ("Kay Wang", "Kai Wang"),
    ("Xin Wang", "K. Wang"),
    ("Ian Wang", "Yan Wang"),
    ("Bob Smith", "Thomas Smith"),
    ("王 伟", "王 军"),
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


@pytest.mark.parametrize(("one", "other"), NAMESAKES_OR_NOT)
def test_one_name_is_written_in_several_ways(one: str, other: str) -> None:
    assert is_same_by_title(known("Deep learning", one), known("Deep learning", other))


@pytest.mark.parametrize(("one", "other"), NAMESAKES)
def test_other_given_names_are_other_people(one: str, other: str) -> None:
    assert not is_same_by_title(known(LORA, one), known(LORA, other))
    assert not is_same_by_title(known(LORA, other), known(LORA, one))


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


@pytest.mark.parametrize("name", ["Hu EJ", "Hu E.", "Hu E.-J.", "Hu E J", "E. J. Hu", "Edward HU"])
def test_initials_may_be_last(name: str) -> None:
    assert family_of(name) == "hu"


@pytest.mark.parametrize("name", ["A. B", "LI WU", "III"])
def test_a_family_name_may_look_like_initials(name: str) -> None:
    assert family_of(name) == plain_family(family_name(name))


def test_clusters_keep_two_arxiv_ids_apart() -> None:
    clusters = Clusters(4)
    clusters.arxiv_ids[1], clusters.arxiv_ids[2] = 11, 22
    clusters.join_by_title([1, 3], lambda *_: True)
    clusters.join_by_title([2, 3], lambda *_: True)
    clusters.join_by_title([3, 4], lambda *_: True)
    assert list(clusters.groups()) == [[1, 3, 4]]


def test_clusters_keep_two_dois_of_one_publisher_apart() -> None:
    clusters = Clusters(6)
    for record, publisher, doi in ((1, 7, 11), (2, 7, 22), (4, 8, 33), (5, 7, 11)):
        clusters.publishers[record], clusters.dois[record] = publisher, doi
    for pair in ([1, 3], [3, 4], [4, 6], [2, 6], [2, 3], [5, 6]):
        clusters.join_by_title(pair, lambda *_: True)
    assert list(clusters.groups()) == [[1, 3, 4, 5, 6]]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=60))
def test_clusters_are_what_is_connected(pairs: list[tuple[int, int]]) -> None:
    clusters = Clusters(30)
    groups = [{number} for number in range(1, 31)]
    for one, other in pairs:
        if one != other:
            clusters.join_by_title([one, other], lambda *_: True)
        joined = [group for group in groups if group & {one, other}]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    assert sorted(clusters.groups()) == sorted(sorted(group) for group in groups if len(group) > 1)
