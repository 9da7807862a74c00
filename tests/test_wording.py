"""The messages in `locales/` and the code that uses them match (docs/adr/0014)."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse

import bot
import cogs
from bot.core.errors import ClubError, has_facts
from cogs.ui import wording
from cogs.ui.refusals import shape
from cogs.ui.wording import FUNCTIONS, LOCALES, SOURCE, references
from tests.test_codebase import ROOT, SOURCES, named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLS = {"t", "command_words"}
FUNCTION_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# `bot/storage` and `bot/operations` address only operators, and `demo` addresses visitors who try the bot.
WITHOUT_WORDS = ("bot/core/", "bot/services/", "bot/delivery/", "bot/pictures/", "bot/client.py", "cogs/")
# What operators read, in a terminal or the log, and proper names.
FOR_OPERATORS = {
    "bot/core/papers/citations.py",
    "bot/delivery/clock_watch.py",
    "bot/delivery/outbox_worker.py",
    "bot/delivery/outgoing.py",
    "bot/delivery/responses.py",
    "bot/services/backups.py",
}
# Their sentences aren't in `locales/` yet. Remove a file when it has none; add none.
BEGINNING = re.compile(r"(?:^|\W)[A-Z`_*]")
END = re.compile(r"[\w`*)][.?!:](?:\s|$)")
HEADING = re.compile(r"[A-Z][a-z]+(?: [a-z]+)+")
WORDS = re.compile(r"[A-Za-z]+ [A-Za-z]{2,}")
# British spellings. `organiser_role` is the name of an option, and options keep their names.
BRITISH = re.compile(r"catalogue|organis(?!er_role)|colour|favour|recognis|centre|programme|cancelled", re.IGNORECASE)

MESSAGES = {
    folder.name: {
        entry.id.name: entry
        for path in sorted(folder.glob("*.ftl"))
        for entry in parse(path.read_text(encoding="utf-8")).body
        if isinstance(entry, ftl.Message | ftl.Term)
    }
    for folder in LOCALES.iterdir()
}
VARIABLES = wording.read(LOCALES / SOURCE).variables


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def calls(path: Path) -> list[ast.Call]:
    found = [node for node in nodes_of(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [call for call in found if isinstance(call.func, ast.Name) and call.func.id in CALLS]


def is_t(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "t"


def written_out(call: ast.Call) -> str:
    message = call.args[0]
    return message.value if isinstance(message, ast.Constant) and isinstance(message.value, str) else ""


def refusal_types(kind: type[ClubError] = ClubError) -> set[type[ClubError]]:
    return {kind}.union(*map(refusal_types, kind.__subclasses__()))


@pytest.fixture(scope="module", autouse=True)
def _parsed_for_this_module() -> Iterator[None]:
    yield
    nodes_of.cache_clear()


@pytest.fixture(scope="module")
def refused() -> set[type[ClubError]]:
    """The types of refusals with facts, from every module."""
    for package in (bot, cogs):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                importlib.import_module(module.name)
    mine = {kind for kind in refusal_types() if kind.__module__.startswith(("bot.", "cogs."))}
    return set(filter(has_facts, mine))


def test_every_used_message_exists_with_exactly_its_variables() -> None:
    used = ((path, call) for path in SOURCES if path.name != "wording.py" for call in calls(path))
    for path, call in used:
        text = f"{named(path)}: {ast.unparse(call)}"
        assert len(call.args) == 1 or ast.unparse(call.args[1]) == "locale", text
        message, passed = written_out(call), {word.arg for word in call.keywords} - {"locale"}
        assert message, f"{text}: write the name of the message out"
        assert None not in passed, f"{text}: write the variables out"
        assert message in VARIABLES, f"{text}: there is no such message"
        assert passed == VARIABLES[message], text


def test_text_is_rendered_when_it_is_shown() -> None:
    """Text rendered while a module is imported is in nobody's language. Commands have `command_words`."""
    for path in SOURCES:
        functions = [node for node in nodes_of(path) if isinstance(node, FUNCTION_NODES)]
        inside = {id(inner) for function in functions for inner in ast.walk(function)}
        assert [ast.unparse(call) for call in calls(path) if is_t(call) and id(call) not in inside] == [], named(path)


