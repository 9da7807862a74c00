"""The paper that the demo ships for `/catalog add`."""

from __future__ import annotations

from bot.extraction.reading import read_lineage
from demo.sample_paper import FILE, TITLE, sample_paper


def test_the_shipped_file_is_what_the_script_writes() -> None:
    assert FILE.read_bytes() == sample_paper()
    assert len(sample_paper()) < 20_000


def test_its_text_says_what_it_builds_on() -> None:
    lineage = read_lineage(FILE)
    assert (lineage.title, lineage.year, lineage.references) == (TITLE, 2024, 9)
    assert lineage.authors == ("Robin Aldane", "Miko Farrow")
    first, second, third, *_ = lineage.proposals
    assert [each.arxiv_id for each in (first, second, third)] == ["2106.09685", "2305.14314", "2310.11454"]
    assert first.quotes[0].text == "In this paper we build on LoRA [1] and make it smaller still."
    assert first.quotes[0].heading == "1 Introduction"
