"""The documents say what is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import discord
import pytest

from bot.delivery.permissions import FOR_A_CLUB
from bot.settings import Settings
from tests.test_codebase import command_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
RELIABILITY = (ROOT / "docs" / "RELIABILITY.md").read_text(encoding="utf-8")
LAST_FAULT = 44
PLACES = re.findall(r"^\| .+ \| `([^`]+)` \|$", ARCHITECTURE.partition("## The house")[0], re.MULTILINE)


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the one table in that part of docs/RELIABILITY.md."""
    part = RELIABILITY.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", part, re.MULTILINE)
    return [re.split(r" \| ", line) for line in lines[2:]]


FAULTS, BAD_INPUTS = rows_under("Faults"), rows_under("Bad inputs")
COMMANDS = {name for path in (ROOT / "cogs").rglob("cog.py") for name in command_names(path)}


def symbols_of(path: Path) -> set[str]:
    """Every definition and constant of a module, methods as `Class.method`."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
            names |= {
                f"{node.name}.{part.name}"
                for part in node.body
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_the_table_is_long_enough_to_help() -> None:
    assert len(PLACES) >= 20


@pytest.mark.parametrize("place", PLACES)
def test_where_it_says_there_it_is(place: str) -> None:
    path, _, symbol = place.partition("::")
    assert (ROOT / path).exists()
    if symbol:
        assert symbol in symbols_of(ROOT / path)


def test_every_fault_has_its_row() -> None:
    numbers = {int(row[0]) for row in FAULTS if row[0] != "–"}
    assert numbers == set(range(1, LAST_FAULT + 1))
    assert {row[0] for row in BAD_INPUTS} >= {"arXiv id", "DOI", "link", "upload", "log text", "authority", "settings"}


def test_the_faults_stand_in_their_order() -> None:
    numbers = [LAST_FAULT + 1 if row[0] == "–" else int(row[0]) for row in FAULTS]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("row", [*FAULTS, *BAD_INPUTS], ids=lambda row: f"{row[0]} {row[1]}")
def test_each_names_a_test_that_exists_or_a_command_that_does_not(row: list[str]) -> None:
    if row[3] == "no such feature yet":
        missing = re.findall(r"`/([a-z ]+)`", row[2])
        assert missing
        assert not set(missing) & COMMANDS
        return
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
    assert named
    assert named[2] in symbols_of(ROOT / named[1])


EMPTY = {None: "*none*", (): "*all*"}


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", README, re.MULTILINE)
    expected = [
        (name.upper(), EMPTY.get(field.default, f"`{field.default}`"), field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


@pytest.mark.parametrize(
    "document", [README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))]
)
def test_links_and_pictures_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document):
        if not target.startswith("http"):
            assert (ROOT / target).exists() or (ROOT / "docs" / target).exists()


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make (\w+)`?", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def invited_permissions() -> discord.Permissions:
    """What whoever follows the README's link gives the bot."""
    (asked,) = re.findall(r"&permissions=(\d+)", README)
    return discord.Permissions(int(asked))


def test_the_invitation_asks_for_the_permissions_that_are_explained_and_no_others() -> None:
    table = README.partition("| permission | why |")[2].partition("\n\n")[0]
    named = [name.strip() for row in re.findall(r"^\| ([A-Z][^|]+) \|", table, re.MULTILINE) for name in row.split(",")]
    renamed = {"view_channels": "view_channel"}
    flags = [name.lower().replace(" ", "_") for name in named]
    expected = discord.Permissions(**{renamed.get(flag, flag): True for flag in flags})
    assert len(named) >= 7
    assert invited_permissions() == expected
    assert invited_permissions() == FOR_A_CLUB
