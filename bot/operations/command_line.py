"""Parse the command line and run the chosen operation. Without one, the bot runs."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Protocol

from bot.core.errors import DatabaseAwayError
from bot.operations import backup, check, copying, doctor, erase, import_catalogue, restore
from bot.operations.file_readers import FILE_READERS
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.backups.copies import BackupError
from bot.storage.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Run Paper Club. Without an operation, the bot runs until it is told to stop."
EPILOGUE = "Settings come from the environment and .env, as for the bot. See docs/HOSTING.md and docs/RUNBOOK.md."
EXIT_FAILED, EXIT_SETTINGS = 1, 2
AWAY = "The connection to the database was lost ({reason}). Run this again once the database is back."
NO_FILE = "{file} cannot be used: {reason}. Does it exist, and can this user account read and write it?"


class Operation(Protocol):
    """A module of this package. `run` prints what it did and returns the exit code: 0, or 1 if something is wrong.

    It raises DatabaseError and BackupError with a sentence for the operator.
    """

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace, settings: Settings) -> int: ...


OPERATIONS: tuple[Operation, ...] = (backup, restore, check, copying, erase, import_catalogue)


def operate(words: Sequence[str]) -> int:
    """Run the chosen operation; returns the exit code: 0, 1 for a failure, 2 for an invalid setting or argument."""
    arguments = _parser().parse_args(words)
    try:
        return _done(arguments)
    except SettingsError as error:
        return _give_up(str(error), EXIT_SETTINGS)
    except (DatabaseError, BackupError) as error:
        return _give_up(str(error), EXIT_FAILED)
    except DatabaseAwayError as error:
        return _give_up(AWAY.format(reason=error), EXIT_FAILED)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except OSError as error:
        return _give_up(NO_FILE.format(file=error.filename or "A file", reason=error.strerror or error), EXIT_FAILED)


def _done(arguments: argparse.Namespace) -> int:
    if arguments.operation == doctor.NAME:
        # It reports invalid settings, so it loads them itself.
        code = doctor.run()
    elif arguments.operation in FILE_READERS:
        code = FILE_READERS[arguments.operation].run(arguments)
    else:
        (operation,) = (each for each in OPERATIONS if arguments.operation == each.NAME)
        code = operation.run(arguments, load_settings())
    sys.stdout.flush()
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=DESCRIPTION, epilog=EPILOGUE)
    operations = parser.add_subparsers(dest="operation", required=True, metavar="operation")
    for operation in OPERATIONS:
        described = operations.add_parser(operation.NAME, help=operation.HELP, description=operation.HELP)
        operation.add_arguments(described)
    operations.add_parser(doctor.NAME, help=doctor.HELP, description=doctor.HELP)
    for reader in FILE_READERS.values():
        reader.add_arguments(operations.add_parser(reader.NAME, help=reader.HELP, description=reader.HELP))
    return parser


def _give_up(sentence: str, code: int) -> int:
    sys.stderr.write(sentence.rstrip() + "\n")
    return code
