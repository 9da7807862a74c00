"""Checks what the bot sends against Discord's own API description, if that file is available."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.support import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from simcord import Env

ONE_OF: Any = Draft202012Validator.VALIDATORS["oneOf"]
REF: Any = Draft202012Validator.VALIDATORS["$ref"]
DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord-openapi.json"
URI = "discord:api"
# discord.py sends it with forum posts. It is missing from the description, but Discord accepts it.
UNDESCRIBED = {"use_nested_fields"}
PLACEHOLDER = re.compile(r"\{[^}]+\}")


class DiscordApi:
    """The operations of the description, each with a compiled check of its JSON body."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._paths = description["paths"]
        self._kinds = _kinds_by_type(description)
        self._validator = extend(Draft202012Validator, {"oneOf": self._one_of, "$ref": self._ref})
        self._patterns = [(_pattern(path), path) for path in sorted(self._paths, key=_fewest_placeholders_first)]
        resource = Resource.from_contents(description, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(URI, resource)
        self._checks: dict[tuple[str, str, str], Validator] = {}
        # Every bot first sends its commands, which are always the same. Checking them takes a quarter of a second.
        self._checked: dict[tuple[str, str, str, str], list[str]] = {}
        # Most of a page appeared in an earlier page too: the same rows of buttons with other texts.
        self._valid: set[tuple[str, str]] = set()

    def violations(self, method: str, path: str, body: Any, params: dict[str, Any] | None = None) -> list[str]:
        """The errors of a request, one sentence each; empty for a valid one."""
        template = next((known for pattern, known in self._patterns if pattern.fullmatch(path)), None)
        operation = self._paths.get(template, {}).get(method.lower())
        if template is None or operation is None:
            return [f"{method} {path}: no such operation"]
        shared = self._paths[template].get("parameters", [])
        known = {parameter["name"] for parameter in [*shared, *operation.get("parameters", [])] if "name" in parameter}
        found = [f"{method} {path}: unknown parameter {name!r}" for name in (params or {}) if name not in known]
        if body is not None and "requestBody" in operation:
            found += self._body_violations(method, template, body)
        return found

    def answer_violations(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """The errors of an answer that claims to be Discord's."""
        template = next((known for pattern, known in self._patterns if pattern.fullmatch(path)), None)
        responses = self._paths.get(template, {}).get(method.lower(), {}).get("responses", {})
        if template is None or str(status) not in responses:
            return [f"{method} {path}: no answer {status}"]
        if "content" not in responses[str(status)]:
            return [] if body is None else [f"{method} {path}: a body with {status}"]
        return self._schema_violations(method, template, f"responses/{status}", body)

    def _body_violations(self, method: str, template: str, body: Any) -> list[str]:
        return self._schema_violations(method, template, "requestBody", body)

    def _schema_violations(self, method: str, template: str, part: str, body: Any) -> list[str]:
        what = (method, template, part, json.dumps(body, sort_keys=True, default=repr))
        if what not in self._checked:
            self._checked[what] = self._new_violations(method, template, part, body)
        return self._checked[what]

    def _new_violations(self, method: str, template: str, part: str, body: Any) -> list[str]:
        check = self._checks.get((method, template, part))
        if check is None:
            pointer = template.replace("~", "~0").replace("/", "~1")
            where = f"{URI}#/paths/{pointer}/{method.lower()}/{part}/content/application~1json/schema"
            check = self._validator({"$ref": where}, registry=self._registry)
            self._checks[method, template, part] = check
        return [f"{method} {template}: {_innermost(error)}" for error in check.iter_errors(body)]

    def _ref(self, validator: Validator, reference: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
        """The library's own check, except that a part of a body that was valid by this reference isn't
        checked again.
        """
        what = (reference, json.dumps(instance, sort_keys=True))
        if what in self._valid:
            return
        is_valid = True
        for fault in REF(validator, reference, instance, schema):
            is_valid = False
            yield fault
        if is_valid:
            self._valid.add(what)

    def _one_of(self, validator: Validator, kinds: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
        """The library's own check, except that only the option with the right `type` is tried: a page has dozens."""
        named = instance.get("type") if isinstance(instance, dict) else None
        right = self._kinds.get(_references(kinds), {}).get(named) if isinstance(named, int | str) else None
        checked: Iterator[ValidationError] = ONE_OF(validator, [right] if right else kinds, instance, schema)
        return checked


def _kinds_by_type(description: dict[str, Any]) -> dict[tuple[str, ...], dict[int | str, dict[str, str]]]:
    """For each list of options, the option by its `type`, if every option has different types."""
    schemas = description["components"]["schemas"]
    found: dict[tuple[str, ...], dict[int | str, dict[str, str]]] = {}
    for kinds in _lists_of_kinds(description):
        references = _references(kinds)
        types = [(schemas[name.rpartition("/")[2]].get("properties", {}).get("type") or {}) for name in references]
        numbers = [number for one in types for number in one.get("enum", [])]
        if references and all(one.get("enum") for one in types) and len(set(numbers)) == len(numbers):
            found[references] = {number: kind for kind, one in zip(kinds, types, strict=True) for number in one["enum"]}
    return found


def _lists_of_kinds(part: Any) -> Iterator[list[Any]]:
    if isinstance(part, dict):
        if isinstance(part.get("oneOf"), list):
            yield part["oneOf"]
        for inner in part.values():
            yield from _lists_of_kinds(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _lists_of_kinds(inner)


def _references(kinds: list[Any]) -> tuple[str, ...]:
    """The definitions that the options refer to; nothing if an option is described inline."""
    names = tuple(kind.get("$ref", "") for kind in kinds)
    return names if all(names) else ()


def _innermost(error: ValidationError) -> str:
    """The error in the option that was meant: the one whose `type` fits, or the one that matches furthest."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        meant = [
            faults for faults in branches.values() if not any(list(fault.relative_path) == ["type"] for fault in faults)
        ]
        candidates = [fault for faults in (meant or branches.values()) for fault in faults]
        error = max(candidates, key=lambda fault: len(fault.absolute_path))
    return f"at {error.json_path}: {error.message[:300]}"


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in _split(path)))


def _split(path: str) -> list[str]:
    return re.split(r"(\{[^}]+\})", path)


def _fewest_placeholders_first(path: str) -> int:
    return len(PLACEHOLDER.findall(path))


@cache
def load() -> DiscordApi | None:
    """None if the description isn't available."""
    if not DESCRIPTION.exists():
        return None
    return DiscordApi(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


def load_or_skip() -> DiscordApi:
    api = load()
    if api is None:
        pytest.skip(f"Discord's API description is not available ({DESCRIPTION.name})")
    return api


def violations_of(env: Env) -> list[str]:
    """The errors of all the bot's requests, by the description (if available) and by other limits."""
    api = load()
    found: list[str] = []
    for request in env.http_requests:
        body = jsonable(request.json)
        if api:
            found += api.violations(request.method, request.path, body, _described(request.params))
        found += [f"{request.method} {request.path}: {fault}" for fault in limits.violations(body, request.path)]
    return found


def _described(params: Any) -> dict[str, Any]:
    return {name: value for name, value in dict(params or {}).items() if name not in UNDESCRIBED}


def assert_requests_valid(env: Env) -> None:
    assert env.http_requests, "the bot sent nothing"
    found = violations_of(env)
    assert not found, "\n".join(found)


def jsonable(body: Any) -> Any:
    """The JSON that is sent: enums as their values, tuples as lists.

    discord.py numbers a message's new files 0, 1, … like the examples in Discord's documentation, but the description
    requires a snowflake as a string. The same is true of the ids in `allowed_mentions` and in `message_reference`,
    and of the recipient of a direct message.
    """
    if body is None:
        return None
    plain = json.loads(json.dumps(body, default=str))
    for holder in (plain, plain.get("data"), plain.get("message")) if isinstance(plain, dict) else ():
        for attachment in (holder.get("attachments") or []) if isinstance(holder, dict) else []:
            attachment["id"] = str(attachment["id"])
        mentions = (holder.get("allowed_mentions") or {}) if isinstance(holder, dict) else {}
        mentions.update({kind: list(map(str, mentions[kind])) for kind in ("roles", "users") if kind in mentions})
        reference = (holder.get("message_reference") or {}) if isinstance(holder, dict) else {}
        reference.update({name: str(given) for name, given in reference.items() if name.endswith("_id")})
    if isinstance(plain, dict) and "recipient_id" in plain:
        plain["recipient_id"] = str(plain["recipient_id"])
    return plain
