"""Members who fill in the forms of paper logs, honestly and otherwise."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs.log_text import LogText
from tests.support.logs import text_by
from tests.support.reading import answer_to, selects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env

    from tests.support.club_server import ClubServer

LORA = LogText(
    "Tuning every weight of a large model needs more memory than most labs have.",
    "They freeze the weights and learn two thin matrices beside each.",
    "On GLUE it is level with full tuning at a fraction of the parameters.",
    "Which layers need it most is left open.",
)


def fields(text: LogText) -> dict[str, str]:
    """The fields as a form sends them."""
    return asdict(text)


def filled(shown: Any) -> dict[str, str]:
    """The contents of an opened form, by the labels of its fields."""
    return {part["label"]: part["component"].get("value") or "" for part in parts_of(shown.modal)}


def parts_of(modal: Any) -> list[dict[str, Any]]:
    """The fields of a form, without the texts between them."""
    return [part for part in modal["components"] if "component" in part]


def destination_said(shown: Any) -> str:
    """What an opened form says about its destination."""
    return "\n".join(part["content"] for part in shown.modal["components"] if "content" in part)


async def send(actor: Any, shown: Any, text: LogText) -> Any:
    return await actor.submit_modal(shown, fields(text))


async def send_unchecked(env: Env, actor: Any, shown: Any, text: LogText, identity: str | None = None) -> Any:
    """Send a form like a client that ignores all limits, or that changes the form's subject."""
    modal = env.backend.interactions[shown._interaction.id].modal
    assert modal is not None
    for part in parts_of(modal):
        part["component"].pop("max_length", None)
    modal["custom_id"] = identity or modal["custom_id"]
    return await send(actor, shown, text)


async def week_begins(server: ClubServer, *queue: str, **facts: Any) -> Any:
    """A club whose first week was just posted; returns the club."""
    club = await server.club(*(queue or ("lora", "mamba")), **facts)
    await server.go_to(club.next_due)
    return club


async def write(server: ClubServer, actor: Any, text: LogText | None = None, **options: Any) -> Any:
    """A log written with `/log write` in the lobby, and posted; returns the answer."""
    shown = await actor.slash(server.lobby, "log write", **options)
    if shown.modal is None:
        # On a paper of no week: into the club's thread.
        (menu,) = selects(answer_to(shown))
        shown = await actor.select(answer_to(shown), [menu["options"][-1]["value"]])
    answer = await send(actor, shown, text or text_by(actor.id))
    await server.delivered()
    return answer


@contextmanager
def recorded(env: Env) -> Iterator[list[dict[str, Any]]]:
    """Every interaction that Discord delivers, so that one can be delivered again."""
    brought: list[dict[str, Any]] = []
    emit = env.backend.emit

    def note(event: str, payload: Any) -> None:
        if event == "INTERACTION_CREATE":
            brought.append(copy.deepcopy(dict(payload)))
        emit(event, payload)

    env.backend.emit = note  # type: ignore[method-assign]
    try:
        yield brought
    finally:
        env.backend.emit = emit  # type: ignore[method-assign]
