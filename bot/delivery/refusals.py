"""What Discord's errors mean for a message on its way: a pure translation, with the fix in an organiser's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox import Limited, Outcome, Refused, Threaded, Unclear, Withdrawn
from bot.core.troubles import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = 10003, 10004, 10008
THREAD_EXISTS, THREAD_LOCKED, TOO_MANY_THREADS, TAG_REQUIRED, ARCHIVED = 160004, 160005, 160006, 40067, 50083
CLOSED_MESSAGES = 50007
AUTOMOD = {200000, 200001}
# To edit another's message: what the bot made is not there any more.
NOT_OURS = 50005
UNAUTHORISED, FORBIDDEN, NOT_FOUND, TOO_MANY, SERVER_FAULT = 401, 403, 404, 429, 500
# Discord's own rule for a refusal by the wall in front of it: go on sooner and the whole address is shut out.
WALL_PAUSE_S = 600
THREADS_PAUSE_S = 3600

DELETED = "somebody deleted it"
NO_CHANNEL = "The channel is gone. Choose another with `/club edit channel`."
NO_THREAD = "The week's thread was deleted, so that logs and reviews written for it are shown to their authors alone."
NO_ACCESS = "I cannot see the channel. Give me View Channel there, or choose another with `/club edit channel`."
AGAIN = "then press *Try again* here or in `/club show`."
LOCKED = f"The thread is locked. Unlock it, {AGAIN}"
NO_TAG = "The forum wants a tag on every post. Choose one with `/club edit tag`."
THREADS_FULL = "The server has as many active threads as Discord allows. Close some old ones."
DMS_CLOSED = "The private message was not taken."


class UnauthorisedError(Exception):
    """Discord no longer takes the token: nothing may be sent until somebody has seen to it."""


def meaning(error: discord.HTTPException, missing: Sequence[str], *, is_listed: bool = True) -> Outcome:
    """What follows from Discord's refusal; `missing` names the permissions that the bot lacks there.

    Without `is_listed`, the server is known and no longer has the channel, so that an unknown one was deleted.
    Raises UnauthorisedError for 401.
    """
    if error.status == UNAUTHORISED:
        raise UnauthorisedError from error
    if error.status == TOO_MANY:
        return Limited(pause_of(error))
    if error.status >= SERVER_FAULT:
        return Unclear(f"Discord answered {error.status}")
    if error.code == UNKNOWN_CHANNEL:
        return Refused(NO_CHANNEL, is_gone=not is_listed, trouble=Trouble.CHANNEL_GONE)
    return _by_code(error, missing)


def pause_of(error: discord.HTTPException) -> float:
    """Seconds to wait after a 429 that reached us: what Discord asked for, or ten minutes without its own signature."""
    headers = getattr(error.response, "headers", {})
    if not headers.get("Via"):
        return WALL_PAUSE_S
    return float(headers.get("Retry-After", 5))


def _by_code(error: discord.HTTPException, missing: Sequence[str]) -> Outcome:
    known: dict[int, Outcome] = {
        THREAD_EXISTS: Threaded(),
        THREAD_LOCKED: Refused(LOCKED, trouble=Trouble.LOCKED),
        TOO_MANY_THREADS: Limited(THREADS_PAUSE_S, THREADS_FULL, Trouble.THREADS_FULL),
        TAG_REQUIRED: Refused(NO_TAG, trouble=Trouble.TAG),
        UNKNOWN_GUILD: Refused(NO_CHANNEL, trouble=Trouble.CHANNEL_GONE),
        UNKNOWN_MESSAGE: Withdrawn(DELETED, Trouble.DELETED),
        NOT_OURS: Withdrawn(DELETED, Trouble.DELETED),
        CLOSED_MESSAGES: Withdrawn(DMS_CLOSED),
    }
    if outcome := known.get(error.code):
        return outcome
    if error.code in AUTOMOD:
        reason = f"The server's AutoMod refused the message. Let it pass for me, {AGAIN}"
        return Refused(reason, trouble=Trouble.TEXT)
    if error.status == FORBIDDEN:
        return Refused(lacking(missing) if missing else NO_ACCESS, trouble=Trouble.PERMISSION)
    if error.status == NOT_FOUND:
        return Refused(NO_CHANNEL, trouble=Trouble.CHANNEL_GONE)
    return Refused(f"Discord refused it ({error.code}): {error.text[:120]}")


def lacking(missing: Sequence[str]) -> str:
    """The sentence for permissions that are missing in a club's channel."""
    return f"I lack {_listed(missing)} in the channel. Allow me that there, {AGAIN}"


def _listed(names: Sequence[str]) -> str:
    quoted = [f"**{name}**" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
