"""What members read where something stands in the way of a message of theirs. Organizers read how to mend it."""

from __future__ import annotations

from typing import Final

from bot.core.troubles import Trouble

WORDS: Final = {
    Trouble.LOCKED: "The thread is locked. The organizers know, and it follows once they open it.",
    Trouble.CHANNEL_GONE: "The channel was deleted. The organizers know, and it follows once they choose another.",
    Trouble.THREAD_GONE: "The week's thread was deleted, so only you can see it.",
    Trouble.PERMISSION: "I'm missing a permission there. The organizers know which one.",
    Trouble.TEXT: "The server's AutoMod stopped the text. Change the wording and send it again.",
    Trouble.TAG: "The forum needs a tag that I don't have. The organizers know.",
    Trouble.THREADS_FULL: "The server has no room for another open thread right now. I try again every hour.",
    Trouble.DELETED: "Somebody deleted its message, so only you can see it.",
    Trouble.FAULT: "Something went wrong on my side. I try again in a few minutes.",
    Trouble.OTHER: "Discord didn't take it. The organizers know why.",
}


def for_member(trouble: str) -> str:
    """A sentence or two, without steps that only organizers can take."""
    return WORDS[Trouble(trouble) if trouble in list(Trouble) else Trouble.OTHER]