def test_every_refusal_has_a_message_with_exactly_its_facts(refused: set[type[ClubError]]) -> None:
    for kind in refused:
        message, facts = shape(kind)
        assert message in VARIABLES, f"{kind.__name__} needs the message {message}"
        assert set(facts) == VARIABLES[message], f"{message}: else mark what is not said as UNSAID"


def test_no_two_refusals_share_a_name(refused: set[type[ClubError]]) -> None:
    names = [kind.__name__ for kind in refused]
    assert len(names) == len(set(names))


def test_every_message_is_used(refused: set[type[ClubError]]) -> None:
    used = {written_out(call) for path in SOURCES for call in calls(path)}
    used |= {shape(kind)[0] for kind in refused}
    for entry in MESSAGES[SOURCE].values():
        found = references(entry)
        used |= found.messages | found.terms
    assert sorted(set(MESSAGES[SOURCE]) - used) == []


@pytest.mark.parametrize("language", MESSAGES)
def test_references_between_messages_exist(language: str) -> None:
    for name, entry in MESSAGES[language].items():
        assert name in MESSAGES[SOURCE], f"{name} is not in {SOURCE}"
        found = references(entry)
        assert found.messages | found.terms <= MESSAGES[SOURCE].keys(), name
        assert found.functions <= {*FUNCTIONS, "NUMBER", "DATETIME"}, name
        assert found.variables <= VARIABLES.get(name, found.variables), name
        assert not entry.attributes, f"{name}: give the attribute a message of its own"


@pytest.mark.parametrize("path", sorted(LOCALES.rglob("*.ftl")), ids=named)
def test_a_message_is_in_the_file_of_its_feature(path: Path) -> None:
    for entry in parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ftl.Message):
            feature, refusal = path.stem.replace("_", "-"), "refusal"
            assert entry.id.name.startswith((f"{feature}-", f"{refusal}-")), entry.id.name


def literals(path: Path) -> Iterator[str]:
    """The texts of a module without its docstrings; `_` marks what is filled in."""
    nodes = nodes_of(path)
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "_" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.value


def test_sentences_are_in_the_message_files() -> None:
    wordless = [path for path in SOURCES if named(path).startswith(WITHOUT_WORDS) and named(path) not in FOR_OPERATORS]
    assert [(named(path), text) for path in wordless for text in literals(path) if is_sentence(text)] == []


def is_sentence(text: str) -> bool:
    """Looks for a beginning, and for an end after a space. One pattern for all would read long texts over and over."""
    if not WORDS.search(text):
        return False
    beginning, ends = BEGINNING.search(text), [end.start() for end in END.finditer(text)]
    return bool(HEADING.match(text) or (beginning and ends and " " in text[beginning.end() : ends[-1]]))


def test_the_list_names_existing_files() -> None:
    assert [name for name in FOR_OPERATORS if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", sorted((LOCALES / "en").glob("*.ftl")), ids=lambda path: path.stem)
def test_english_is_spelled_as_in_america(path: Path) -> None:
    texts = [
        part.value
        for entry in parse(path.read_text(encoding="utf-8")).body
        if isinstance(entry, ftl.Message | ftl.Term)
        for part in _text_parts(entry)
    ]
    assert [text for text in texts if BRITISH.search(text)] == []


def _text_parts(node: ftl.BaseNode) -> Iterator[ftl.TextElement]:
    if isinstance(node, ftl.TextElement):
        yield node
    for inner in vars(node).values():
        for child in inner if isinstance(inner, list) else [inner]:
            if isinstance(child, ftl.BaseNode):
                yield from _text_parts(child)
