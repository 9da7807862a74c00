"""Read the settings, wire the bot, and run it until told to stop. Or run one of `bot/operations`."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.errors import DatabaseAwayError
from bot.health import ListenError
from bot.logs import passwords_of, set_up_logs
from bot.operations.command_line import operate
from bot.services.shards.leases import LeaseLostError
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.database import DatabaseError
from bot.storage.errors import ServerAwayError
from bot.storage.papers.catalog import CatalogError
from bot.wiring import build_bot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.client import PaperClub

EXIT_OK, EXIT_FAILED, EXIT_SETTINGS = 0, 1, 2

HOW_TO_START = """\
DISCORD_TOKEN is not set, so the bot can't connect to Discord.

  To try Paper Club without a token:  make demo
  To run it on a real server:
    1. Open https://discord.com/developers/applications, press "New Application", then "Bot" > "Reset Token".
    2. Put the token into a file called .env in the folder you start the bot from:  DISCORD_TOKEN=…
    3. Start the bot again:  make run
  README.md explains how to invite the bot and why it needs each permission.
"""
LOGIN_REFUSED = (
    'Discord does not accept DISCORD_TOKEN. Copy it again from the application\'s "Bot" page, '
    'or press "Reset Token" there. Discord disables tokens that were made public.'
)
CLOSED_FOR_GOOD = "Discord refuses the connection: {reason}. Fix that, then start the bot again."
INTENTS_REFUSED = "it does not give this application the events that Paper Club needs, although they are not privileged"
# By the code with which the gateway closes.
REASONS = {
    4010: "there is no such shard, so SHARD_IDS does not match SHARD_COUNT",
    4011: "the bot is in too many servers for so few shards, so raise SHARD_COUNT or remove it",
    4012: "it no longer supports this version of discord.py, so update Paper Club",
    4013: INTENTS_REFUSED,
    4014: INTENTS_REFUSED,
}
TOKEN_REFUSED_CODE = 4004
DATABASE_AWAY = "The database went down while the bot was starting: {reason}. Start the bot again once it is back."
UNREACHABLE = "Discord cannot be reached: {reason}. Check this machine's network, then start the bot again."

# This loses nothing: closing the bot finishes what is in flight.
CANCEL_AGAIN_S = 0.2

EXPECTED = (
    CatalogError,
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
    """Run the bot, or the operation named in `words`.

    Returns the exit code: 0 if it was told to stop, 1 for a failure, 2 for an invalid setting.
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
    secrets = [token, *passwords_of(settings.database_url), *settings.provider_keys.values()]
    set_up_logs(settings.log_level, secrets=secrets)
    # Paper Club doesn't use voice, so operators need no warning that its libraries are missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    try:
        with asyncio.Runner(loop_factory=event_loop()) as runner:
            try:
                return runner.run(run(settings, token))
            finally:
                runner.run(_cancel_the_rest())
    except EXPECTED as error:
        return _give_up(*_explained(error))


def event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The event loop of uvloop, if there is one for this system; None means Python's own."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - it is not installed on Windows

    return uvloop.new_event_loop


def _explained(error: Exception) -> tuple[str, int]:
    """The sentence for the operator, and the exit code."""
    match error:
        case CatalogError() | LeaseLostError() | ServerAwayError():
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
    """Connecting again would get the same answer and use up the day's sessions."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else 0
    if isinstance(error, discord.LoginFailure) or code == TOKEN_REFUSED_CODE:
        return LOGIN_REFUSED, EXIT_SETTINGS
    reason = INTENTS_REFUSED if isinstance(error, discord.PrivilegedIntentsRequired) else REASONS.get(code, error)
    return CLOSED_FOR_GOOD.format(reason=reason), EXIT_FAILED


async def run(settings: Settings, token: str) -> int:
    """Connect and serve until SIGINT or SIGTERM, then close everything; returns the exit code.

    If another process takes over this one's shards, it exits by itself, so that it can restart as a stand-by.
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
    """Cancel until it has ended: one cancellation may not be enough.

    While a session is lost, discord.py takes a cancellation for a failed attempt and continues. And `wait_for` in
    Python 3.11, which discord.py uses to connect, loses a cancellation if its result arrives at the same moment.
    """
    log.info("stopping")
    while not serving.done():
        serving.cancel()
        await asyncio.wait({serving}, timeout=CANCEL_AGAIN_S)
    (fault,) = await asyncio.gather(serving, return_exceptions=True)
    if isinstance(fault, Exception):
        raise fault


async def _cancel_the_rest() -> None:
    """Cancel what is left until it has ended. The runner would cancel it once, and wait forever if that is lost."""
    this = asyncio.current_task()
    while rest := {task for task in asyncio.all_tasks() if task is not this}:
        for task in rest:
            task.cancel()
        await asyncio.wait(rest, timeout=CANCEL_AGAIN_S)


async def _open_and_start(bot: PaperClub, token: str) -> None:
    # Report problems on this machine before the first request to Discord.
    await bot.open()
    await bot.start(token)


def _give_up(sentence: str, code: int) -> int:
    sys.stderr.write(sentence.rstrip() + "\n")
    return code
