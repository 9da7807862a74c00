"""Which faults are tried: each alone, then pairs."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

from tests.faults.kill_points import KillPoint
from tests.faults.runs import Scenario
from tests.support.loopback import Fault, Target, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.scene import Scene

SEED = 20260301
OUTBOX, SENDER = "bot.services.outbox:OutboxService", "bot.delivery.sender:Sender"
# Each step of the outbox, and how often a post passes it: a forum's post needs no thread of its own.
STEPS = {
    "bot.services.week_ticks:WeekTicks.plan": (1, 1),
    "bot.services.week_ticks:WeekTicks._fill_slots": (1, 1),
    "bot.storage.outbox:add_entry": (1, 1),
    "bot.storage.outbox:move_entry": (3, 2),
    "bot.storage.weeks:note_post": (2, 1),
    "bot.storage.groups:_settle": (3, 2),
    f"{OUTBOX}.recover": (1, 1),
    f"{OUTBOX}.due": (2, 2),
    f"{OUTBOX}.mark_sending": (1, 1),
    f"{OUTBOX}.record": (2, 1),
    f"{SENDER}.send": (1, 1),
    f"{SENDER}.open_thread": (1, 0),
}
# What the next life does about the last one's doubts.
DOUBTS = (f"{SENDER}.find", f"{OUTBOX}.record", f"{SENDER}.sweep", f"{OUTBOX}.record_sweep")
MOST_COMMITS = 12
# From the log-in to the thread's; a forum's post needs one less.
MOST_REQUESTS = 7
REQUESTING = "aiohttp.client:ClientSession._request"
REQUEST_FAULTS = (
    faults.lost(),
    faults.unanswered(),
    faults.killed_before(),
    faults.killed_after(),
    *(faults.failed(status, applies=applies) for status in (500, 502, 503, 504) for applies in (False, True)),
    faults.late(40),
    faults.late(100),
    faults.appears_late(60),
    faults.appears_late(60, status=503),
    faults.appears_late(300),
    *(faults.limited(3, scope) for scope in ("user", "global", "shared")),
    faults.limited_in_front(),
)
# discord.py repeats some requests itself, five times at most.
STUBBORN_TIMES = 5
STUBBORN = (faults.failed(502, applies=True), faults.failed(504, applies=False), faults.unanswered())


def routes_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    """What a post asks of Discord when all goes well."""
    return (faults.CREATE_FORUM_POST,) if scene.is_forum else (faults.CREATE_MESSAGE, faults.OPEN_THREAD)


def reading_routes_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    """What it asks when it has to look back."""
    return (faults.ACTIVE_THREADS, faults.ARCHIVED_THREADS) if scene.is_forum else (faults.READ_HISTORY,)


def kill_points(scene: Scene) -> list[KillPoint]:
    """Before and after each step."""
    passes = {step: times[scene.is_forum] for step, times in STEPS.items()}
    return [
        KillPoint(step, when, nth)
        for step, times in passes.items()
        for nth in range(1, times + 1)
        for when in ("before", "after")
    ]


def request_faults(scene: Scene) -> list[tuple[Target, Fault]]:
    """Each fault at the first request of each kind, and some that go on and on."""
    once = [(Target(*route), fault) for route, fault in product(routes_of(scene), REQUEST_FAULTS)]
    often = product(routes_of(scene), STUBBORN)
    return once + [(Target(*route, times=STUBBORN_TIMES), fault) for route, fault in often]


def singles(scene: Scene) -> list[Scenario]:
    """One fault each."""
    return [
        *(Scenario(scene, kill_points=(point,)) for point in kill_points(scene)),
        *(Scenario(scene, faults=(one,)) for one in request_faults(scene)),
    ]


def commits(scene: Scene) -> list[Scenario]:
    """Death around each of the first commits of a process, whatever it is that they store."""
    points = product(range(1, MOST_COMMITS + 1), ("before", "after"))
    return [Scenario(scene, kill_points=(KillPoint(scene.shelf.commits, when, nth),)) for nth, when in points]  # type: ignore[arg-type]


def sends(scene: Scene) -> list[Scenario]:
    """Death around each request of a process, whatever it asks for; after means once it is answered."""
    points = product(range(1, MOST_REQUESTS - scene.is_forum + 1), ("before", "after"))
    return [Scenario(scene, kill_points=(KillPoint(REQUESTING, when, nth),)) for nth, when in points]  # type: ignore[arg-type]


def pairs(scene: Scene, chance: random.Random) -> Iterator[Scenario]:
    """Two faults that meet, without end: some of them in the very repair of the first."""
    points, requests = kill_points(scene), request_faults(scene)
    readings = [(Target(*route), fault) for route, fault in product(reading_routes_of(scene), REQUEST_FAULTS)]
    unclear = [one for one in requests if one[1].applies and (one[1].cuts or one[1].status)]
    while True:
        kind = chance.randrange(5)
        if kind == 0:
            yield Scenario(scene, kill_points=(chance.choice(points), chance.choice(points)))
        elif kind == 1:
            yield Scenario(scene, faults=(chance.choice(requests),), kill_points=(chance.choice(points),))
        elif kind == 2:
            yield Scenario(scene, faults=tuple(chance.sample(requests, 2)))
        elif kind == 3:
            yield Scenario(scene, faults=(chance.choice(unclear), chance.choice(readings)))
        else:
            doubt = KillPoint(chance.choice(DOUBTS), chance.choice(("before", "after")))
            yield Scenario(scene, faults=(chance.choice(unclear),), kill_points=(doubt,))


def chosen(scenes: list[Scene], count: int) -> list[Scenario]:
    """`count` scenarios or a few more: all single faults first, the same pairs at every call."""
    found = [scenario for scene in scenes for scenario in singles(scene)]
    if count > len(found):
        found += [scenario for scene in scenes for deaths in (commits, sends) for scenario in deaths(scene)]
    chance = random.Random(SEED)
    endless = [pairs(scene, chance) for scene in scenes]
    while len(found) < count:
        found += [next(more) for more in endless]
    return found
