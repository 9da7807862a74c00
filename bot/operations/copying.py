"""`python -m bot copy-database FROM TO`: copy all data from SQLite to PostgreSQL or back."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.settings import SettingsError, load_settings
from bot.storage.copying.copying import copy_all
from bot.storage.errors import DatabaseError

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings
    from bot.storage.copying.copying import CopiedTable

NAME = "copy-database"
HELP = "Copy everything from one database into an empty one and compare the two. Stop the bot first."
EXIT_OK, EXIT_DIFFERENT = 0, 1
# The digits of a checksum that a person can compare.
DIGITS = 12
SAME = "Both databases are the same. Set DATABASE_URL to the new one and start the bot; keep the old one for a while."
DIFFERENT = "The tables marked DIFFERENT differ, so don't use the copy. Stop every bot, then copy again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", help="the address to copy from, written as in DATABASE_URL")
    parser.add_argument("target", metavar="TO", help="the address of an empty database")


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Prints one line per table. Raises DatabaseError with a sentence for the operator."""
    for name, url in (("FROM", arguments.source), ("TO", arguments.target)):
        try:
            load_settings(database_url=url)
        except SettingsError as error:
            raise DatabaseError(f"{name} is not a database address. {error}") from None
    return asyncio.run(copy_database(arguments.source, arguments.target))


async def copy_database(source: str, target: str) -> int:
    """Returns the exit code: 0 if both are the same afterwards, otherwise 1. Raises DatabaseError."""
    tables = await copy_all(source, target)
    is_same = all(table.is_same for table in tables)
    sys.stdout.write("\n".join([*_lines(tables), SAME if is_same else DIFFERENT, ""]))
    return EXIT_OK if is_same else EXIT_DIFFERENT


def _lines(tables: list[CopiedTable]) -> list[str]:
    width = max(len(table.name) for table in tables)
    head = f"{'table':<{width}}  {'rows':>9}  {'checksum':<{DIGITS}}  {'rows':>9}  {'checksum':<{DIGITS}}"
    lines = [head]
    for table in tables:
        sides = [f"{side.rows:>9,}  {side.checksum[:DIGITS]}" for side in (table.source, table.target)]
        lines.append(f"{table.name:<{width}}  {'  '.join(sides)}{'' if table.is_same else '  DIFFERENT'}")
    return lines
