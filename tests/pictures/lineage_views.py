"""Views of lineages made up for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.core.papers.paper import Tier
from bot.pictures.views import CHILDREN_SHOWN, PARENTS_SHOWN, Branch, LineageView, LineageWords, Node

COUNTS = range(50)
WORDS = LineageWords(
    "Builds on 4 papers",
    "Led to 12 papers",
    "Nothing older or newer in the catalog",
    tuple((count, f"and {count} more") for count in COUNTS),
    tuple(zip(Tier, ("Must read", "Recommended", "Further", "Ancestor", "Added"), strict=True)),
)
NODES = st.builds(
    Node,
    st.text(max_size=8),
    st.text(min_size=1, max_size=40).filter(str.strip),
    st.integers(1950, 2030),
    st.sampled_from(list(Tier)),
)
BRANCHES = st.builds(Branch, NODES, st.lists(NODES, max_size=4).map(tuple), st.sampled_from(COUNTS))
VIEWS = st.builds(
    LineageView,
    NODES,
    st.text(max_size=200),
    st.text(max_size=80),
    st.lists(BRANCHES, max_size=PARENTS_SHOWN).map(tuple),
    st.lists(BRANCHES, max_size=CHILDREN_SHOWN).map(tuple),
    st.integers(0, 3),
    st.integers(0, 40),
    st.just(WORDS),
)
LORA = Node("lora", "LoRA", 2021, Tier.MUST_READ)
QLORA = Node("qlora", "QLoRA", 2023, Tier.RECOMMENDED)
VIEW = LineageView(
    LORA,
    "Low-Rank Adaptation of Large Language Models",
    "Edward J. Hu and 7 more · ICLR 2022",
    (Branch(Node("adapters", "Adapters", 2019, Tier.ANCESTOR), (Node("bert", "BERT", 2018, Tier.FURTHER),), 2),),
    (Branch(QLORA), Branch(QLORA), Branch(QLORA)),
    words=WORDS,
)
