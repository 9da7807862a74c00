"""`python -m bot`: read the settings, wire the bot, run it until it is told to stop. `bot/operations` does the rest."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import discord
import structlog

from bot.health import ListenError
from bot.logs import passwords_of, set_up_logs
from bot.operations.command_line import operate
from bot.services.shard_leases import LeaseLostError
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.catalogue import CatalogueError
from bot.storage.database import DatabaseError
from bot.storage.errors import DatabaseAwayError, ServerAwayError
from bot.wiring import build_bot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.client import PaperClub

EXIT_OK, EXIT_FAILED, EXIT_SETTINGS = 0, 1, 2

HOW_TO_START = """\
DISCORD_TOKEN is not set, so there is no Discord to connect to.

  To try Paper Club without one:  make demo
  To run it on a real server:
    1. Open https://discord.com/developers/applications, press "New Application", then "Bot" > "Reset Token".
    2. Put the token into a file called .env in the folder that you start it from:  DISCORD_TOKEN=…
    3. Start it again:  make run
  README.md says how to invite the bot and why it asks for each permission.
"""
LOGIN_REFUSED = (
    'Discord does not accept DISCORD_TOKEN. Copy it again from the application\'s "Bot" page, '
    'or press "Reset Token" there: a token that was ever made public is switched off.'
)
CLOSED_FOR_GOOD = "Discord refuses the connection for good: {reason}. Mend that, then start the bot again."
INTENTS_REFUSED = "it does not allow this application the events that Paper Club asks for, which everybody may have"
# By the code with which the gateway closes.
REASONS = {
    4010: "it knows no such shard, so SHARD_COUNT and SHARD_IDS do not fit together",
    4011: "the bot is in too many servers for so few shards, so raise SHARD_COUNT, or leave it out",
    4012: "it no longer speaks the language of this discord.py, so Paper Club has to be brought up to date",
    4013: INTENTS_REFUSED,
    4014: INTENTS_REFUSED,
}
TOKEN_REFUSED_CODE = 4004
DATABASE_AWAY = "The database went away while the bot was starting: {reason}. Start it again once the database is back."
UNREACHABLE = "Discord cannot be reached: {reason}. Check this machine's network and start the bot again."

# Nothing is lost by that: what is under way is finished afterwards, when the bot is closed.
CANCEL_AGAIN_S = 0.2

EXPECTED = (
    CatalogueError,
    DatabaseError,
    ListenError,
    DatabaseAwayError,
    LeaseLostError,
    discord.LoginFailure,
    discord.PrivilegedIntentsRequired,
    discord.ConnectionClosed,
    OSError,
)

log = structlog.stdlib.get_logger(__name__)


def main(words: Sequence[str] = ()) -> int:
    """Run the bot, or the operation that `words` ask for.

    Returns the exit code: 0 after a wished-for stop, 1 for a failure, 2 for a wrong setting.
    """
    if words:
        return operate(words)
    try:
        settings = load_settings()
    except SettingsError as error:
        return _give_up(str(error), EXIT_SETTINGS)
    if settings.discord_token is None:
        return _give_up(HOW_TO_START, EXIT_SETTINGS)
    token = settings.discord_token.get_secret_value()
    set_up_logs(settings.log_level, secrets=[token, *passwords_of(settings.database_url)])
    # Paper Club does not speak: that libraries for voice are missing is no news to an operator.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    try:
        with asyncio.Runner(loop_factory=event_loop()) as runner:
            return runner.run(run(settings, token))
    except EXPECTED as error:
        return _give_up(*_explained(error))


def event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """That of uvloop, where there is one for the system; None stands for Python's own."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - it is not installed on Windows

    return uvloop.new_event_loop


def _explained(error: Exception) -> tuple[str, int]:
    """The sentence for the operator, and the exit code."""
    match error:
        case CatalogueError() | LeaseLostError() | ServerAwayError():
            return str(error), EXIT_FAILED
        case DatabaseError() | ListenError():
            return str(error), EXIT_SETTINGS
        case DatabaseAwayError():
            return DATABASE_AWAY.format(reason=error), EXIT_FAILED
        case discord.DiscordException():
            return _refusal_explained(error)
        case _:
            return UNREACHABLE.format(reason=error), EXIT_FAILED


def _refusal_explained(error: discord.DiscordException) -> tuple[str, int]:
    """To connect again would get the same answer, and use up the day's sessions."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else 0
    if isinstance(error, discord.LoginFailure) or code == TOKEN_REFUSED_CODE:
        return LOGIN_REFUSED, EXIT_SETTINGS
    reason = INTENTS_REFUSED if isinstance(error, discord.PrivilegedIntentsRequired) else REASONS.get(code, error)
    return CLOSED_FOR_GOOD.format(reason=reason), EXIT_FAILED


async def run(settings: Settings, token: str) -> int:
    """Connect and serve until SIGINT or SIGTERM, then close everything that was opened; the exit code.

    A process whose shards another has taken over ends by itself, to be started again as a stand-by.
    """
    async with build_bot(settings) as bot:
        told_to_stop = asyncio.Event()
        bot.end = told_to_stop.set
        for wish in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wish, told_to_stop.set)
        serving = asyncio.create_task(_open_and_start(bot, token))
        waiting = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if told_to_stop.is_set():
            await _stopped(serving)
        else:
            await serving
        return EXIT_FAILED if bot.has_lost_shards else EXIT_OK


async def _stopped(serving: asyncio.Task[None]) -> None:
    """Once it has ended, for which one cancellation may not be enough.

    While a session is lost, discord.py takes it for the end of a try, and goes on. And Python 3.11's `wait_for`, by
    which discord.py connects, forgets it where what it waits for has come just then.
    """
    log.info("stopping")
    while not serving.done():
        serving.cancel()
        await asyncio.wait({serving}, timeout=CANCEL_AGAIN_S)
    (fault,) = await asyncio.gather(serving, return_exceptions=True)
    if isinstance(fault, Exception):
        raise fault


async def _open_and_start(bot: PaperClub, token: str) -> None:
    # Whatever is wrong on this machine is said before Discord is asked anything.
    await bot.open()
    await bot.start(token)


def _give_up(sentence: str, code: int) -> int:
    sys.stderr.write(sentence.rstrip() + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
