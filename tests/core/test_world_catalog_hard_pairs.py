"""Pairs of records that a careful tester would try: one paper in two forms, and two papers a letter apart."""

from __future__ import annotations

import pytest

from bot.core.world_catalog.clusters import Clusters
from bot.core.world_catalog.dumps.own_lines import paper_of
from bot.core.world_catalog.same_work import Known, is_same_by_title, near_keys, title_keys

TWO, FOUR = ("Ana Reis", "Tom Falk"), ("Ana Reis", "Tom Falk", "Ida Berg", "Rui Costa")
LAWS, STYLE = "Scaling {} for Neural Language Models", "{} Transfer between Songs and Spoken Texts"

ENDLESS, PATENTS = "Exploring the Limits of Learning with {}", "Deep {} for Sketch Retrieval in Patent Databases"


def known(title: str, *authors: str, year: int | None = 2020) -> Known:
    return Known(title, authors, year, None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Cut off inside of a word, after a hyphen, and after a small word.
        *(
            (ENDLESS.format(end), ENDLESS.format("Text-to-Text Models"))
            for end in ("Text-to-Text Mod", "Text-to-", "Text to", "Tex")
        ),
        (LAWS.format("Law"), LAWS.format("Laws")),
        (PATENTS.format("CNNs"), PATENTS.format("Convolutional Neural Networks")),
        ("DARTS: Differentiable Architecture Search", "Differentiable architecture search"),
        ("Gradient-Based Kearning of Documents", "Gradient-Based Learning of Documents"),
        ("Determining the Density of a State in the Melt of a Metal", "Determining Density of State in Melt of Metal"),
        ("Katyusha X: Practical Momentum for Nonconvex Sums", "Katyusha X: Simple Momentum for Nonconvex Sums"),
        ("Ancestor Sampling for Particle Gibbs", "Particle Gibbs with Ancestor Sampling"),
        ("Maximally Informative Dimensions: Natural Signals", "Natural Signals: Maximally Informative Dimensions"),
        ("Improved Bounds for Sleeping Bandits", "Improving Bounds for Sleeping Bandits"),
        ("Generalizing Dropout for Transfer", "Generalization of Dropout for Transfer"),
        ("A Behavioural Analysis of Grey Squirrels", "A Behavioral Analysis of Gray Squirrels"),
        ("Estimating the Dimension of Neural Data", "Estimation of the Dimension of Neural Data"),
        (STYLE.format("Forms"), STYLE.format("Froms")),
        ("Causal Discovery form Data in Hospitals", "Causal Discovery from Data in Hospitals"),
        ("Attention Is All You Ned", "Attention Is All You Need"),
        ("Scalable Represen- tation of Road Net- works", "Scalable Representation of Road Networks"),
        ("β-Smooth Losses for ϵ-Greedy Exploration", "Beta-Smooth Losses for Epsilon-Greedy Exploration"),
        ("𝛽-Smooth Losses for 𝜖-Greedy Exploration", "β-Smooth Losses for ε-Greedy Exploration"),
        ("Compilation of Tensor Programs - Technical Report", "Compilation of Tensor Programs"),
        ("Compilation of Tensor Programs: Extended Version", "Compilation of Tensor Programs"),
        ("Lessons from Analyses of Matched Reviews", "Lessons from Analysis of Matched Reviews"),
        ("Unsupervsed Learning from Matched Reviews", "Unsupervised Learning from Matched Reviews"),
        ("Robust Commumicatjon in Crowded Stations", "Robust Communication in Crowded Stations"),
        ("Sufficient Criterion for Matched Reviews", "Sufficient Criteria for Matched Reviews"),
        (STYLE.format("ContextNet"), STYLE.format("CotnextNet")),
    ],
)
def test_one_paper_in_two_forms(one: str, other: str) -> None:
    records = known(one, *FOUR), known(other, *FOUR, year=2021)
    assert not {*title_keys(records[0]), *near_keys(records[0])}.isdisjoint(
        {*title_keys(records[1]), *near_keys(records[1])}
    )
    assert is_same_by_title(*records)
    assert is_same_by_title(*reversed(records))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CALM: Continuous Adaptive Learning Models", "CLAM: Continuous Adaptive Learning Models"),
        ("TabNet: Attentive Learning for Sensor Data", "TagNet: Attentive Learning for Sensor Data"),
        ("Learning with Swin for Crowd Counting", "Learning with Spin for Crowd Counting"),
        ("Learning Images from Text", "Learning from Images to Text"),
        ("Reinforcement Learning for Supervised Learning", "Supervised Learning for Reinforcement Learning"),
        ("Authors' Reply: Sheaves on Stacks", "Sheaves on Stacks"),
        ("Robots Teaching Humans to Dance", "Humans Teaching Robots to Dance"),
        ("Toxicity of Ethanol in Zebrafish Embryos", "Toxicity of Methanol in Zebrafish Embryos"),
        ("Crystals of Sodium Chlorate under Pressure", "Crystals of Sodium Chloride under Pressure"),
        ("BERTology: What Attention Heads Learn", "BERTology: What Attention Heads Forget"),
        ("Case Study: Privacy in Google Maps", "Case Study: Privacy in Apple Maps"),
        ("Word Models for Robot Planning", "World Models for Robot Planning"),
        ("Sample Models for Speech Enhancement", "Simple Models for Speech Enhancement"),
        ("Simulation of Crowds in Stations", "Situation of Crowds in Stations"),
        ("Discrete Models of Muscle Contraction", "Discrete Models of Muscle Contortion"),
        ("Evaluation of Robots in Sparse Worlds", "Evolution of Robots in Sparse Worlds"),
        ("Graph Mode Clustering with Transformers", "Graph Node Clustering with Transformers"),
        ("Deep Learning for Programs that Read Code", "Deep Learning for Programs that Read Code and Text"),
    ],
)
def test_two_papers_that_are_nearly_alike(one: str, other: str) -> None:
    assert not is_same_by_title(known(one, *TWO), known(other, *TWO))
    assert not is_same_by_title(known(other, *TWO), known(one, *TWO))


