"""`python -m bot check`: is the database intact, and what is in the outbox? Shows nobody's text."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.database_url import SQLITE_SCHEME
from bot.operations.console import counted, say
from bot.operations.findings import Finding, good, wrong
from bot.storage.backups.file_checks import FOLDER, check_file, damage, known_revisions, revision_of
from bot.storage.copying.contents import NO_TABLES, broken_references, contents_of
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError, NoTablesError

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings
    from bot.storage.copying.contents import Contents, Outbox

NAME = "check"
HELP = "Check the database and count what is in it. Works while the bot runs."
HOW_TO_REPAIR = "Its club is stopped until the row is fixed; see UnreadableRows in docs/RUNBOOK.md for the steps."
RESTORE = "Stop the bot and restore a backup: python -m bot restore BACKUP_FILE."


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """This operation takes no arguments."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    faults = file_faults(settings)
    if faults:
        say(*(str(finding) for finding in faults))
        return 1
    contents = asyncio.run(contents_of(settings.database_url, datetime.now(UTC)))
    say(f"Table version {contents.revision}. Rows:", *counted(contents.rows))
    faults = revision_faults(contents.revision) or [*_outbox_faults(contents.outbox), *row_faults(contents)]
    say(*(str(finding) for finding in faults or [good("Nothing is wrong.")]))
    return 1 if faults else 0


def file_faults(settings: Settings) -> list[Finding]:
    """What is wrong with the file of an SQLite database. Raises DatabaseError if there is none."""
    if not settings.database_url.startswith(SQLITE_SCHEME):
        return []
    file = database_file(settings.database_url)
    if not file.exists():
        raise DatabaseError(f"The database {file} does not exist yet: the bot creates it when it starts.")
    if file.is_dir():
        raise DatabaseError(FOLDER.format(file=file))
    if fault := damage(file):
        return [wrong(f"{file} is damaged: {fault}.", RESTORE)]
    if revision_of(file) is None:
        check_file(file)
        raise NoTablesError(NO_TABLES)
    broken = broken_references(file)
    return [wrong(f"{broken} rows refer to a row that does not exist.", RESTORE)] if broken else []


def revision_faults(revision: str) -> list[Finding]:
    """Tables that are too new. Older ones are fine, because the bot migrates them."""
    known = known_revisions()
    if revision not in known:
        newer = f"The tables are from a newer Paper Club (version {revision}; this one supports up to {known[-1]})."
        return [wrong(newer, "Start the newer one.")]
    return []


def row_faults(contents: Contents) -> list[Finding]:
    """Each stops its own club until it is fixed: nothing is posted or answered for that club."""
    return [wrong(f"This version cannot read {row}.", HOW_TO_REPAIR) for row in contents.unreadable]


def _outbox_faults(outbox: Outbox | None) -> list[Finding]:
    if outbox is None:
        say(
            f"The bot updates the tables to version {known_revisions()[-1]} when it starts. "
            "Run this again then to see the outbox."
        )
        return []
    figures = outbox.figures
    say("Outbox, by state:", *counted(outbox.states))
    say(
        f"Not delivered yet: {figures.due} due ({figures.late} of them late), {figures.waiting} waiting, "
        f"{figures.blocked} blocked, {figures.doubtful} doubtful."
    )
    if not figures.late:
        return []
    minutes = figures.oldest_s / 60
    late = f"{figures.late} messages should have been sent by now, the oldest {minutes:.0f} minutes ago."
    return [wrong(late, "Is the bot running and connected? See MessagesLate in docs/RUNBOOK.md for the steps.")]
