"""House rules that no linter checks."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.paper_logs.log_text import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("bot", "cogs", "demo") for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EVERY = [*SOURCES, *TESTS, *sorted((ROOT / "benchmarks").rglob("*.py"))]
FILE_LINES, FUNCTION_LINES = 300, 40
NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|managers?)$")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def broken_in(paths: Iterable[Path], fault_of: Callable[[Path], object]) -> dict[str, object]:
    """What a rule finds wrong, by file. One test checks all files, because there are hundreds."""
    faults = {named(path): fault_of(path) for path in paths}
    assert faults, "there are no such files"
    return {name: fault for name, fault in faults.items() if fault}


def test_files_stay_small() -> None:
    def too_long(path: Path) -> int:
        return max(0, len(path.read_text(encoding="utf-8").splitlines()) - FILE_LINES)

    assert broken_in(EVERY, too_long) == {}


def test_functions_stay_small() -> None:
    def long_ones(path: Path) -> list[str]:
        return [
            f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.end_lineno
            and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
            # Some tests tell a long story.
            and not node.name.startswith("test_")
        ]

    assert broken_in(EVERY, long_ones) == {}


def test_every_package_has_a_specific_name() -> None:
    def nameless(path: Path) -> list[str]:
        return [part for part in path.relative_to(ROOT).with_suffix("").parts if NAMELESS.match(part)]

    assert broken_in(EVERY, nameless) == {}


# Each is also the word of a provider, in the module that reads the provider's answers.
NAMED_BY_A_PROVIDER = {
    "Paper": "what Semantic Scholar calls one",
    "Work": "what Crossref and OpenAlex call a paper",
    "_Author": "an author in an answer of Crossref, and of Semantic Scholar",
}


def test_no_two_classes_share_a_name() -> None:
    """Whoever looks for a class by its name finds one. `TypeAlias`es count as well."""
    found: dict[str, list[str]] = {}
    for path in (path for path in SOURCES if not path.is_relative_to(ROOT / "demo")):
        for node in ast.walk(parsed(path)):
            if name := _type_named(node):
                found.setdefault(name, []).append(named(path))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    for name in NAMED_BY_A_PROVIDER:
        others = [path for path in twice.pop(name) if not path.startswith("bot/providers/")]
        assert len(others) <= 1, others
    assert twice == {}


def _type_named(node: ast.AST) -> str | None:
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
        return ast.unparse(node.target)
    return None


def test_no_exception_handler_catches_everything() -> None:
    def broad(path: Path) -> list[int]:
        return [
            node.lineno
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.ExceptHandler)
            if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        ]

    assert broken_in(SOURCES, broad) == {}


def test_the_source_does_not_mention_tests() -> None:
    asked = re.compile(r"\b(if|and|or|not) [\w.]*(testing|is_test|in_test|pytest)\b", re.IGNORECASE)
    assert broken_in(SOURCES, lambda path: asked.findall(path.read_text(encoding="utf-8"))) == {}


def test_only_test_support_imports_simcord() -> None:
    def imports_it(path: Path) -> bool:
        nodes = list(ast.walk(parsed(path)))
        imported = {
            alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names
        }
        imported |= {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
        return "simcord" in imported

    outside = [path for path in TESTS if not path.is_relative_to(ROOT / "tests" / "support")]
    assert broken_in(outside, imports_it) == {}


@pytest.mark.parametrize("pins", sorted(ROOT.glob("requirements*.txt")), ids=named)
def test_the_pins_name_no_registry_and_hash_everything(pins: Path) -> None:
    lines = pins.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("--")]
    packages = [number for number, line in enumerate(lines) if re.match(r"[\w.-]+(\[[\w,]+\])?==", line)]
    assert len(packages) > 10
    assert [lines[number] for number in packages if "--hash=sha256:" not in lines[number + 1]] == []


def command_names(path: Path) -> list[str]:
    """Commands as typed after the slash; those of a group with its name before them.

    A feature that adds a command to another feature's group names it in the first line of its module.
    """
    names, module = [], parsed(path)
    added_to = re.match(r"`/(\w+) ", ast.get_docstring(module) or "")
    for cog in ast.walk(module):
        if isinstance(cog, ast.AsyncFunctionDef):
            added = [each for each in cog.decorator_list if ast.unparse(each).startswith("group.command")]
            names += [f"{added_to[1] if added_to else '?'} {_command_name(cog, each)}" for each in added]
        if isinstance(cog, ast.ClassDef):
            group = "".join(f"{ast.literal_eval(word.value)} " for word in cog.keywords if word.arg == "group_name")
            names += [
                group + _command_name(node, decorator)
                for node in cog.body
                if isinstance(node, ast.AsyncFunctionDef)
                for decorator in node.decorator_list
                if ast.unparse(decorator).startswith("app_commands.command")
            ]
    return names


def _command_name(method: ast.AsyncFunctionDef, decorator: ast.expr) -> str:
    """The method's own name, unless the decorator gives another, such as a word of Python."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return next((str(ast.literal_eval(word.value)) for word in keywords if word.arg == "name"), method.name)


