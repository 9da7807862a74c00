"""`python -m bot check`: whether the database is sound, and how its outbox stands. Shows nobody's text."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.operations.findings import Finding, good, wrong
from bot.operations.saying import counted, say
from bot.settings import SQLITE_SCHEME
from bot.storage.contents import NO_TABLES, broken_references, contents_of
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError, NoTablesError
from bot.storage.file_checks import FOLDER, check_file, damage, known_revisions, revision_of

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings
    from bot.storage.contents import Contents, Outbox

NAME = "check"
HELP = "Check the database and say what it holds, in numbers. The bot may go on running."
MEND = "Its club stands still until the row is put right; docs/RUNBOOK.md has the steps under UnreadableRows."
RESTORE = "Stop the bot and put a backup back: python -m bot restore BACKUP_FILE."


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It needs none."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    faults = _file_faults(settings)
    if faults:
        say(*(str(finding) for finding in faults))
        return 1
    contents = asyncio.run(contents_of(settings.database_url, datetime.now(UTC)))
    say(f"Tables of version {contents.revision}, in rows:", *counted(contents.rows))
    faults = revision_faults(contents.revision) or [*_outbox_faults(contents.outbox), *row_faults(contents)]
    say(*(str(finding) for finding in faults or [good("Nothing is wrong.")]))
    return 1 if faults else 0


def _file_faults(settings: Settings) -> list[Finding]:
    if not settings.database_url.startswith(SQLITE_SCHEME):
        return []
    file = database_file(settings.database_url)
    if not file.exists():
        raise DatabaseError(f"There is no database {file} yet: the bot makes it when it starts.")
    if file.is_dir():
        raise DatabaseError(FOLDER.format(file=file))
    if fault := damage(file):
        return [wrong(f"{file} is damaged: {fault}.", RESTORE)]
    if revision_of(file) is None:
        check_file(file)
        raise NoTablesError(NO_TABLES)
    broken = broken_references(file)
    return [wrong(f"{broken} rows name a row that is not there.", RESTORE)] if broken else []


def revision_faults(revision: str) -> list[Finding]:
    """Older tables are none: the bot brings them up to date."""
    known = known_revisions()
    if revision not in known:
        newer = f"The tables are a newer Paper Club's (version {revision}; this one knows up to {known[-1]})."
        return [wrong(newer, "Start that one.")]
    return []


def row_faults(contents: Contents) -> list[Finding]:
    """Each costs its own club until it is put right: nothing is posted or answered for that club."""
    return [wrong(f"This version cannot read {row}.", MEND) for row in contents.unreadable]


def _outbox_faults(outbox: Outbox | None) -> list[Finding]:
    if outbox is None:
        say(
            f"The bot brings the tables to version {known_revisions()[-1]} when it starts; the outbox can be read then."
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
    late = f"{figures.late} messages should have left by now, the oldest {minutes:.0f} minutes ago."
    return [wrong(late, "Is the bot running and connected? docs/RUNBOOK.md has the steps under MessagesLate.")]
