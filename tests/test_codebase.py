"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for room in ("bot", "cogs", "demo") for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EVERY = [*SOURCES, *TESTS, *sorted((ROOT / "benchmarks").rglob("*.py"))]
FILE_LINES, FUNCTION_LINES = 300, 40
NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|managers?)$")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_functions_stay_small(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_every_room_has_a_name_of_its_own(path: Path) -> None:
    assert [part for part in path.relative_to(ROOT).with_suffix("").parts if NAMELESS.match(part)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_catches_everything(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    broad = [
        node.lineno
        for node in handlers
        if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
    ]
    assert broad == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_the_source_does_not_know_that_it_is_tested(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(if|and|or|not) [\w.]*(testing|is_test|in_test|pytest)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_only_the_support_room_imports_simcord(path: Path) -> None:
    if path.is_relative_to(ROOT / "tests" / "support"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "simcord" not in imported


@pytest.mark.parametrize("pins", sorted(ROOT.glob("requirements*.txt")), ids=named)
def test_the_pins_name_no_registry_and_hash_everything(pins: Path) -> None:
    lines = pins.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("--")]
    packages = [number for number, line in enumerate(lines) if re.match(r"[\w.-]+(\[[\w,]+\])?==", line)]
    assert len(packages) > 10
    assert [lines[number] for number in packages if "--hash=sha256:" not in lines[number + 1]] == []


def command_names(path: Path) -> list[str]:
    """As typed after the slash, a group's commands with its name before them."""
    names = []
    for cog in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(cog, ast.ClassDef):
            group = "".join(f"{ast.literal_eval(word.value)} " for word in cog.keywords if word.arg == "group_name")
            names += [
                group + node.name
                for node in cog.body
                if isinstance(node, ast.AsyncFunctionDef)
                and any(ast.unparse(decorator).startswith("app_commands.command") for decorator in node.decorator_list)
            ]
    return names


def test_no_command_name_is_taken_twice() -> None:
    names = [name for path in (ROOT / "cogs").rglob("cog.py") for name in command_names(path)]
    assert {"paper", "club create", "club show", "syllabus show"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", sorted((ROOT / "cogs").rglob("cog.py")), ids=named)
def test_every_command_is_handled_alike(path: Path) -> None:
    """ADR 3: a command's body is one `async with Handling(…)`, so that its errors reach the one handler."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AsyncFunctionDef) and any(
            ".command" in ast.unparse(decorator) for decorator in node.decorator_list
        ):
            assert [type(statement) for statement in node.body] == [ast.AsyncWith], node.name
            assert ast.unparse(node.body[0]).startswith("async with Handling("), node.name


FOR_THE_BOT_ITSELF = {"all_of", "known", "to_send"}
ON_ITS_OWN_ACCOUNT = {("writers.py", None), ("desk.py", "notice")}


@pytest.mark.parametrize("path", sorted((ROOT / "cogs").rglob("*.py")), ids=named)
def test_nothing_is_looked_up_for_a_member_without_saying_for_whom(path: Path) -> None:
    """What takes no viewer is for messages that the bot sends on its own account (docs/RELIABILITY.md)."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        called = {
            node.func.attr
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if called & FOR_THE_BOT_ITSELF:
            assert {(path.name, None), (path.name, function.name)} & ON_ITS_OWN_ACCOUNT, function.name


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_member_is_sent_a_private_message(path: Path) -> None:
    """Whoever closed theirs misses nothing: all is said in a channel, or in the answer to what was pressed."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert not [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in {"create_dm", "dm_channel"}]
    sends = [
        ast.unparse(node.func)
        for node in nodes
        if isinstance(node, ast.Call)
        if ast.unparse(node.func).endswith(".send")
    ]
    allowed = {"interaction.followup.send", "self._sender.send", "channel.send"}
    assert path.is_relative_to(ROOT / "demo") or set(sends) <= allowed
