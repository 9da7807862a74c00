"""What `doctor` finds out about the file that lists erased members."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.database_url import SQLITE_SCHEME
from bot.operations.findings import Finding, good, wrong
from bot.storage.database import database_file
from bot.storage.errors import DatabaseError
from bot.storage.privacy.erased_list import OTHERS, list_of, read_file

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.privacy.erased_list import ErasedList
    from bot.settings import Settings

NO_LIST = (
    "No list of erased members is kept beside the database. With BACKUP_FOLDER or ERASED_MEMBERS_FILE set, data that "
    "members had erased is erased again if an older backup is restored."
)
GIVE = "Give the user that runs the bot access to it."


def erased_list_finding(settings: Settings) -> Finding:
    file = settings.erased_list_file
    if file is None:
        return good(NO_LIST)
    try:
        listed = read_file(file)
        place = next(part for part in file.absolute().parents if part.exists())
    except DatabaseError as error:
        return wrong(str(error))
    except OSError as error:
        return wrong(f"The list of erased members {file} cannot be used: {error.strerror}.", GIVE)
    if trouble := _trouble(settings, file, listed, place):
        return wrong(trouble)
    if listed.key is None:
        return good(f"The list of erased members will be written to {file} at the first erasure.")
    return good(f"The list of erased members {file} is readable; erasures in it: {len(listed.members)}.")


def _trouble(settings: Settings, file: Path, listed: ErasedList, place: Path) -> str:
    if _is_of_another_database(settings, listed):
        return OTHERS.format(file=file)
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        return f"The list of erased members {file} cannot be written: {place} is not a folder that this user can use."
    return ""


def _is_of_another_database(settings: Settings, listed: ErasedList) -> bool:
    """Only looked up in a file: a bot on PostgreSQL says so when it starts."""
    if not settings.database_url.startswith(SQLITE_SCHEME):
        return False
    file = database_file(settings.database_url)
    return file.is_file() and not listed.fits(list_of(file))
