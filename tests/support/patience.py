"""Lets the bot wait longer for answers than a member or a tick would: a test on a busy machine may take seconds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.delivery import memberships, presence
from bot.services.members import leavers
from bot.services.papers import service as papers
from bot.services.world_catalog import service as world_catalog
from cogs.calendar_files import feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

LIMITS: dict[ModuleType, tuple[str, ...]] = {
    feed: ("ANSWER_S", "MISSING_AFTER_S"),
    leavers: ("PATIENCE_S",),
    memberships: ("ANSWER_S",),
    papers: ("WAITED_S",),
    presence: ("PATIENCE_S", "ANSWER_S"),
    world_catalog: ("SUGGESTED_WITHIN_S", "FOUND_WITHIN_S"),
}
PATIENT_S = 40.0
# What takes longer than this on a busy machine hangs. Less than the limit of pytest, which does not say what it was.
HANG_S = 120.0


@contextmanager
def answers_waited_for() -> Iterator[None]:
    """A test that is about one of these limits sets it itself."""
    with pytest.MonkeyPatch.context() as patch:
        for module, names in LIMITS.items():
            for name in names:
                patch.setattr(module, name, PATIENT_S)
        yield
