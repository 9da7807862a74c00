"""Every error in the catalog file is reported with its location, and the shipped file has none."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.papers.paper import Tier
from bot.storage.papers.catalog import CatalogError, load_catalog
from tests.support.patience import HANG_S

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "papers.json"
RAW = json.loads(SHIPPED.read_text(encoding="utf-8"))
CATALOG = load_catalog(SHIPPED)
LISTED = [paper for paper in CATALOG if paper.tier is not Tier.ANCESTOR]
LORA = next(number for number, paper in enumerate(RAW["papers"]) if paper["key"] == "lora")


def refusal_of(text: str, folder: Path) -> str:
    file = folder / "papers.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as refusal:
        load_catalog(file)
    return str(refusal.value)


def with_lora(**changes: Any) -> str:
    raw = copy.deepcopy(RAW)
    raw["papers"][LORA] |= changes
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arxiv_id": "2106.09685v2"}, "arxiv_id: is not an arXiv id without version"),
        ({"arxiv_id": "2113.09685"}, "arxiv_id: is not an arXiv id"),
        ({"doi": "doi.org/10.1/x"}, "doi: String should match"),
        ({"tier": "must"}, "tier: is not one of must-read, recommended, further, ancestor"),
        ({"year": "2021"}, "year: Input should be a valid integer"),
        ({"year": 1066}, "year: Input should be greater than or equal to 1936"),
        ({"authors": []}, "authors: List should have at least 1 item"),
        ({"title": "two\nlines"}, "title: "),
        ({"contribution": "x\u202ey"}, "contribution: has a line break or an invisible character"),
        ({"surprise": 1}, "surprise: Extra inputs are not permitted"),
        ({"topics": ["transformer"]}, "topics: unknown topic 'transformer'"),
        ({"prompts": ["one?"]}, "prompts: has 1, but every paper needs 3"),
        ({"prompts": ["one?", "two?", "three"]}, "prompts[2]: is not a question"),
        ({"prompts": ["one?", "two?", "one?"]}, "prompts: 'one?' is listed 2 times"),
        ({"authors": ["Hu, Edward J."]}, "authors[0]: has a comma or semicolon: one name each"),
        ({"authors": ["Yelong Shen", "Edward Hu; Yuanzhi Li"]}, "authors[1]: has a comma or semicolon"),
        ({"authors": ["Edward Hu and Yelong Shen"]}, "authors[0]: has several authors in one text"),
        ({"authors": ["Edward Hu & Yelong Shen"]}, "authors[0]: has several authors in one text"),
        ({"authors": ["Hu and Shen and Wallis"]}, "authors[0]: has several authors in one text"),
        ({"authors": ["Edward Hu et al."]}, "authors[0]: says 'et al.'"),
        ({"authors": ["Hu et al"]}, "authors[0]: says 'et al.'"),
        ({"authors": ["Hu E."]}, "authors[0]: ends with a period"),
        ({"authors": ["Edward J. Hu1"]}, "authors[0]: has '1', which is not part of a name"),
        ({"authors": ["Edward J. Hu*"]}, "authors[0]: has '*', which is not part of a name"),
        ({"authors": [r"Christopher R{\'e}"]}, "which is not part of a name"),
        ({"authors": ["Edward J. Hu", "Edward J. Hu"]}, "authors: 'Edward J. Hu' is listed 2 times"),
        ({"authors": ["Edward  Hu"]}, "authors[0]: has two spaces in a row"),
        ({"authors": ["Edward\tHu"]}, "authors[0]: has a line break or an invisible character"),
        ({"authors": ["Edward\u00a0Hu"]}, "authors[0]: has a line break or an invisible character"),
        ({"authors": ["Christopher Re\u0301"]}, "authors[0]: has a letter and its accent as two characters"),
        ({"authors": ["O&#39;Brien"]}, "authors[0]: has the HTML entity &#39;"),
        ({"title": "Methods &amp; Analysis"}, "title: has the HTML entity &amp;: write '&' itself"),
        ({"title": "Low-Rank <i>Adaptation</i>"}, "title: has the HTML tag <i>"),
        ({"title": "Low-Rank Adaptation."}, "title: ends with '.'"),
        ({"title": r"Low-Rank $O(n)$"}, "title: has the LaTeX '$O(n)$'"),
        ({"title": "Low-Rank\x07 Adaptation"}, "title: has a line break or an invisible character"),
        ({"contribution": "less &lt; more"}, "contribution: has the HTML entity &lt;"),
        ({"curriculum": None}, "curriculum: missing, but the paper is on the reading list"),
        ({"builds_on": []}, "builds_on: has 0, but a paper on the reading list needs 2 to 4"),
        ({"builds_on": [{"key": "adaptors", "why": "w", "source": "s"}] * 2}, "unknown key 'adaptors'; did you mean"),
        ({"builds_on": [{"key": "lora", "why": "w", "source": "s"}] * 2}, "builds_on[0]: builds on itself"),
        ({"aliases": ["Trans former"]}, "aliases[0] 'Trans former': duplicate: already leads to papers[0] 'attention'"),
        ({"key": "mamba"}, "duplicate"),
        ({"url": "ftp://arxiv.org/abs/1"}, "url: String should match"),
    ],
)
def test_a_wrong_entry_is_reported_with_its_location(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    refusal = refusal_of(with_lora(**changes), tmp_path)
    assert said in refusal
    assert f"papers[{LORA}]" in refusal or "'lora'" in refusal
    assert refusal.startswith("papers.json: ")


@pytest.mark.parametrize("field", sorted(RAW["papers"][LORA]))
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    raw = copy.deepcopy(RAW)
    del raw["papers"][LORA][field]
    assert f"papers[{LORA}]" in refusal_of(json.dumps(raw), tmp_path)
    assert f"{field}: Field required" in refusal_of(json.dumps(raw), tmp_path)


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({f"topic-{number}": "Topic" for number in range(25)}, "at most 24 items"),
        ({"t" * 51: "Topic"}, "at most 50 characters"),
    ],
)
def test_topics_fit_into_the_select_of_topics(tmp_path: Path, topics: dict[str, str], said: str) -> None:
    assert said in refusal_of(json.dumps({**RAW, "topics": topics}), tmp_path)


def test_a_cycle_is_reported_with_all_its_papers(tmp_path: Path) -> None:
    raw = copy.deepcopy(RAW)
    entries = {entry["key"]: entry for entry in raw["papers"]}
    entries["adapters"]["builds_on"] = [{"key": "qlora", "why": "w", "source": "s"}]
    refusal = refusal_of(json.dumps(raw), tmp_path)
    assert all(key in refusal for key in ("adapters", "qlora", "lora"))


def test_all_errors_are_reported_together(tmp_path: Path) -> None:
    raw = copy.deepcopy(RAW)
    raw["papers"][0]["year"], raw["papers"][1]["url"] = "x", "y"
    assert len(refusal_of(json.dumps(raw), tmp_path).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: not JSON"),
        ('{"topics": {},\n "papers": [}', "line 2, column"),
        ("[]", "Input should be"),
        ("{}", "papers: Field required"),
        ('{"topics": {}, "papers": []}', "papers: List should have at least 1 item"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_files_that_are_not_catalogs(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal_of(text, tmp_path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="No such file"):
        load_catalog(tmp_path / "missing.json")
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogError, match="not UTF-8"):
        load_catalog(binary)


def load_or_refusal(file: Path) -> Any:
    try:
        return load_catalog(file)
    except CatalogError as refusal:
        return refusal


@settings(max_examples=30)  # each example reads four whole catalogs
@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_any_value_for_a_field_is_accepted_or_refused_with_its_location(tmp_path_factory: Any, value: Any) -> None:
    file = tmp_path_factory.mktemp("catalog") / "papers.json"
    for field in ("key", "authors", "builds_on", "curriculum"):
        file.write_text(with_lora(**{field: value}), encoding="utf-8")
        loaded = load_or_refusal(file)
        assert not isinstance(loaded, CatalogError) or "papers[" in str(loaded)


def test_an_invalid_catalog_prevents_the_start(tmp_path: Path) -> None:
    file = tmp_path / "papers.json"
    file.write_text(with_lora(arxiv_id="lora"), encoding="utf-8")
    start = (
        "import sys, pathlib, bot.wiring, bot.start as start;"
        f"bot.wiring.PAPERS_FILE = pathlib.Path({str(file)!r});"
        "sys.exit(start.main())"
    )
    environment = {"DISCORD_TOKEN": "abc.def.ghi", "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"}
    ended = subprocess.run(
        [sys.executable, "-c", start],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=False,
    )
    assert ended.returncode == 1
    assert f"papers[{LORA}] 'lora': arxiv_id: is not an arXiv id" in ended.stderr
    assert "Traceback" not in ended.stderr


# The shipped file


def test_all_27_papers_of_the_list_and_their_ancestors_are_there() -> None:
    assert len(LISTED) == 27
    assert len(CATALOG) - len(LISTED) >= 45


def test_every_ancestor_is_marked_as_one() -> None:
    needed = {link.key for paper in CATALOG for link in paper.builds_on}
    assert [paper.key for paper in CATALOG if paper.tier is Tier.ANCESTOR and paper.key not in needed] == []


def test_nothing_is_older_than_what_it_builds_on() -> None:
    assert [
        (paper.key, link.key) for paper in CATALOG for link in paper.builds_on if CATALOG[link.key].year > paper.year
    ] == []


def test_positions_in_the_curriculum_are_consecutive() -> None:
    for tier in (Tier.MUST_READ, Tier.RECOMMENDED):
        positions = [paper.curriculum.position for paper in LISTED if paper.tier is tier and paper.curriculum]
        assert sorted(positions) == list(range(1, len(positions) + 1))


@pytest.mark.parametrize("paper", LISTED, ids=lambda paper: paper.key)
def test_a_paper_of_the_list_has_names_that_people_type(paper: Any) -> None:
    family = paper.authors[0].split()[-1].casefold()
    assert len(paper.aliases) >= 2
    assert len({*map(str.casefold, paper.aliases), paper.short_name.casefold(), family}) >= 4


def test_no_sentence_occurs_twice() -> None:
    sentences = [text for paper in CATALOG for text in (paper.contribution, paper.why_it_matters, *paper.prompts)]
    sentences += [link.why for paper in CATALOG for link in paper.builds_on]
    assert len(set(sentences)) == len(sentences)


def test_no_eight_words_in_a_row_come_from_the_reading_list() -> None:
    reading_list = ROOT.parent / "shared" / "seeds" / "reading-list.md"
    if not reading_list.exists():
        pytest.skip("the original reading list is not available")
    theirs = _runs_of_eight(reading_list.read_text(encoding="utf-8"))
    titles = {run for paper in CATALOG for title in (paper.title, *paper.other_titles) for run in _runs_of_eight(title)}
    for paper in CATALOG:
        practice = paper.curriculum.practice if paper.curriculum else ""
        for text in (paper.contribution, paper.why_it_matters, practice, *paper.prompts):
            assert not (_runs_of_eight(text) & theirs) - titles, paper.key


def _runs_of_eight(text: str) -> set[tuple[str, ...]]:
    words = ["".join(filter(str.isalnum, word)).casefold() for word in text.split()]
    kept = [word for word in words if word]
    return {tuple(kept[at : at + 8]) for at in range(len(kept) - 7)}


def test_papers_of_the_list_come_before_papers_that_only_they_build_on() -> None:
    tiers = [list(Tier).index(paper.tier) for paper in CATALOG]
    assert all(one <= other for one, other in pairwise(tiers))


@pytest.mark.parametrize(
    "author", ["Barnes and Noble", "Martin Luther King Jr.", "Gemma Team", "陈天奇", "Sean O'Brien"]
)
def test_names_of_people_and_groups_are_accepted(tmp_path: Path, author: str) -> None:
    file = tmp_path / "papers.json"
    file.write_text(with_lora(authors=[author]), encoding="utf-8")
    assert load_catalog(file)["lora"].authors == (author,)


def test_every_paper_has_questions_to_discuss() -> None:
    questions = [prompt for paper in CATALOG for prompt in paper.prompts]
    assert all(len(paper.prompts) >= 3 for paper in CATALOG)
    assert len(questions) == len(set(questions))
    assert [question for question in questions if not question.endswith("?") or not 40 <= len(question) <= 160] == []
