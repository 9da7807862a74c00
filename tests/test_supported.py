"""Every file names the same supported versions of Python, and nothing is used that a newer version deprecates."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from bot.operations import doctor

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SUPPORTED = ["3.11", "3.12", "3.13"]
SOURCES = [path for folder in ("bot", "cogs", "demo", "benchmarks", "tests") for path in (ROOT / folder).rglob("*.py")]
# Python 3.13 requires the later arguments to be named.
POSITIONAL = {"sub": 3, "subn": 3, "split": 2}


def test_every_file_names_the_same_versions() -> None:
    named = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in PROJECT["classifiers"]]
    assert [found[1] for found in named if found] == SUPPORTED
    assert PROJECT["requires-python"] == f">={SUPPORTED[0]}"
    assert ".".join(map(str, doctor.PYTHON)) == SUPPORTED[0]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert set(SUPPORTED) <= set(re.findall(r'"(3\.\d+)"', workflow))
    assert f"Python {', '.join(SUPPORTED[:-1])} or {SUPPORTED[-1]}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_include_packages_that_newer_versions_removed(name: str) -> None:
    pins = (ROOT / name).read_text(encoding="utf-8")
    assert re.search(r"^audioop-lts==\S+ ; python_full_version >= '3\.13'", pins, re.MULTILINE)


def test_no_count_or_flags_are_passed_by_position() -> None:
    old = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "re"
        and len(node.args) > POSITIONAL.get(node.func.attr, len(node.args))
    ]
    assert old == []
