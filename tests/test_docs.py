"""The documents say what is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import discord
import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
RELIABILITY = (ROOT / "docs" / "RELIABILITY.md").read_text(encoding="utf-8")
PLACES = re.findall(r"^\| .+ \| `([^`]+)` \|$", ARCHITECTURE.partition("## The house")[0], re.MULTILINE)


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


def test_every_fault_names_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)` \|$", RELIABILITY, re.MULTILINE)
    rows = RELIABILITY.partition("## Faults")[2].count("\n| ") - 2
    assert len(named) == rows >= 30
    assert [name for path, name in named if name not in symbols_of(ROOT / path)] == []


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


def test_the_invitation_asks_for_the_permissions_that_are_explained_and_no_others() -> None:
    table = README.partition("| permission | why |")[2].partition("\n\n")[0]
    named = [name.strip() for row in re.findall(r"^\| ([A-Z][^|]+) \|", table, re.MULTILINE) for name in row.split(",")]
    renamed = {"view_channels": "view_channel"}
    flags = [name.lower().replace(" ", "_") for name in named]
    expected = discord.Permissions(**{renamed.get(flag, flag): True for flag in flags})
    (asked,) = re.findall(r"&permissions=(\d+)", README)
    assert len(named) >= 7
    assert int(asked) == expected.value
