"""Refusals that a member is meant to read."""

from __future__ import annotations


class ClubError(Exception):
    """An expected refusal. `str(error)` is shown to the member as it stands: what is wrong and what to do.

    Anything else that is raised is a fault: it reaches the one handler in `bot/client.py` and gets a reference.
    """


class BadIdentifierError(ClubError):
    """Something that looks like an arXiv id, a DOI or a link, and is not one that can be looked up."""


class UnknownPaperError(ClubError):
    """A key that the catalogue does not (or no longer) hold."""


class NoSuchClubError(ClubError):
    """No club is meant, or several may be."""


class NotNowError(ClubError):
    """Allowed in principle, but not in the state that things are in."""
