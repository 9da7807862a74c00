"""Is the bot after half an hour as it was at the beginning, and was nothing lost or doubled?"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks.aims import Result, aim, must
from benchmarks.submissions import rows
from bot.core.outbox.kinds import CHANGES
from bot.storage.paper_logs.rows import TEXT_COLUMNS
from tests.support.loopback.interactions import answers_to
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    from benchmarks.crowd import Crowd
    from benchmarks.random_failures import RandomFailures
    from bot.core.paper_logs.log_text import LogText
    from tests.faults.clock import SharedClock
    from tests.support.loopback import Loopback
    from tests.support.loopback.world import Channel, World

# Memory is compared from the time when caches are warm.
WARM_S, WINDOW_S = 300, 120
GROWTH_AIM = 0.05
ENTRIES = "SELECT key, state, kind FROM outbox"
VERSIONS = f"SELECT interaction_id, {', '.join(TEXT_COLUMNS)} FROM log_versions"  # noqa: S608 - our own columns


@dataclass
class Soak:
    """Observations: the bot's resident megabytes by seconds since the start, and its tasks while idle."""

    loopback: Loopback
    clock: SharedClock
    folder: Path
    bot: Process
    port: int
    channels: list[Channel]
    memory: list[tuple[float, float]] = field(default_factory=list)
    forms: dict[int, LogText] = field(default_factory=dict)
    tasks: list[float] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "club.db"


def copies(world: World) -> Counter[str]:
    """How many messages in Discord have each entry's marker."""
    found: Counter[str] = Counter()
    for channel in world.channels.values():
        for message in channel.messages.values():
            if message.author_id == APPLICATION_ID:
                facts = json.dumps(message.facts.get("components") or [])
                found.update({mark.rpartition(":")[2] for mark in re.findall(r'"custom_id": "([^"]+)"', facts)})
    return found


def delivered_wrong(soak: Soak) -> tuple[int, int, int]:
    """How many messages are lost, doubled, or present although withdrawn; edits leave no copies."""
    found = copies(soak.loopback.world)
    entries = [(key, state) for key, state, kind in rows(soak.file, ENTRIES) if kind not in CHANGES]
    lost = sum(found[key] == 0 for key, state in entries if state != "cancelled")
    doubled = sum(max(0, found[key] - 1) for key, _ in entries)
    return lost, doubled, sum(found[key] > 0 for key, state in entries if state == "cancelled")


def forms_wrong(soak: Soak) -> tuple[int, int]:
    """How many forms were answered with "saved", and how many of those differ in the database."""
    stored = {one: tuple(parts) for one, *parts in rows(soak.file, VERSIONS)}
    told = [
        one
        for one in soak.forms
        if any("Saved as version" in json.dumps(answer.facts) for answer in answers_to(soak.loopback.world, one))
    ]
    return len(told), sum(stored.get(one) != tuple(asdict(soak.forms[one]).values()) for one in told)


def mean_memory(soak: Soak, start: float, end: float) -> float:
    return mean(megabytes for at, megabytes in soak.memory if start <= at <= end)


def report(soak: Soak, crowd: Crowd, failures: RandomFailures, *, rests: bool) -> Result:
    length = soak.memory[-1][0]
    warm, window = min(WARM_S, length / 4), min(WINDOW_S, length / 4)
    early, late = mean_memory(soak, warm, warm + window), mean_memory(soak, length - window, length)
    times, unanswered = crowd.latencies()
    wrong = delivered_wrong(soak)
    told, unsaved = forms_wrong(soak)
    kinds = dict(rows(soak.file, "SELECT kind, count(*) FROM outbox GROUP BY kind"))
    met = Counter(str(fault) for _, fault in soak.loopback.faults.happened) + failures.gateway
    faults = (soak.folder / "log").read_text(encoding="utf-8").count('"event": "fault"')
    print(f"{length / 60:.0f} minutes, {len(soak.loopback.requests):,} requests, {len(times):,} commands; {kinds}")
    print(f"  met: {dict(met)}; {unanswered} commands unanswered; {faults} faults in the bot's log")
    before, after = soak.tasks
    return max(
        [
            must("came to rest", "yes" if rests else "no", "yes", met=rests),
            aim(
                "memory, warm and at the end",
                f"{early:.1f}, {late:.1f} MB = {late / early - 1:+.1%}",
                f"<= {GROWTH_AIM:+.0%}",
                met=late <= early * (1 + GROWTH_AIM),
            ),
            aim("tasks at rest, before and after", f"{before:.0f}, {after:.0f}", "equal", met=before == after),
            must("lost, doubled, unwanted messages", ", ".join(map(str, wrong)), "0, 0, 0", met=not any(wrong)),
            must(f"of {told:,} logs told saved, not so", f"{unsaved}", "0", met=unsaved == 0 < told),
        ]
    )
