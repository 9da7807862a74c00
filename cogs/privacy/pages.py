"""What a member reads about their data."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.privacy.buttons import DeleteButton, ExportButton, Reach
from cogs.ui.containers import parted
from cogs.ui.replies import Page, Reply
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.troubles import for_organizers
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.privacy.service import ErasureUnderWay, HeldCount, HeldMessage, StoredAboutMember

FILE_NAME = "paper-club-data"
HELD_SHOWN = 3
# What members wrote comes first.
ORDER = (
    "paper-logs",
    "log-versions",
    "log-drafts",
    "takeaways",
    "nominations",
    "supports",
    "ballots",
    "reviews",
    "review-drafts",
    "freed-reviews",
    "attendances",
    "sign-ups",
    "presences",
    "calendar-feeds",
    "willing-hosts",
    "host-answers",
    "session-roles",
    "past-session-hosts",
    "leavers",
    "reminders",
    "server-papers",
    "paper-suggestions",
    "catalog-previews",
    "schedule-previews",
    "schedule-matches",
    "mentions",
    "erasures",
    "erasure-messages",
)


def show_page(stored: StoredAboutMember) -> Page:
    """What is stored, why, how long, who sees it, and what the member can do."""
    ordered = sorted(stored.counts, key=lambda held: ORDER.index(held.name))
    counts = [_count(held) for held in ordered] or [t("privacy-nothing")]
    texts = [
        "\n".join([t("privacy-heading"), *counts]),
        t("privacy-why"),
        t("privacy-how-long"),
        t("privacy-who-sees"),
        t("privacy-not-stored"),
        t("privacy-choice", is_in_server=stored.is_in_server),
    ]
    erasures = "\n".join(map(erasure_line, stored.erasures)).split("\n")
    texts.insert(0, "\n".join(counted(erasures, MESSAGE_TEXT - sum(map(len, texts)))))
    container = parted(texts, HOUSE_COLOR)
    if stored.counts:
        export = ExportButton(Reach.EVERYWHERE, t("privacy-button-download"), lead=True)
        container.add_item(ui.ActionRow(export, DeleteButton()))
    return Page(container)


def erasure_line(under_way: ErasureUnderWay) -> str:
    """How far an erasure is, and what stands in its way."""
    line = t(
        "privacy-erasure",
        is_here=under_way.server_id is not None,
        at=under_way.asked_at,
        left=under_way.left,
    )
    held = list(map(_held, under_way.held[:HELD_SHOWN]))
    return "\n".join([line, *held, *([t("privacy-erasure-goes-on")] if held else [])])


def export_answers(files: Sequence[bytes], reach: Reach, *, is_in_server: bool) -> list[Reply]:
    """A message for each file. The first says what it is, and offers the data of the other reach."""
    everywhere = reach is Reach.EVERYWHERE or not is_in_server
    other = Reach.HERE if everywhere else Reach.EVERYWHERE
    row: list[ui.ActionRow[Any]] = [ui.ActionRow(ExportButton(other))] if is_in_server else []
    if not files:
        text = t("privacy-nothing-to-export", everywhere=everywhere)
        return [Reply(Page(ui.Container(ui.TextDisplay(text), *row, accent_color=HOUSE_COLOR)))]
    answers = []
    for number, file in enumerate(files, 1):
        name = f"{FILE_NAME}.zip" if len(files) == 1 else f"{FILE_NAME}-{number}-of-{len(files)}.zip"
        text = t("privacy-exported", everywhere=everywhere, count=len(files), number=number)
        shown: ui.File[Any] = ui.File(f"attachment://{name}")
        below = row if number == 1 else []
        container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), shown, *below, accent_color=HOUSE_COLOR)
        answers.append(Reply(Page(container), (discord.File(BytesIO(file), name),)))
    return answers


def _count(held: HeldCount) -> str:
    what = t("privacy-holding", name=held.name)
    return t("privacy-count", what=what, here=held.here, total=held.total)


def _held(held: HeldMessage) -> str:
    channel = f"<#{held.channel_id}>" if held.channel_id else None
    missing = [f"**{name}**" for name in held.trouble.facts.get("missing", ())]
    trouble = t("privacy-erasure-trouble", code=held.trouble.code, missing=missing, said=for_organizers(held.trouble))
    return t("privacy-erasure-held", channel=channel, trouble=trouble)
