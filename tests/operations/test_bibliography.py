"""`python -m bot bibliography FILE`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.bibliography.entries import EntryTrouble, FileFault
from bot.core.papers.title_letters import letters_of
from bot.operations.bibliography_words import FAULTS, TROUBLES

if TYPE_CHECKING:
    from tests.operations.conftest import Operate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "bibliographies"
EXPECTED: dict[str, Any] = (
    json.loads((SHARED / "expected.json").read_text()) if (SHARED / "expected.json").is_file() else {}
)
NEEDS_SHARED = pytest.mark.skipif(not EXPECTED, reason="the real bibliographies are not on this machine")
ENTRY = """@article{lora,
 title = {{LoRA}},
 author = {Hu, Edward J. and King, Jr., M.},
 year = 2021,
 eprint = {2106.09685}}
"""
DOUBLING = '@string{s0 = "lol"}\n' + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 64))


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.bib", ENTRY)
    return packed.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.bib"


def test_json_has_the_promised_form(operate: Operate, file: Path) -> None:
    file.write_text(f"{ENTRY}@misc{{, title = {{LoRA}}}}\n{ENTRY}")
    code, printed = operate("bibliography", str(file), "--json")
    told = json.loads(printed)
    assert (code, told["format"]) == (0, "bibtex")
    assert [*told] == ["format", "entries", "problems", "duplicates"]
    first, second, _ = told["entries"]
    assert first == {
        "line": 1,
        "key": "lora",
        "title": "LoRA",
        "authors": [{"family": "Hu", "given": "Edward J."}, {"family": "King", "given": "M.", "suffix": "Jr."}],
        "year": 2021,
        "doi": None,
        "arxiv_id": "2106.09685",
    }
    assert (second["line"], second["key"], second["year"]) == (6, None, None)
    assert {"line": 6, "what": "line 6: the entry has no key. It gets one when it is exported."} in told["problems"]
    assert told["problems"][-1]["what"] == "line 7: the key 'lora' is used twice, first in line 1. Rename one."
    assert told["duplicates"] == [[0, 1], [0, 2]]


def test_people_read_entries_problems_and_duplicates(operate: Operate, file: Path) -> None:
    file.write_text(ENTRY + ENTRY.replace("{lora", "{again"))
    code, printed = operate("bibliography", str(file))
    assert code == 0
    assert printed.startswith("bibtex: entries 2, problems 0, duplicates 1\n")
    assert "line 1 [lora] Hu et al. (2021): LoRA, 2106.09685" in printed
    assert "lines 1 and 6: LoRA" in printed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * (50 * 1024 * 1024), "too large: at most 8 MiB"),
        (zipped(), "not plain text"),
        (ENTRY.encode("utf-16"), "not plain text"),
        (b"@misc{a,\x00 title = {x}}", "not plain text"),
        (b"\n@misc{a,\n title = {x},\n", "line 2: the entry 'a' is unclosed"),
        (b'\n@misc{a,\n title = "x,\n year = 2000}\n', "line 2: the entry 'a' has an unclosed quotation mark"),
        (b"@misc{a,\n title = " + b"{" * 100_000, "line 1: the entry 'a' is unclosed"),
        (
            b"@misc{a, title = " + b"{" * 100_000 + b"}" * 100_000 + b"}",
            "line 1: the entry 'a' nests braces too deeply",
        ),
        (f"{DOUBLING}@misc{{a, title = s63}}".encode(), "too complex"),
        (b"@misc{" + b"k" * 1_000_000 + b", title = {x}}", "too complex"),
        (b"", "no entries"),
        (b"%0 Journal Article\n%T x\n", "RefMan (RIS) Export"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(
    operate: Operate, file: Path, data: bytes, said: str
) -> None:
    file.write_bytes(data)
    code, printed = operate("bibliography", str(file), "--json")
    assert code == 2
    assert said in printed
    assert printed.startswith("a.bib")
    assert printed.count("\n") == 1


def test_too_many_entries_are_listed_and_refused(operate: Operate, file: Path) -> None:
    file.write_text("".join(f"@misc{{k{n}, title = {{Title {n}}}}}\n" for n in range(5000)))
    code, printed = operate("bibliography", str(file))
    assert code == 2
    assert "bibtex: entries 5000" in printed
    assert "line 2001: from here on, there are more than the 2,000 entries" in printed


def test_every_fault_and_trouble_has_words() -> None:
    assert set(FAULTS) == set(FileFault)
    assert set(TROUBLES) == set(EntryTrouble)


def test_it_starts_without_the_bot() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import sys; from bot.__main__ import main\n"
                "assert main(['bibliography', 'none.bib']) == 2\n"
                "assert not {'discord', 'sqlalchemy', 'pydantic', 'bibtexparser'} & set(sys.modules)"
            ),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("none.bib can't be opened.")


@NEEDS_SHARED
@pytest.mark.parametrize("name", EXPECTED or ["none"])
def test_real_files_are_read_as_expected(operate: Operate, name: str) -> None:
    expected = EXPECTED[name]
    code, printed = operate("bibliography", str(SHARED / name), "--json")
    if expected["format"].startswith("endnote"):
        assert (code, printed.count("\n")) == (2, 1)
        return
    told, _ = json.JSONDecoder().raw_decode(printed[printed.index("{") :])
    entries, problems = told["entries"], told["problems"]
    assert code == (2 if expected["entries"] > 2000 else 0)
    assert (told["format"], len(entries)) == (expected["format"], expected["entries"])
    for check in expected["spot_checks"]:
        keys = {check.get("key"), check.get("id")} - {None}
        found = [
            entry
            for number, entry in enumerate(entries, 1)
            if number == check.get("record")
            or (entry["key"] in keys and entry["line"] == check.get("line", entry["line"]))
        ]
        assert [entry["year"] for entry in found] == [check["year"]]
        # The expected titles lost an ampersand or two.
        assert letters_of(found[0]["title"]) == letters_of(check["title"])
    repeated = [(each["again_at_line"], each["key"]) for each in expected.get("repeated_keys", [])]
    said = [problem["what"] for problem in problems if "used twice" in problem["what"]]
    assert len(said) == len(repeated)
    assert all(any(what.startswith(f"line {line}: the key '{key}'") for what in said) for line, key in repeated)
    pairs = {frozenset((entries[first]["key"], entries[second]["key"])) for first, second in told["duplicates"]}
    groups = [group for kind in expected["duplicates"].values() for group in kind["examples"]]
    assert all(frozenset(group[:2]) in pairs for group in groups)
