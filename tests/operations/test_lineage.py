"""`python -m bot lineage FILE`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.fulltext.scoring import Reason, Sign
from bot.core.fulltext.unreadable import PaperFault
from bot.operations.lineage_words import FAULTS, SIGNS, why
from tests.support.made_papers import TITLE, foxnet_pdf

if TYPE_CHECKING:
    from tests.operations.conftest import Operate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "fulltext"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "fox.pdf"
    file.write_bytes(foxnet_pdf())
    return file


def test_json_has_the_promised_form(operate: Operate, paper: Path) -> None:
    code, printed = operate("lineage", str(paper), "--json")
    told = json.loads(printed)
    assert code == 0
    assert (told["title"], told["year"], told["references"]) == (TITLE, 2018, 4)
    assert [*told] == ["title", "year", "references", "ancestors"]
    first = told["ancestors"][0]
    assert [*first] == ["title", "year", "arxiv_id", "doi", "key", "score", "why", "sentences"]
    assert [*first["sentences"][0]] == ["text", "section"]
    scores = [ancestor["score"] for ancestor in told["ancestors"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 10


def test_people_read_titles_reasons_and_sentences(operate: Operate, paper: Path) -> None:
    code, printed = operate("lineage", str(paper))
    assert code == 0
    assert printed.startswith(f"{TITLE} (2018)\n4 references.")
    assert "1. DogNet: Networks for dogs (2017)" in printed
    assert "“We extend the loss of DogNet [1] with a term for the height of each jump.” (2 Method)" in printed


def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(operate: Operate, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"Dear Sir")
    code, printed = operate("lineage", str(file))
    assert (code, printed) == (2, "letter.pdf is not a PDF, LaTeX, HTML or Markdown file. Use one of those.\n")


def test_it_starts_without_the_bot(paper: Path) -> None:
    program = "import sys, bot.__main__ as start; start.main(sys.argv[1:]); print(sorted(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", program, "lineage", str(paper)], cwd=ROOT, capture_output=True, check=True
    )
    assert not {"'discord'", "'sqlalchemy'", "'aiohttp'"} & set(
        ran.stdout.decode().rpartition("[")[2].rstrip("]\n").split(", ")
    )


def test_every_fault_and_sign_has_words() -> None:
    assert set(FAULTS) == set(PaperFault)
    assert set(SIGNS) == set(Sign)
    reasons = (Reason(Sign.METHOD, 2), Reason(Sign.ABSTRACT, 1))
    assert why(reasons) == "The method section cites it 2 times, and the abstract names it."


@pytest.mark.skipif(not SHARED.exists(), reason="there are no real papers in ../shared/fulltext")
def test_a_real_paper_and_one_without_text(operate: Operate) -> None:
    code, printed = operate("lineage", str(SHARED / "pdf" / "focal-loss.pdf"), "--json")
    assert code == 0
    assert json.loads(printed)["ancestors"][0]["title"] == "Feature pyramid networks for object detection"
    code, printed = operate("lineage", str(SHARED / "no-text" / "support-vector-networks.pdf"))
    assert code == 2
    assert "has no text that can be read" in printed
