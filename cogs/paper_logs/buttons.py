"""What can be pressed about logs and drafts. Whose they are is judged at every press, never read from the id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from cogs.paper_logs.acts import DRAFT_LABELS, LOG_LABELS, DraftAct, LogAct
from cogs.ui.custom_ids import SHORT_NUMBER, custom_id, short_number, template
from cogs.ui.handling import Handling
from cogs.ui.outdated import picked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

FEATURE = "logs"
ROW_ID = r"(?P<id>\d{1,18})"
ROW_NUMBER = re.compile(r"[0-9]{1,18}")
DANGEROUS = {LogAct.WITHDRAW, DraftAct.DISCARD}


class LogButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<act>{'|'.join(LogAct)})", ROW_ID + r"(?::(?P<marker>[\w-]{1,60}))?"),
):
    """Does something with a log. Under a message in a thread it ends with the marker that the message is known by."""

    def __init__(self, act: LogAct, log_id: int, *, marker: str | None = None, label: str = "") -> None:
        style = discord.ButtonStyle.danger if act in DANGEROUS else discord.ButtonStyle.secondary
        identity = custom_id(FEATURE, act, str(log_id), *([marker] if marker else []))
        super().__init__(discord.ui.Button(label=label or LOG_LABELS[act], style=style, custom_id=identity))
        self.act, self.log_id = act, log_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(LogAct(match["act"]), int(match["id"]), marker=match["marker"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.act}"):
            await interaction.client.log_desk.press(interaction, self.act, self.log_id)
        async with Handling(interaction, "log delivery"):
            await interaction.client.log_desk.messages.follow(interaction)


class DraftButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<act>{'|'.join(DraftAct)})", ROW_ID + rf"(?::(?P<revision>{SHORT_NUMBER}))?"),
):
    """Does something with a draft; with a `revision`, only while it still holds the text of that revision."""

    def __init__(
        self, act: DraftAct, draft_id: int, *, lead: bool = False, label: str = "", revision: int | None = None
    ) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        style = discord.ButtonStyle.danger if act in DANGEROUS else style
        identity = custom_id(FEATURE, act, str(draft_id), *([short_number(revision)] if revision else []))
        super().__init__(discord.ui.Button(label=label or DRAFT_LABELS[act], style=style, custom_id=identity))
        self.act, self.draft_id, self.revision = act, draft_id, revision

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        revision = match["revision"]
        return cls(DraftAct(match["act"]), int(match["id"]), revision=int(revision, 36) if revision else None)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.act}"):
            await interaction.client.log_desk.press_draft(interaction, self.act, self.draft_id, self.revision)
        async with Handling(interaction, "log delivery"):
            await interaction.client.log_desk.messages.follow(interaction)


class MinePageButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=template(FEATURE, "mine", r"(?P<page>\d{1,4})")
):
    """Turns the page of `/log mine` in place."""

    def __init__(self, page: int, label: str = "Page", *, disabled: bool = False) -> None:
        identity = custom_id(FEATURE, "mine", str(page))
        super().__init__(discord.ui.Button(label=label, custom_id=identity, disabled=disabled))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} mine"):
            await interaction.client.log_desk.turn_to(interaction, self.page)


class LogPick(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=template(FEATURE, "pick", f"(?P<act>{'|'.join(LogAct)})"),
):
    """The choice where a command may mean several logs."""

    def __init__(self, act: LogAct, options: Sequence[discord.SelectOption] = ()) -> None:
        identity = custom_id(FEATURE, "pick", act)
        super().__init__(discord.ui.Select(custom_id=identity, placeholder="Choose a log", options=list(options)))
        self.act = act

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(LogAct(match["act"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} pick"):
            chosen = picked(self.item.values)
            # A forged choice may be anything; 0 is nobody's log.
            log_id = int(chosen) if ROW_NUMBER.fullmatch(chosen) else 0
            await interaction.client.log_desk.press(interaction, self.act, log_id)


class PlacePick(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=template(FEATURE, "place", r"(?P<paper>[a-z0-9-]{1,60})"),
):
    """The choice where a log may go to several clubs, or to none; the paper may be the club's own."""

    ANY = "-"

    def __init__(self, paper_key: str | None, options: Sequence[discord.SelectOption] = ()) -> None:
        identity = custom_id(FEATURE, "place", paper_key or self.ANY)
        super().__init__(discord.ui.Select(custom_id=identity, placeholder="Choose a place", options=list(options)))
        self.paper_key = paper_key

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(None if match["paper"] == cls.ANY else match["paper"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} place"):
            chosen = picked(self.item.values)
            # A forged choice may be anything; -1 is no club.
            club_id = int(chosen) if ROW_NUMBER.fullmatch(chosen) else -1
            await interaction.client.log_desk.write(
                interaction, paper_key=self.paper_key, club_id=club_id or None, is_alone=club_id == 0
            )


DYNAMIC_ITEMS = (LogButton, DraftButton, MinePageButton, LogPick, PlacePick)
