"""The documents are true."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import discord
import pytest

from bot.core.outbox.kinds import Kind
from bot.delivery.permissions import FOR_A_CLUB
from bot.settings import Settings
from docs.draw_layers import PICTURE, drawn
from tests.test_codebase import command_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOSTING = (ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
WHERE = (ROOT / "docs" / "WHERE.md").read_text(encoding="utf-8")
RELIABILITY = (ROOT / "docs" / "RELIABILITY.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
LAST_FAULT = 44
ROWS = re.findall(r"^\| .+ \| `([^`]+)` \|$", WHERE, re.MULTILINE)


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the only table in that section of docs/RELIABILITY.md."""
    part = RELIABILITY.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", part, re.MULTILINE)
    return [re.split(r" \| ", line) for line in lines[2:]]


FAULTS, BAD_INPUTS = rows_under("Faults"), rows_under("Bad inputs")
COMMANDS = {name for path in (ROOT / "cogs").rglob("cog.py") for name in command_names(path)}


@cache
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


def test_the_table_of_places_is_long_enough() -> None:
    assert len(ROWS) >= 20


def test_the_table_of_places_names_existing_symbols() -> None:
    def is_there(row: str) -> bool:
        path, _, symbol = row.partition("::")
        return (ROOT / path).exists() and (not symbol or symbol in symbols_of(ROOT / path))

    assert [row for row in ROWS if not is_there(row)] == []


# A path contains a slash and ends with a slash or an extension; `cogs/<feature>/` and `/paper` don't count.
NAMED_PATHS = sorted(set(re.findall(r"`((?:[\w.-]+/)+(?:[\w-]*\.\w+)?)(?:::\w+)?`", CONTRIBUTING + ARCHITECTURE)))


def test_the_guides_name_paths() -> None:
    assert {"cogs/clubs/options.py", "data/papers.json", "tests/test_docs.py"} <= set(NAMED_PATHS)


@pytest.mark.parametrize("path", NAMED_PATHS)
def test_paths_in_the_guides_exist(path: str) -> None:
    assert (ROOT / path).exists()


STEPS = re.findall(r"^\d\. `([\w/.]+\.\w+)`(.*(?:\n   .*)*)", CONTRIBUTING, re.MULTILINE)


@pytest.mark.parametrize(("path", "does"), STEPS, ids=lambda text: text.split("\n")[0])
def test_each_step_of_a_recipe_names_existing_symbols(path: str, does: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert [name for name in re.findall(r"`([A-Za-z_]+)`", does) if not re.search(rf"\b{name}\b", text)] == []


def test_the_journeys_name_existing_symbols() -> None:
    journeys = ARCHITECTURE.partition("## Three journeys")[2].partition("## The layers")[0]
    known = {
        name for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")) for name in symbols_of(path)
    }
    known |= {f"{path.stem}.{name}" for path in (ROOT / "cogs").rglob("*.py") for name in symbols_of(path)}
    named = set(re.findall(r"`([A-Za-z_]+(?:\.[a-z_]+)?)`", journeys)) - set(Kind.__members__)
    assert len(named) > 20
    assert named <= known


def test_the_picture_of_the_layers_is_up_to_date() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawn(), "run: make layers"


def test_every_library_has_a_line_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    table = ARCHITECTURE.partition("## Dependencies, and why")[2]
    cells = ", ".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)).lower()
    named = {cell.partition(" ")[0] for cell in cells.split(", ")}
    assert {re.split(r"[<>=;\[]", name)[0].lower() for name in wanted} <= named


def test_the_version_has_a_dated_section_and_matches_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert dated[0] == project["version"]
    assert f"image: paper-club:{project['version']}\n" in (ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_the_glossary_stays_short() -> None:
    assert len(GLOSSARY.splitlines()) <= 25


def test_every_fault_has_its_row() -> None:
    numbers = {int(row[0]) for row in FAULTS if row[0] != "–"}
    assert numbers == set(range(1, LAST_FAULT + 1))
    assert {row[0] for row in BAD_INPUTS} >= {"arXiv id", "DOI", "link", "upload", "log text", "authority", "settings"}


def test_the_faults_are_in_order() -> None:
    numbers = [LAST_FAULT + 1 if row[0] == "–" else int(row[0]) for row in FAULTS]
    assert numbers == sorted(numbers)


def names_what_is_true(row: list[str]) -> bool:
    if row[3] == "no such feature yet":
        missing = re.findall(r"`/([a-z ]+)`", row[2])
        return bool(missing) and not set(missing) & COMMANDS
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
    return bool(named and (ROOT / named[1]).exists() and named[2] in symbols_of(ROOT / named[1]))


def test_each_row_names_an_existing_test_or_a_missing_command() -> None:
    assert [f"{row[0]} {row[1]}" for row in [*FAULTS, *BAD_INPUTS] if not names_what_is_true(row)] == []


EMPTY = {None: "*none*", (): "*all*"}


def test_the_hosting_page_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", HOSTING, re.MULTILINE)
    expected = [
        (name.upper(), EMPTY.get(field.default, f"`{field.default}`"), field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


@pytest.mark.parametrize(
    "document", [README, CONTRIBUTING, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))]
)
def test_links_and_pictures_exist(document: str) -> None:
    for target in re.findall(r"(?:\]\(|src=\")([^)#\"]+)", document):
        if not target.startswith("http"):
            assert (ROOT / target).exists() or (ROOT / "docs" / target).exists()


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make (\w+)`?", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def invited_permissions() -> discord.Permissions:
    """The permissions that a server gives the bot through the README's link."""
    (asked,) = re.findall(r"&permissions=(\d+)", README)
    return discord.Permissions(int(asked))


def test_the_invite_asks_for_exactly_the_explained_permissions() -> None:
    table = README.partition("| permission | why |")[2].partition("\n\n")[0]
    named = [name.strip() for row in re.findall(r"^\| ([A-Z][^|]+) \|", table, re.MULTILINE) for name in row.split(",")]
    renamed = {"view_channels": "view_channel"}
    flags = [name.lower().replace(" ", "_") for name in named]
    expected = discord.Permissions(**{renamed.get(flag, flag): True for flag in flags})
    assert len(named) >= 7
    assert invited_permissions() == expected
    assert invited_permissions() == FOR_A_CLUB
