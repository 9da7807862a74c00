"""`python -m bot doctor`: check everything the bot needs to start, one line each, with how to fix it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfoNotFoundError

import aiohttp
from discord.http import Route
from tzdata import IANA_VERSION

from bot.core.calendar.weekly_slot import zone_names, zone_of
from bot.database_url import SQLITE_SCHEME
from bot.health import HealthServer, ListenError
from bot.metrics import Metrics
from bot.operations.check import revision_faults, row_faults
from bot.operations.console import say, sized
from bot.operations.erased_list import erased_list_finding
from bot.operations.findings import Finding, good, wrong
from bot.pictures.lineage import draw_lineage
from bot.pictures.views import sample_view
from bot.settings import ENV_FILE, Settings, SettingsError, load_settings
from bot.storage.backups.file_checks import check_file, known_revisions, revision_of
from bot.storage.copying.contents import contents_of
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError, NoTablesError
from bot.storage.rights import lacking_right
from bot.storage.world_catalog.earlier_papers import count_of
from bot.storage.world_catalog.opening import CatalogueFileError, check_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr

NAME = "doctor"
HELP = "Check everything the bot needs to start, and say how to fix what is wrong."
PYTHON = (3, 11)
LEAST_FREE = 200 * 1024 * 1024
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")
SKEW_S, ANSWER_S = 30, 10
OWNER = "Make that user the owner of the database and its tables."
GIVE = "Give the user that runs the bot access to it."
NEW_TOKEN = 'Copy it again from the application\'s "Bot" page, or press "Reset Token" there.'
OK, UNAUTHORISED = 200, 401
REINSTALL = "Reinstall the pinned requirements (make install)."


def run() -> int:
    """Print a line for each finding; returns 0 if there are no problems."""
    count = 0
    for finding in _findings():
        say(str(finding))
        count += not finding.is_ok
    say("", f"Problems to fix: {count}." if count else "Everything is fine: start the bot.")
    return 1 if count else 0


def _findings() -> Iterator[Finding]:
    yield _python()
    yield _zones()
    yield _pictures()
    yield _env_file()
    try:
        settings = load_settings()
    except SettingsError as error:
        yield wrong(str(error), "Fix it in .env or the environment, then run this again for the other checks.")
        return
    yield _token(settings)
    yield from _database(settings)
    if settings.backup_folder is not None:
        yield _backups(settings, settings.backup_folder)
    yield erased_list_finding(settings)
    if settings.catalogue_file is not None:
        yield _catalogue_file(settings.catalogue_file)
    if settings.health_port:
        yield asyncio.run(_health_port(settings))
    yield from asyncio.run(_discord(settings.discord_token))


def _python() -> Finding:
    version = f"Python {'.'.join(map(str, sys.version_info[:3]))}."
    return good(version) if sys.version_info >= PYTHON else wrong(version, "Paper Club needs 3.11 or newer.")


def _zones() -> Finding:
    try:
        here, *_ = [zone_of(name) for name in ZONES]
    except (OSError, ZoneInfoNotFoundError) as error:
        return wrong(f"Time zones are missing ({error}).", REINSTALL)
    now = datetime.now(UTC).astimezone(here)
    rules = f"{len(zone_names())} time zones, rules version {IANA_VERSION}"
    return good(f"{rules}; in {ZONES[0]} it is {now:%H:%M on %A, %d %B %Y}.")


def _pictures() -> Finding:
    try:
        drawn = draw_lineage(sample_view())
    except (OSError, ImportError) as error:
        return wrong(f"Pictures cannot be drawn: {error}.", REINSTALL)
    return good(f"Fonts and pictures work: a test picture was drawn ({sized(len(drawn))}).")


def _catalogue_file(file: Path) -> Finding:
    try:
        check_whole(file)
        return good(f"The catalogue file {file} has {count_of(file):,} papers.")
    except CatalogueFileError as error:
        return wrong(str(error), "Until then, the bot runs without it.")


def _env_file() -> Finding:
    file = Path(ENV_FILE).absolute()
    if file.is_file():
        return good(f"Settings come from the environment and from {file}.")
    return good(f"Settings come only from the environment: {file} does not exist.")


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return wrong("DISCORD_TOKEN is not set.", "Put it into .env; README.md explains where to get it.")
    return good("DISCORD_TOKEN is set and looks like a token.")


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url.startswith(SQLITE_SCHEME):
        yield from asyncio.run(_server(settings))
        return
    file = database_file(settings.database_url)
    try:
        if not file.parent.is_dir():
            yield wrong(f"The database's folder {file.parent} does not exist.", "Create it.")
            return
        found = _file(file)
        yield found
        # Even reading the rows changes the journal mode of another program's file.
        if found.is_ok:
            yield from _rows(settings, file)
        yield _folder(file.parent, "The database's folder")
        yield _clock(file)
    except OSError as error:
        yield wrong(f"{error.filename or file} cannot be used: {error.strerror}.", GIVE)


def _file(file: Path) -> Finding:
    try:
        check_file(file)
        revision = revision_of(file) if file.exists() and file.stat().st_size else None
    except (DatabaseError, sqlite3.Error) as error:
        return wrong(str(error))
    if revision is None:
        return good(f"The database {file} will be created at the first start, on a local file system.")
    known = known_revisions()[-1]
    return good(f"The database {file} is intact and on a local file system; table version {revision} of {known}.")


def _rows(settings: Settings, file: Path) -> list[Finding]:
    """Problems with single rows of a file that is otherwise intact."""
    if not file.exists():
        return []
    try:
        return row_faults(asyncio.run(contents_of(settings.database_url, datetime.now(UTC))))
    except (DatabaseError, sqlite3.Error):
        # Already reported for the file.
        return []


async def _server(settings: Settings) -> list[Finding]:
    contents, newest = None, known_revisions()[-1]
    try:
        with suppress(NoTablesError):
            contents = await contents_of(settings.database_url, datetime.now(UTC))
        revision = contents.revision if contents else None
        lacking = await lacking_right(settings.database_url, has_all_tables=revision == newest)
    except DatabaseError as error:
        return [wrong(str(error))]
    if faults := revision_faults(revision or newest):
        return faults[:1]
    found = row_faults(contents) if contents else []
    if lacking:
        return [wrong(f"The PostgreSQL database answers, but the user in DATABASE_URL {lacking}.", OWNER), *found]
    if contents is None:
        return [good("The PostgreSQL database answers; its tables will be created at the first start.")]
    return [good(f"The PostgreSQL database answers; table version {revision} of {newest}."), *found]


def _folder(folder: Path, named: str) -> Finding:
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong(f"{named} {folder} is not writable.", GIVE)
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        return wrong(f"Only {sized(free)} are free in {folder}.", f"Free some: the bot needs {sized(LEAST_FREE)}.")
    return good(f"{named} {folder} is writable; {sized(free)} are free.")


def _clock(file: Path) -> Finding:
    now = datetime.now(UTC)
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.exists() else now
    if (changed - now).total_seconds() > SKEW_S:
        text = (
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, before the database's last change at {changed:%Y-%m-%d %H:%M}."
        )
        return wrong(text, "Set the clock and keep it correct with NTP.")
    return good(f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def _backups(settings: Settings, folder: Path) -> Finding:
    if not settings.database_url.startswith(SQLITE_SCHEME):
        return wrong("BACKUP_FOLDER is only for SQLite.", "Schedule pg_dump instead; see docs/RUNBOOK.md.")
    try:
        present = next(part for part in (folder.absolute(), *folder.absolute().parents) if part.exists())
    except OSError as error:
        return wrong(f"The backup folder {folder} cannot be used: {error.strerror}.", GIVE)
    if not present.is_dir():
        return wrong(f"BACKUP_FOLDER is {folder}, but {present} is a file.", "Name a folder.")
    return _folder(present, "The backup folder" if present == folder.absolute() else "The parent of the backup folder")


async def _health_port(settings: Settings) -> Finding:
    server = HealthServer(settings.health_host, settings.health_port, lambda: "", Metrics())
    try:
        await server.start()
    except ListenError as error:
        if error.is_taken and await _is_paper_club(settings):
            return good(f"A Paper Club is already running and answers on port {settings.health_port}.")
        return wrong(str(error))
    await server.close()
    return good(f"{settings.health_host}:{settings.health_port} is free for /healthz and /metrics.")


async def _is_paper_club(settings: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.health_host, settings.health_host)  # noqa: S104
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://{host}:{settings.health_port}/healthz") as answer,
        ):
            return "ready" in await answer.json()
    except (aiohttp.ClientError, OSError, ValueError):
        return False


async def _discord(token: SecretStr | None) -> list[Finding]:
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            found = await _reached(session)
            return found + (await _accepted(session, token.get_secret_value()) if token else [])
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        reason = str(error) or "no answer"
        return [wrong(f"Discord cannot be reached ({reason}).", "Check this machine's network, DNS and firewall.")]


async def _reached(session: aiohttp.ClientSession) -> list[Finding]:
    async with session.get(f"{Route.BASE}/gateway") as answer:
        date = answer.headers.get("Date")
    found = [good("Discord can be reached.")]
    if date:
        skew = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
        text = f"This machine's clock is {skew:.0f} s off from Discord's."
        found.append(good(text) if skew <= SKEW_S else wrong(text, "Correct it with NTP: posts follow this clock."))
    return found


async def _accepted(session: aiohttp.ClientSession, token: str) -> list[Finding]:
    """The same request that the bot makes before it logs in; it doesn't use up a login."""
    async with session.get(f"{Route.BASE}/gateway/bot", headers={"Authorization": f"Bot {token}"}) as answer:
        if answer.status == UNAUTHORISED:
            return [wrong("Discord does not accept DISCORD_TOKEN.", NEW_TOKEN)]
        if answer.status != OK:
            return [wrong(f"Discord answers with status {answer.status} when asked how to log in.", "Try again later.")]
        told = await answer.json()
    left, hours = told["session_start_limit"]["remaining"], told["session_start_limit"]["reset_after"] / 3_600_000
    accepts = f"Discord accepts the token, advises {told['shards']} shard(s), and allows {left:,} more logins today."
    if not left:
        return [
            wrong(accepts, f"The bot waits until more are allowed, in {hours:.0f} hours; restarting it doesn't help.")
        ]
    return [good(accepts)]