def test_no_command_name_is_taken_twice() -> None:
    names = [name for path in (ROOT / "cogs").rglob("cog.py") for name in command_names(path)]
    assert {"paper", "club create", "club show", "syllabus show"} <= set(names)
    assert len(names) == len(set(names))


def test_every_command_uses_the_same_handling() -> None:
    """ADR 3: a command's body is one `async with Handling(…)`, so that its errors reach the one handler."""

    def unhandled(path: Path) -> list[str]:
        return [
            node.name
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.AsyncFunctionDef)
            and any(".command" in ast.unparse(decorator) for decorator in node.decorator_list)
            and not (
                [type(statement) for statement in node.body] == [ast.AsyncWith]
                and ast.unparse(node.body[0]).startswith("async with Handling(")
            )
        ]

    assert broken_in((ROOT / "cogs").rglob("cog.py"), unhandled) == {}


def test_a_fifth_part_of_a_log_touches_five_files() -> None:
    """The four that name each part, and a new migration."""

    def names_in(path: Path) -> set[object]:
        facts = (vars(node) for node in ast.walk(parsed(path)))
        return {each.get(kind) for each in facts for kind in ("id", "attr", "arg", "value") if kind in each}

    def takes_parts_apart(path: Path) -> bool:
        made = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        logs = [node for node in made if ast.unparse(node.func) in {"LogText", "LogText.typed"}]
        return any(node.keywords or {type(each) for each in node.args} != {ast.Starred} for node in logs)

    sources = [path for path in SOURCES if "migrations" not in path.parts]
    naming = [path for path in sources if set(PARTS) <= names_in(path) or takes_parts_apart(path)]
    for path in sorted((ROOT / "locales" / "en").glob("*.ftl")):
        naming += [path] if all(f"[{part}]" in path.read_text(encoding="utf-8") for part in PARTS) else []
    wording = [f"locales/en/{feature}.ftl" for feature in ("paper_logs", "papers", "ui")]
    assert [named(path) for path in naming] == ["bot/core/paper_logs/log_text.py", *wording]


FOR_THE_BOT_ITSELF = {"all_of", "known", "to_send"}
ON_ITS_OWN_ACCOUNT = {("composers.py", None), ("actions.py", "notice")}


def test_lookups_for_members_name_the_viewer() -> None:
    """Functions without a viewer are only for messages that the bot sends by itself (docs/RELIABILITY.md)."""

    def for_nobody(path: Path) -> list[str]:
        return [
            node.name
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and methods_called_in(node) & FOR_THE_BOT_ITSELF
            and not {(path.name, None), (path.name, node.name)} & ON_ITS_OWN_ACCOUNT
        ]

    assert broken_in((ROOT / "cogs").rglob("*.py"), for_nobody) == {}


def methods_called_in(function: ast.AST) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


PRIVATE = {"create_dm", "dm_channel", "start_private_message"}


def test_no_member_is_sent_a_private_message() -> None:
    """Members with closed direct messages miss nothing: everything is in a channel, or in the answer to a press.

    Only the owner of a server that removed the bot can't be told elsewhere. Members who ask for reminders by direct
    message are called in the thread if they accept none.
    """
    to_owners = ROOT / "bot" / "delivery" / "server_watch.py"
    to_those_who_asked = ROOT / "bot" / "delivery" / "direct_channels.py"
    allowed = {"interaction.followup.send", "self._sender.send", "channel.send"}

    def private(path: Path) -> set[str]:
        nodes = list(ast.walk(parsed(path)))
        found = {node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in PRIVATE}
        if path.is_relative_to(ROOT / "demo"):
            return found
        if path in {to_owners, to_those_who_asked}:
            found -= PRIVATE
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        sends = {ast.unparse(called) for called in calls if isinstance(called, ast.Attribute) and called.attr == "send"}
        return found | (sends - allowed)

    assert broken_in(SOURCES, private) == {}
