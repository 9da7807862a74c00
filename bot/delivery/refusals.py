"""What Discord's errors mean for a message on its way: a pure translation into outcomes, without words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.entry import Cancelled, Limited, Outcome, Refused, Threaded, Unclear
from bot.core.outbox.trouble import Trouble, TroubleCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = 10003, 10004, 10008
THREAD_EXISTS, THREAD_LOCKED, TOO_MANY_THREADS, TAG_REQUIRED, ARCHIVED = 160004, 160005, 160006, 40067, 50083
CLOSED_MESSAGES = 50007
POLL_OVER = 520001
AUTOMOD = {200000, 200001}
# The code for editing somebody else's message: the bot's own is gone.
NOT_OURS = 50005
UNAUTHORISED, FORBIDDEN, NOT_FOUND, TOO_MANY, SERVER_FAULT = 401, 403, 404, 429, 500
# After a refusal by Cloudflare, in front of Discord, wait this long, or the whole IP address is blocked.
WALL_PAUSE_S = 600
THREADS_PAUSE_S = 3600

DELETED = Trouble(TroubleCode.DELETED)
NO_CHANNEL = Trouble(TroubleCode.CHANNEL_GONE)
NO_THREAD = Trouble(TroubleCode.THREAD_GONE)
LOCKED = Trouble(TroubleCode.LOCKED)
THREADS_FULL = Trouble(TroubleCode.THREADS_FULL)
LONGEST_TEXT = 120


class UnauthorisedError(Exception):
    """Discord no longer accepts the token: nothing may be sent until the operator has fixed that."""


def meaning(error: discord.HTTPException, missing: Sequence[str], *, is_listed: bool = True) -> Outcome:
    """The outcome of Discord's refusal; `missing` names the permissions that the bot lacks there.

    `is_listed` is False if we know the server and it no longer has the channel: then an unknown channel was deleted.
    Raises UnauthorisedError for 401.
    """
    if error.status == UNAUTHORISED:
        raise UnauthorisedError from error
    if error.status == TOO_MANY:
        return Limited(pause_of(error))
    if error.status >= SERVER_FAULT:
        return Unclear(Trouble(TroubleCode.ANSWERED, {"status": error.status}))
    if error.code == UNKNOWN_CHANNEL:
        return Refused(NO_CHANNEL, is_gone=not is_listed)
    return _by_code(error, missing)


def pause_of(error: discord.HTTPException) -> float:
    """Seconds to wait after a 429: what Discord asked for, or ten minutes if the answer isn't from Discord itself."""
    headers = getattr(error.response, "headers", {})
    if not headers.get("Via"):
        return WALL_PAUSE_S
    return float(headers.get("Retry-After", 5))


def _by_code(error: discord.HTTPException, missing: Sequence[str]) -> Outcome:
    known: dict[int, Outcome] = {
        THREAD_EXISTS: Threaded(),
        THREAD_LOCKED: Refused(LOCKED),
        TOO_MANY_THREADS: Limited(THREADS_PAUSE_S, THREADS_FULL),
        TAG_REQUIRED: Refused(Trouble(TroubleCode.TAG)),
        UNKNOWN_GUILD: Refused(NO_CHANNEL),
        UNKNOWN_MESSAGE: Cancelled(DELETED),
        NOT_OURS: Cancelled(DELETED),
        CLOSED_MESSAGES: Cancelled(Trouble(TroubleCode.DM_REFUSED)),
    }
    if outcome := known.get(error.code):
        return outcome
    if error.code in AUTOMOD:
        return Refused(Trouble(TroubleCode.TEXT))
    if error.status == FORBIDDEN:
        return Refused(lacking(missing) if missing else Trouble(TroubleCode.NO_ACCESS))
    if error.status == NOT_FOUND:
        return Refused(NO_CHANNEL)
    said = {"number": error.code, "text": error.text[:LONGEST_TEXT]}
    return Refused(Trouble(TroubleCode.REFUSED, said))


def lacking(missing: Sequence[str]) -> Trouble:
    """Permissions are missing in a club's channel."""
    return Trouble(TroubleCode.PERMISSION, {"missing": list(missing)})
