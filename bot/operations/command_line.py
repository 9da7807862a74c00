"""Reads the command line: which operation, with what. Without one, the bot runs."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Protocol

from bot.operations import backup, check, copying, doctor, restore
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.backups import BackupError
from bot.storage.errors import DatabaseAwayError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Run Paper Club. Without an operation the bot runs until it is told to stop."
EPILOGUE = "Settings come from the environment and from .env, as for the bot; see README.md and docs/RUNBOOK.md."
EXIT_FAILED, EXIT_SETTINGS = 1, 2
AWAY = "The database went away in the middle ({reason}). Do it again once it is back."
NO_FILE = "{file} cannot be used: {reason}. Is there such a place, and may the account that you are use it?"


class Operation(Protocol):
    """A module of this package. `run` prints what it did and returns the exit code: 0, or 1 where something is wrong.

    It raises DatabaseError and BackupError with a sentence for the operator.
    """

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace, settings: Settings) -> int: ...


OPERATIONS: tuple[Operation, ...] = (backup, restore, check, copying)


def operate(words: Sequence[str]) -> int:
    """Do what the command line asks for; the exit code: 0, 1 for a failure, 2 for a wrong setting or word."""
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
        # Whoever reads along, as `head` does, has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except OSError as error:
        return _give_up(NO_FILE.format(file=error.filename or "A file", reason=error.strerror or error), EXIT_FAILED)


def _done(arguments: argparse.Namespace) -> int:
    if arguments.operation == doctor.NAME:
        # It is there to say what is wrong with the settings, so it reads them itself.
        code = doctor.run()
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
    return parser


def _give_up(sentence: str, code: int) -> int:
    sys.stderr.write(sentence.rstrip() + "\n")
    return code
