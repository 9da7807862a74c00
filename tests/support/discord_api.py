"""Holds what the bot sends against Discord's own API description, where that file is at hand."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.support import limits

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from simcord import Env

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord-openapi.json"
URI = "discord:api"
# discord.py sends it with forum posts; the description does not know it, Discord takes it.
UNDESCRIBED = {"use_nested_fields"}
PLACEHOLDER = re.compile(r"\{[^}]+\}")


class DiscordApi:
    """The operations of the description, each with a compiled check of its JSON body."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._paths = description["paths"]
        self._patterns = [(_pattern(path), path) for path in sorted(self._paths, key=_fewest_placeholders_first)]
        resource = Resource.from_contents(description, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(URI, resource)
        self._checks: dict[tuple[str, str, str], Draft202012Validator] = {}
        # Every bot sends its commands first, always the same, and to check them takes a quarter of a second.
        self._checked: dict[tuple[str, str, str, str], list[str]] = {}

    def violations(self, method: str, path: str, body: Any, params: dict[str, Any] | None = None) -> list[str]:
        """What is wrong with a request, a sentence each; empty for a valid one."""
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
        """What is wrong with an answer that claims to be Discord's."""
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
            check = Draft202012Validator({"$ref": where}, registry=self._registry)
            self._checks[method, template, part] = check
        return [f"{method} {template}: {_innermost(error)}" for error in check.iter_errors(body)]


def _innermost(error: ValidationError) -> str:
    """The fault in the branch that was meant: the one whose `type` fits, or else the one that fits furthest."""
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
    """None where the description is not at hand."""
    if not DESCRIPTION.exists():
        return None
    return DiscordApi(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


def load_or_skip() -> DiscordApi:
    api = load()
    if api is None:
        pytest.skip(f"Discord's API description is not at hand ({DESCRIPTION.name})")
    return api


def violations_of(env: Env) -> list[str]:
    """What is wrong with any request the bot made, by the description (where at hand) and by the limits beyond it."""
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
    """As it goes over the wire: enums as their values, tuples as lists.

    discord.py numbers a message's new files 0, 1, …, as Discord's reference does in its examples of uploads, where the
    description asks for a snowflake, which it spells as a string. So it does with the ids in `allowed_mentions` and in
    `message_reference`.
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
    return plain