def test_two_workshops_have_one_introduction_each() -> None:
    title = "Introduction to the Workshop on Green Learning"
    assert is_same_by_title(known(title, *TWO), known(title, *TWO))
    assert not is_same_by_title(known(title, *TWO), known(title, *TWO, year=2021))


def test_a_name_may_be_turned_around_with_an_initial() -> None:
    title = "Learning Spatiotemporal Features with Convolutional Networks"
    assert is_same_by_title(known(title, "D. Tran", "Lubomir Bourdev"), known(title, "Tran Du", "Bourdev Lubomir D."))


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Edward Hu, Yelong Shen", ("Edward Hu", "Yelong Shen")),
        ("Edward Hu, Yelong Shen, and Phillip Wallis", ("Edward Hu", "Yelong Shen", "Phillip Wallis")),
        ("Hu, E. J., Shen, Y.", ("E. J. Hu", "Y. Shen")),
        ("Hu, E. J., Shen, Y. and Wallis, P.", ("E. J. Hu", "Y. Shen", "P. Wallis")),
        (["Hu, E. J., Shen, Y."], ("E. J. Hu", "Y. Shen")),
        ("Hu, Edward and Shen, Yelong", ("Edward Hu", "Yelong Shen")),
        ("Hu, Edward J.", ("Edward J. Hu",)),
        ("van der Berg, Jan Peter", ("Jan Peter van der Berg",)),
        (["Ida Berg et al.", "Ada Nwosu"], ("Ida Berg", "Ada Nwosu")),
        (["King, Jr., Martin"], ("King, Jr., Martin",)),
    ],
)
def test_names_between_commas(authors: object, names: tuple[str, ...]) -> None:
    assert paper_of({"title": "Slow Tides", "authors": authors}).authors == names


def test_years_and_dois_that_contradict_need_no_closer_look() -> None:
    clusters = Clusters(4)
    for record, (title, year, doi) in enumerate(((1, 2000, 11), (1, 2007, 0), (2, 2001, 22), (1, 2002, 33)), 1):
        clusters.titles[record], clusters.years[record], clusters.dois[record] = title, year, doi
    looked_at: list[tuple[int, int]] = []

    def look(one: int, other: int) -> bool:
        looked_at.append((one, other))
        return False

    clusters.join_by_title([1, 2, 3, 4], look)
    assert looked_at == [(1, 4), (2, 3), (2, 4)]
