"""The rules of a server's own papers: names, keys, sameness, facts and circles."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog.adding import Additions, add, is_stub_yet, require_room
from bot.core.catalog.cycles import path_between
from bot.core.catalog.facts import MOST_LETTERS, tidied, tidied_ancestor, usable_ids, usable_link
from bot.core.catalog.importing import ImportEntry, work_out
from bot.core.catalog.links import Links
from bot.core.catalog.names import LONGEST_KEY, LONGEST_SHORT_NAME, free_key, free_name, key_of, short_name_of
from bot.core.catalog.own_papers import MatchedBy, NewPaper, OwnLink, PaperFact, ProposedAncestor
from bot.core.catalog.refusals import BadPaperLinkError, CatalogFullError, LinkCycleError, NoTitleError
from bot.core.catalog.same_paper import Identity, SamePapers, title_key
from bot.core.catalog.shelf import SharedShelf, Shelf, name_key
from bot.core.papers.paper import Catalog
from bot.storage.papers.catalog_schema import KEY
from tests.support.shipped import shipped_catalog

EMPTY = SharedShelf(Catalog([], {}))
PAPERS = st.builds(
    NewPaper,
    st.text(min_size=1, max_size=60),
    st.sampled_from(["", "https://example.org/p", "example.com"]),
    st.lists(st.text(max_size=20), max_size=3).map(tuple),
    st.none() | st.integers(-10, 3000),
    st.text(max_size=20),
    st.sampled_from([None, "2106.09685", "2106.09685v3", "1706.03762", "nonsense", "hep-th/9901001"]),
    st.sampled_from([None, "10.1109/CVPR.2016.90", "10.48550/arXiv.2106.09685", "nonsense", "10.1/x y"]),
    st.text(max_size=30),
    st.sampled_from(["", "LoRA", "…"]),
    st.lists(st.text(max_size=10), max_size=3).map(tuple),
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "BERT"),
        ("Mamba – Linear-Time Sequence Modeling", "Mamba"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("GPT-4 Technical Report", "GPT-4 Technical Report"),
        ("Deep Residual Learning for Image Recognition", "Deep Residual Learning"),
        ("Scaling Laws for Neural Language Models", "Scaling Laws"),
        ("Low-Rank Adaptation (LoRA) of Large Language Models", "LoRA"),
        ("Proximal Policy Optimization Algorithms", "Proximal Policy Optimization…"),
        ("On the Dangers of Stochastic Parrots: Can Language Models Be Too Big?", "On the Dangers"),
        ("Supercalifragilisticexpialidociousnesses", "Supercalifragilisticexpialidoci…"),
        ("深度学习", "深度学习"),
    ],
)
def test_short_names_are_readable(title: str, name: str) -> None:
    assert short_name_of(title) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("BERT", "bert"),
        ("GPT-4 Technical Report", "gpt-4-technical-report"),
        ("Größe & Tiefe", "grosse-tiefe"),
        ("深度学习", "shenduxuexi"),
        ("Proximal Policy Optimization…", "proximal-policy-optimization"),
        ("🦉", "owl"),
        ("…", "paper"),
    ],
)
def test_keys_are_in_latin_letters(name: str, key: str) -> None:
    assert key_of(name) == key


@given(st.text(min_size=1, max_size=80), st.none() | st.integers(1900, 2100), st.integers(0, 12))
def test_keys_and_names_are_free_short_and_well_formed(title: str, year: int | None, taken: int) -> None:
    keys: set[str] = set()
    names: set[str] = set()
    for _ in range(taken + 1):
        name = free_name(short_name_of(title) or "x", year, names.__contains__)
        key = free_key(name, year, keys)
        assert key not in keys
        assert name not in names
        assert re.fullmatch(KEY, key)
        assert len(key) <= LONGEST_KEY
        assert len(name) <= LONGEST_SHORT_NAME
        keys.add(key)
        names.add(name)


@given(PAPERS)
def test_tidied_facts_can_be_stored_and_stay_as_they_are(paper: NewPaper) -> None:
    try:
        once = tidied(paper)
    except NoTitleError:
        assert not any(char.isalnum() for char in paper.title)
        return
    assert tidied(once) == once
    assert len(once.title) <= MOST_LETTERS[PaperFact.TITLE]
    for text in (once.title, once.short_name, once.venue, once.abstract, *once.authors, *once.aliases):
        assert not re.search("[\x00-\x1f\ud800-\udfff]", text)
    assert once.short_name
    assert once.url.startswith("https://") or not (once.url or once.arxiv_id or once.doi)


@given(st.text(max_size=30))
def test_a_usable_link_is_one_that_a_browser_opens(typed: str) -> None:
    try:
        link = usable_link(typed)
    except BadPaperLinkError:
        return
    assert link == "" or re.fullmatch(r"https?://[^\s/@]+\.[^\s@]*\S*", link, re.IGNORECASE)


@pytest.mark.parametrize(
    ("arxiv", "doi", "found"),
    [
        ("arXiv:2106.09685v2", None, ("2106.09685", None)),
        (None, "https://doi.org/10.1/x", (None, None)),
        (None, "10.48550/arXiv.2106.09685", ("2106.09685", "10.48550/arxiv.2106.09685")),
        ("1706.03762", "10.48550/arXiv.2106.09685v1", ("1706.03762", "10.48550/arxiv.1706.03762")),
        (None, "10.48550/arXiv.nonsense", (None, None)),
        ("12", "DOI: 10.1109/CVPR.2016.90", (None, "10.1109/cvpr.2016.90")),
    ],
)
def test_ids_are_bare(arxiv: str | None, doi: str | None, found: tuple[str | None, str | None]) -> None:
    assert usable_ids(arxiv, doi) == found


def test_a_sentence_is_whole_or_absent() -> None:
    long = ProposedAncestor("Title", sentence="word " * 300, why="because " * 40)
    short = tidied_ancestor(long)
    assert (short.sentence, len(short.why)) == ("", 140)
    assert tidied_ancestor(replace(long, sentence=" Two\n lines. ")).sentence == "Two lines."


FEW_SHOT = Identity("Language Models are Few-Shot Learners", year=2020)


@pytest.mark.parametrize(
    ("other", "by"),
    [
        (Identity("language models are few shot learners"), MatchedBy.TITLE),
        (Identity("Languages Models are Few-Shot Learner"), MatchedBy.TITLE),
        (Identity("Langauge Models are Few-Shot Learners", year=2022), MatchedBy.TITLE),
        (Identity("Language Models are Zero-Shot Learners"), None),
        (Identity("Language Models are New-Shot Learners"), None),
        (Identity("Languages Models are Few-Shot Learners", year=1990), None),
        (Identity("Large Language Models are Few-Shot Learners"), None),
        (Identity("Language Models are Few-Shot Learners 2"), None),
    ],
)
def test_a_slip_of_the_pen_is_the_same_title_and_another_word_is_not(other: Identity, by: MatchedBy | None) -> None:
    known = SamePapers()
    known.add("gpt-3", FEW_SHOT)
    found = known.find(other)
    assert (found.by if found else None) == by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Supervised Learning of Symmetric Models", "Unsupervised Learning of Symmetric Models"),
        ("Learning Symmetric Representations of Graphs", "Learning Asymmetric Representations of Graphs"),
        ("Scaling Swin Transformers to 8 Layers of Depth", "Scaling Swin Transformers to 9 Layers of Depth"),
        ("Deep Nets and a Theory of Everything", "Deep Sets and a Theory of Everything"),
    ],
)
def test_words_with_another_meaning_make_another_paper(one: str, other: str) -> None:
    known = SamePapers()
    known.add("one", Identity(one))
    assert known.find(Identity(other)) is None


def test_two_ids_of_a_kind_say_that_papers_with_nearly_equal_titles_differ() -> None:
    known = SamePapers()
    known.add("gpt-3", replace(FEW_SHOT, arxiv_id="2005.14165"))
    typo = Identity("Languages Models are Few-Shot Learners")
    assert known.find(replace(typo, arxiv_id="2005.99999")) is None
    assert known.find(replace(typo, doi="10.5555/3495724")) is not None
    assert known.find(replace(typo, arxiv_id="2005.14165"))


@given(st.lists(PAPERS, max_size=12))
def test_whatever_is_added_is_found_again_and_nothing_is_there_twice(papers: list[NewPaper]) -> None:
    links, additions = Links(Shelf(EMPTY, ()), ()), Additions()
    keys = []
    for paper in papers:
        try:
            keys.append(add(links, paper, (), additions).key)
        except NoTitleError:
            continue
        again = add(links, paper, (), additions)
        assert (again.key, again.is_new) == (keys[-1], False)
    assert len(additions.added) == len(set(keys))
    stored = [placed.facts for placed in additions.added]
    for fact in ("short_name", "arxiv_id", "doi"):
        values = [getattr(paper, fact) for paper in stored if getattr(paper, fact)]
        assert len(values) == len(set(values)), fact


@given(st.lists(st.tuples(PAPERS, st.lists(PAPERS, max_size=3)), max_size=8))
def test_no_id_title_key_or_name_is_there_twice(given: list[tuple[NewPaper, list[NewPaper]]]) -> None:
    """Not even if stubs are completed by entries that mix the facts of several papers. The tables would refuse it."""
    shelf = Shelf(EMPTY, ())
    links = Links(shelf, ())
    for paper, older in given:
        ancestors = [ProposedAncestor(each.title, each.year, each.arxiv_id, each.doi) for each in older]
        try:
            add(links, paper, ancestors, Additions())
        except (NoTitleError, LinkCycleError):
            # Whatever was put on the shelf is thrown away then.
            return
    own = list(shelf.own.values())
    for values in (
        [title_key(paper.title) for paper in own],
        [paper.arxiv_id for paper in own if paper.arxiv_id],
        [paper.doi for paper in own if paper.doi],
        [name_key(paper.short_name) for paper in own],
    ):
        assert len(values) == len(set(values))


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_links_never_close_a_circle(pairs: list[tuple[int, int]]) -> None:
    shelf = Shelf(EMPTY, ())
    links, additions = Links(shelf, ()), Additions()
    keys = [add(links, NewPaper(f"Paper number {number}"), (), additions).key for number in range(8)]
    for newer, older in pairs:
        path = path_between(keys[older], keys[newer], links.from_key)
        if path:
            assert (path[0], path[-1]) == (keys[older], keys[newer])
            assert all(after in links.from_key(before) for before, after in pairwise(path))
        else:
            links.put(OwnLink(keys[newer], keys[older]))
    order = {key: depth(links, key) for key in keys}
    assert all(order[older] < order[key] for key in keys for older in links.from_key(key))


def depth(links: Links, key: str) -> int:
    return 1 + max((depth(links, older) for older in links.from_key(key)), default=0)


def test_an_ancestor_is_recognized_before_a_stub_is_made_of_it() -> None:
    shelf = Shelf(SharedShelf(shipped_catalog()), ())
    links, additions = Links(shelf, ()), Additions()
    ancestors = [
        ProposedAncestor("Anything", key="lora"),
        ProposedAncestor("Attention is all you need"),
        ProposedAncestor("LoRA again", key="lora"),
        ProposedAncestor("Key of nobody", key="gone-away"),
        ProposedAncestor("My Own Paper"),
        ProposedAncestor(""),
    ]
    done = add(links, NewPaper("My Own Paper"), ancestors, additions)
    assert [link.builds_on for link in additions.links] == ["lora", "attention", "key-of-nobody"]
    assert (done.links, done.stubs) == (3, ("key-of-nobody",))
    assert is_stub_yet(shelf, NewPaper("Key of nobody"))
    assert not is_stub_yet(shelf, NewPaper("My own paper"))


def test_a_completed_stub_is_not_put_in_a_circle() -> None:
    shelf = Shelf(EMPTY, ())
    links, additions = Links(shelf, ()), Additions()
    add(links, NewPaper("First"), [ProposedAncestor("Second")], additions)
    with pytest.raises(LinkCycleError) as caught:
        add(links, NewPaper("Second"), [ProposedAncestor("First")], additions)
    assert caught.value.keys == ("first", "second")


def test_room_is_counted_with_stubs() -> None:
    additions = Additions()
    add(Links(Shelf(EMPTY, ()), ()), NewPaper("First"), [ProposedAncestor("Second")], additions)
    require_room(2, additions)
    with pytest.raises(CatalogFullError) as full:
        require_room(1, additions)
    assert full.value.room == 1


def test_an_import_is_worked_out_in_the_order_of_the_file() -> None:
    entries = [ImportEntry(9, "b", NewPaper("Second")), ImportEntry(3, "a", NewPaper("First"))]
    work = work_out(Links(Shelf(EMPTY, ()), ()), [*entries, ImportEntry(12, "c", NewPaper("second"))], ())
    assert work.keys == ("second", "first")
    (duplicate,) = work.plan.duplicates
    assert (duplicate.key, duplicate.of_line, duplicate.matched_by) == (None, 9, MatchedBy.TITLE)
    assert all(placed.is_stub is False for placed in work.additions.added)
