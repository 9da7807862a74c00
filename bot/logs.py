"""Structured logs: one line per event, never with a secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

# discord.py's debug lines contain interaction tokens: in URLs, and in the gateway payloads, which it logs whole.
TOKENS = (
    re.compile(r"(?<=/interactions/)(\d+)/[^/\s\"']+"),
    re.compile(r"(?<=/webhooks/)(\d+)/[^/\s\"'?]+"),
    re.compile(r"aW50ZXJhY3Rpb24[\w:+/=-]{8,}"),
    re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),
)
# Database URLs contain a password, and SQLAlchemy's errors contain the values being stored: members' own text.
PASSWORD = re.compile(r"(\w://[^\s:/@\"']*):[^\s/\"']+@")
STORED = re.compile(r"\[parameters: .*?(?=\(Background on this error|\Z)", re.DOTALL)
# PostgreSQL echoes the whole row that it rejects.
REFUSED_ROW = re.compile(r"(?<=DETAIL:  ).*?(?=\n\nThe above exception|\n\nDuring handling|\n\[SQL: |\Z)", re.DOTALL)
QUOTED_TOKEN = re.compile(r"""(["']token["']\s*:\s*)(["'])[^"']+\2""")
REDACTED = "[redacted]"
# They log every tick and every migration that wasn't needed.
CHATTY = ("apscheduler", "alembic")


class LogRedaction:
    """The last log processor: removes every secret from the rendered line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # Also in the forms they take in a rendered line.
        written = {form for secret in secrets for form in (secret, repr(secret)[1:-1])}
        forms = written | {json.dumps(form)[1:-1] for form in written}
        self._secrets = sorted(forms - {""}, key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, line: str | Mapping[str, Any]) -> str:
        text = str(line)
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        for pattern in TOKENS[:2]:
            text = pattern.sub(rf"\1/{REDACTED}", text)
        for pattern in TOKENS[2:]:
            text = pattern.sub(REDACTED, text)
        text = STORED.sub(REDACTED, PASSWORD.sub(rf"\1:{REDACTED}@", text))
        return QUOTED_TOKEN.sub(rf"\1\2{REDACTED}\2", text)


def passwords_of(url: str) -> set[str]:
    """The password in a database URL, as written and unescaped; empty if there is none."""
    password = urlsplit(url).password
    return {password, unquote(password)} if password else set()


def set_up_logs(level: str, secrets: Iterable[str] = ()) -> None:
    """Send everything that we and our libraries log to stderr.

    A terminal gets readable lines, anything else JSON. `secrets` are words that must never appear, in addition to
    anything that looks like a Discord token.
    """
    timestamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        timestamp,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _handler(shared, secrets)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel("WARNING" if level == "INFO" else level)


def _without_rows(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove rejected rows before rendering: only then do line breaks still show where a row ends."""
    for name, value in event.items():
        if isinstance(value, str) and "DETAIL:" in value:
            event[name] = REFUSED_ROW.sub(REDACTED, value)
    return event


def _handler(shared: list[Any], secrets: Iterable[str]) -> logging.Handler:
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_rows,
                renderer,
                LogRedaction(secrets),
            ],
        )
    )
    return handler
