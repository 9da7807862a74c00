"""Which faults are tested: each alone, then pairs."""

from __future__ import annotations

import os
import random
from itertools import chain, product
from typing import TYPE_CHECKING, TypeVar

from tests.faults.kill_points import KillPoint
from tests.faults.runs import Scenario
from tests.support.loopback import Fault, Target, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.scene import Scene

T = TypeVar("T")
# For each kind of fault. A few show that the tests work; `make faults` runs more.
RUNS = int(os.environ.get("FAULT_RUNS", "6"))
# For messages that take the same steps through the outbox as weekly posts, which are played often.
FEWER_RUNS = max(RUNS // 5, min(RUNS, 4))
# For pytest. On a busy machine a run may take half a minute, and several run at once.
RUNS_TIMEOUT_S = 300 + 30 * RUNS
SEED = 20260301
OUTBOX, SENDER = "bot.services.outbox.service:OutboxService", "bot.delivery.sender:Sender"
# Each step of the outbox, and how often a post and its guide take it. A forum's post needs no separate thread.
STEPS = {
    "bot.services.weeks.ticks:WeekTicks.plan": (1, 1),
    "bot.services.weeks.ticks:WeekTicks._fill_slots": (1, 1),
    "bot.storage.outbox.rows:add_entry": (2, 2),
    "bot.storage.outbox.rows:move_entry": (5, 4),
    "bot.storage.weeks.rows:note_post": (2, 1),
    "bot.services.weeks.posting:_post_guide": (1, 1),
    "bot.storage.groups:_settle": (5, 4),
    f"{OUTBOX}.recover": (1, 1),
    f"{OUTBOX}.due": (3, 3),
    f"{OUTBOX}.mark_sending": (2, 2),
    f"{OUTBOX}.record": (3, 2),
    f"{SENDER}.send": (2, 2),
    f"{SENDER}.open_thread": (1, 0),
}
# How the next process resolves the unclear messages of the last one.
DOUBTS = (f"{SENDER}.find", f"{OUTBOX}.record", f"{SENDER}.sweep", f"{OUTBOX}.record_sweep")
MOST_COMMITS = 14
# From the login to the guide. A forum's post needs one request less.
MOST_REQUESTS = 8
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
# discord.py itself repeats some requests, up to five times.
STUBBORN_TIMES = 5
STUBBORN = (faults.failed(502, applies=True), faults.failed(504, applies=False), faults.unanswered())


def routes_of(scene: Scene) -> tuple[tuple[str, str, int], ...]:
    """The requests for a post and its guide when everything works, each with its number among those of its kind."""
    if scene.is_forum:
        return ((*faults.CREATE_FORUM_POST, 1), (*faults.CREATE_MESSAGE, 1))
    return ((*faults.CREATE_MESSAGE, 1), (*faults.OPEN_THREAD, 1), (*faults.CREATE_MESSAGE, 2))


def read_routes_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    """The requests when the bot has to search the history."""
    forum = (faults.ACTIVE_THREADS, faults.ARCHIVED_THREADS) if scene.is_forum else ()
    return (*forum, faults.READ_HISTORY)


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
    """Each fault at the first request of each kind, and some that are repeated."""
    once = [(Target(*route), fault) for route, fault in product(routes_of(scene), REQUEST_FAULTS)]
    often = product(routes_of(scene), STUBBORN)
    return once + [(Target(*route, times=STUBBORN_TIMES), fault) for route, fault in often]


def singles(scene: Scene) -> list[Scenario]:
    """Scenarios with one fault each."""
    return [
        *(Scenario(scene, kill_points=(point,)) for point in kill_points(scene)),
        *(Scenario(scene, faults=(one,)) for one in request_faults(scene)),
    ]


def commits(scene: Scene) -> list[Scenario]:
    """Crashes around each of a process's first commits, whatever they store."""
    points = product(range(1, MOST_COMMITS + 1), ("before", "after"))
    return [Scenario(scene, kill_points=(KillPoint(scene.database_maker.commits, when, nth),)) for nth, when in points]  # type: ignore[arg-type]


def sends(scene: Scene) -> list[Scenario]:
    """Crashes around each of a process's requests; "after" means after its answer."""
    points = product(range(1, MOST_REQUESTS - scene.is_forum + 1), ("before", "after"))
    return [Scenario(scene, kill_points=(KillPoint(REQUESTING, when, nth),)) for nth, when in points]  # type: ignore[arg-type]


def pairs(scene: Scene, chance: random.Random, count: int) -> Iterator[Scenario]:
    """Two faults together; some of the second hit the repair of the first."""
    points, requests = kill_points(scene), request_faults(scene)
    reads = [(Target(*route), fault) for route, fault in product(read_routes_of(scene), REQUEST_FAULTS)]
    unclear = [one for one in requests if one[1].applies and (one[1].cuts or one[1].status)]
    for _ in range(count):
        kind = chance.randrange(5)
        if kind == 0:
            yield Scenario(scene, kill_points=(chance.choice(points), chance.choice(points)))
        elif kind == 1:
            yield Scenario(scene, faults=(chance.choice(requests),), kill_points=(chance.choice(points),))
        elif kind == 2:
            yield Scenario(scene, faults=tuple(chance.sample(requests, 2)))
        elif kind == 3:
            yield Scenario(scene, faults=(chance.choice(unclear), chance.choice(reads)))
        else:
            doubt = KillPoint(chance.choice(DOUBTS), chance.choice(("before", "after")))
            yield Scenario(scene, faults=(chance.choice(unclear),), kill_points=(doubt,))


def spread(found: list[T], count: int) -> list[T]:
    """This many of them, evenly spaced from the first to the last."""
    return [found[number * len(found) // count] for number in range(count)] if count < len(found) else found


def all_alone(scenes: list[Scene]) -> list[Scenario]:
    """Every single fault, and every step, commit and request at which a process may die."""
    return [scenario for scene in scenes for faults_of in (singles, commits, sends) for scenario in faults_of(scene)]


def chosen(scenes: list[Scene], count: int) -> list[Scenario]:
    """Some of the single faults (or all of them), and pairs that are the same at every call."""
    found = spread(all_alone(scenes), count)
    chance = random.Random(SEED)
    both = zip(*(pairs(scene, chance, count) for scene in scenes), strict=True)
    return [*found, *chain.from_iterable(both)][:count]
