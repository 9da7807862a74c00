"""`python -m bot erase USER_ID`: erase a member who asks the operator, for example because they left Discord."""

from __future__ import annotations

import argparse
import asyncio
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.privacy.member_data import MemberScope
from bot.operations.check import file_faults, revision_faults
from bot.operations.console import counted, say
from bot.services.members.leavers import Leavers
from bot.services.privacy.erased_list import ErasedMembersFile
from bot.services.privacy.erasures import ErasureService
from bot.storage.copying.contents import contents_of
from bot.storage.database import Database
from bot.storage.errors import DatabaseError
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.privacy.rows import erasures_of

if TYPE_CHECKING:
    from bot.settings import Settings

NAME = "erase"
HELP = "Erase what is stored about a member who asks you for it. Without --yes, only count it. Stop the bot first."
USER_ID = re.compile(r"[0-9]{15,20}", re.ASCII)
NOTHING = "Nothing is stored about {user_id}{where}."
HELD = "Rows that are about {user_id}{where}:"
OLDER = "The tables are from an older Paper Club. Start this one once, which updates them, then run this again."
DRY = """\
Nothing was erased. A user ID is public, so make sure that the account belongs to whoever asks. To erase these rows,
stop the bot and run the same command with --yes. Reviews that they wrote {reviews}."""
KEPT = "stay without their name, unless you add --delete-reviews"
DELETED = "are deleted too"
DONE = """\
Erased. Start the bot now: it deletes or changes {messages} of its messages in Discord, then cleans the database's
files. Backups from before still hold the member's data. If you restore one, the bot erases the member again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user_id", metavar="USER_ID", type=_user_id, help="the member's Discord user ID, a number")
    parser.add_argument("--server", metavar="SERVER_ID", type=_user_id, help="erase only what belongs to this server")
    parser.add_argument("--delete-reviews", action="store_true", help="delete the reviews that the member wrote")
    parser.add_argument("--yes", action="store_true", help="erase; without it, nothing changes")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises DatabaseError."""
    scope = MemberScope(arguments.user_id, arguments.server)
    named = {"user_id": scope.user_id, "where": f" in the server {scope.server_id}" if scope.server_id else ""}
    for fault in file_faults(settings):
        raise DatabaseError(fault.text)
    held = asyncio.run(_held(settings.database_url, scope))
    say(*([HELD.format(**named), *counted(held)] if held else [NOTHING.format(**named)]))
    if arguments.yes:
        messages = asyncio.run(_erase(settings, scope, keeps_reviews=not arguments.delete_reviews))
        say(DONE.format(messages=messages))
    elif held:
        say(DRY.format(reviews=DELETED if arguments.delete_reviews else KEPT))
    return 0


def _user_id(typed: str) -> int:
    if not USER_ID.fullmatch(typed):
        raise argparse.ArgumentTypeError(f"{typed!r} is not an ID of Discord, which has 15 to 20 digits")
    return int(typed)


async def _held(url: str, scope: MemberScope) -> dict[str, int]:
    """How many rows of each kind are about the member. Works while the bot runs."""
    contents = await contents_of(url, datetime.now(UTC))
    for fault in revision_faults(contents.revision):
        raise DatabaseError(fault.text)
    if contents.outbox is None:
        raise DatabaseError(OLDER)
    database = Database(url)
    try:
        async with database.read_transaction() as connection:
            found = {holding.name: await holding.count(connection, scope) for holding in HOLDINGS}
    finally:
        await database.close()
    return {name: count for name, count in found.items() if count}


async def _erase(settings: Settings, scope: MemberScope, *, keeps_reviews: bool) -> int:
    """Returns how many messages are left to delete or change."""
    database, now = Database(settings.database_url), datetime.now(UTC)
    try:
        await database.open()
        await database.require_alone("the database")
        listed = ErasedMembersFile(database, settings.erased_list_file)
        await listed.merge()
        erasures = ErasureService(database, lambda: now, Leavers(database))
        erasures.on_erased = listed.write
        await erasures.erase(scope, keeps_reviews=keeps_reviews, asked_at=now, shown_at=now)
        async with database.read_transaction() as connection:
            under_way = await erasures_of(connection, scope.user_id)
    finally:
        await database.close()
    return sum(len(erasure.entry_ids) for erasure in under_way)
