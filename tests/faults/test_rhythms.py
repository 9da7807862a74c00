"""Clubs with a rhythm, breaks and a moved slot: one post for the slot, whatever fails, and the right slot after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.runs import play_all, run
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, chosen
from tests.faults.scene import EVERY_SECOND_SATURDAY, FIRST_SUNDAY, make_scene
from tests.faults.test_exactly_once import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.scene import Scene
    from tests.faults.stores import DatabaseMaker

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)


@pytest.fixture
async def rhythmic(used_database: str, database_maker: DatabaseMaker) -> list[Scene]:
    """A biweekly club with a moved slot between two breaks, and a monthly one in a forum."""
    make = (database_maker, used_database)
    moved = await make_scene(*make, is_forum=False, meeting=EVERY_SECOND_SATURDAY)
    return [moved, await make_scene(*make, is_forum=True, meeting=FIRST_SUNDAY)]


async def test_every_slot_has_one_post_in_any_rhythm(
    bots: Bots, rhythmic: list[Scene], database_kind: str, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    verdicts = await play_all(chosen(rhythmic, FEWER_RUNS), run, bots, tmp_path)
    note_figure(f"rhythms, {database_kind}, {figure(verdicts)}")
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
