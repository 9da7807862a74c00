"""The cards on the map about live meetings: the server's scheduled events, and the session to walk through."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from demo.event_rules import ACTIVE, SCHEDULED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simcord.backend.models import ScheduledEvent

    from demo.session import Step
    from demo.stage import Stage

NO_EVENTS = "<p>None yet. Clubs that meet live have one for each meeting.</p>"
OFFER = """\
<p>A club that meets live, with a host, an event, and a vote on what to read. Dana sets it up, three members nominate \
papers, and two offer to host. The rest is up to you.</p>
<form method="post" action="{path}/session"><button class="lead">Set up this club</button></form>"""
MARKED = "Your next step is marked. At the top of each channel you choose who to view as."
ALL_DONE = "<b>That was a whole session.</b> Move the clock on, and the next one follows by itself."
STEPS = """\
<p>{says}</p>
<form method="post" action="{path}/open"><ol class="steps">{steps}</ol></form>"""
# To a message of the server.
LINK = re.compile(r"https://discord\.com/channels/\d+/(\d+)/\d+")
AT_THE_CLOCK = '<a class="lead" href="#clock">Go to the clock</a>'


def events_card(path: str, stage: Stage) -> str:
    """The server's events as members see them: those that are ahead, and those that go on now."""
    alive = [event for event in stage.events if event.status in {SCHEDULED, ACTIVE}]
    return "".join(_event(event, path, stage) for event in sorted(alive, key=_start)) or NO_EVENTS


def session_card(path: str, steps: Sequence[Step]) -> str:
    """The steps through a session, with the next one marked; before that, the offer to set up a club for it."""
    if not steps:
        return OFFER.format(path=path)
    ahead = next((number for number, step in enumerate(steps) if not step.is_done), None)
    rows = "".join(_step(step, is_next=number == ahead) for number, step in enumerate(steps))
    return STEPS.format(path=path, says=ALL_DONE if ahead is None else MARKED, steps=rows)


def spoken(moment: datetime) -> str:
    """A time as everybody on the map reads it."""
    moment = moment.astimezone(UTC)
    return f"{moment:%A}, {moment:%B} {moment.day}, {moment:%H:%M} UTC"


def _start(event: ScheduledEvent) -> datetime:
    return datetime.fromisoformat(event.scheduled_start_time)


def _event(event: ScheduledEvent, path: str, stage: Stage) -> str:
    place, kind = (event.entity_metadata or {}).get("location") or "", ""
    if event.channel_id == stage.world.voice.id:
        place, kind = stage.world.voice.name or "", "in-voice"
    when = "<b class=live>Happening now</b>" if event.status == ACTIVE else spoken(_start(event))
    # The last line is the bot's own mark.
    about = escape((event.description or "").partition("\n-# ")[0].strip())
    about = LINK.sub(rf'<a href="{path}/at/\1">its post</a>', about)
    return (
        f'<article class="event"><small>{when}</small><h3>{escape(event.name)}</h3>'
        f'<p>{about}</p><small class="{kind}">{escape(place)}</small></article>'
    )


def _step(step: Step, *, is_next: bool) -> str:
    mark = "done" if step.is_done else "next" if is_next else ""
    goes = AT_THE_CLOCK if is_next and step.place is None else ""
    if step.place is not None and not step.is_done:
        goes = f'<button name="channel" value="{step.place.id}">{escape(step.button)}</button>'
    return f'<li class="{mark}"><div><b>{step.title}</b><span>{step.text}</span></div>{goes}</li>'
