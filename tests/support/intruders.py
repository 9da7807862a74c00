"""Everything that members can type, press, choose and send, tried by somebody who may not see a club.

`Walk` finds out what the running bot offers by introspection. `tried_inputs` says what to try.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from sqlalchemy import select

from bot.storage.tables import log_drafts, metadata, review_drafts
from cogs.reviews.forms import review_form
from cogs.takeaways.forms import takeaway_form
from tests.support.databases import database_of
from tests.support.forging import forged_menu, forged_slash, press_forged, select_forged
from tests.support.logs import text_by
from tests.support.reading import answer_to
from tests.support.reading_group import review_fields
from tests.support.tried_inputs import Ids, choices, commands, forms, presses, typed_by

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from simcord import Env
    from simcord.builders import ChannelHandle

    from bot.client import PaperClub


@dataclass
class Walk:
    """One actor, in a channel that they may view, and everything the bot sends meanwhile."""

    env: Env
    actor: Any
    room: ChannelHandle
    sent: list[Any] = field(default_factory=list)

    @property
    def bot(self) -> PaperClub:
        bot: PaperClub = self.env.bot  # type: ignore[assignment]
        return bot

    async def everything(self, ids: Ids) -> dict[str, str]:
        """What is sent at each of these steps, without numbers."""
        said: dict[str, str] = {}
        said |= await self._typed(ids)
        said |= await self._suggested(ids)
        said |= await self._chosen_of_a_message(ids)
        said |= await self._pressed(ids)
        said |= await self._filled_in(ids)
        return said

    def command_names(self) -> set[str]:
        found = (command for command in self.bot.tree.walk_commands() if isinstance(command, app_commands.Command))
        return {command.qualified_name for command in found}

    async def _typed(self, ids: Ids) -> dict[str, str]:
        played, said = commands(ids), {}
        assert set(played) == self.command_names(), "a command is not played"
        for name, all_given in played.items():
            for number, given in enumerate(all_given):
                more = {"channel": self.room} if name == "club create" else {}
                typing = forged_slash(self.actor, self.room, name, **typed_by(self.actor, given), **more)
                said[f"/{name} {number}"] = await self._step(typing)
        return said

    async def _chosen_of_a_message(self, ids: Ids) -> dict[str, str]:
        """Every message command."""
        menus = sorted(menu.name for menu in self.bot.tree.get_commands(type=discord.AppCommandType.message))
        assert not self.bot.tree.get_commands(type=discord.AppCommandType.user), "a user command is not played"
        said = {}
        for name in menus:
            page = answer_to(await self.actor.slash(self.room, "howto"))
            choosing = forged_menu(self.env, self.actor, self.room, page, name=name, message_id=ids.message)
            said[f"menu {name}"] = await self._step(choosing)
        return said

    async def _suggested(self, ids: Ids) -> dict[str, str]:
        """Every option with autocomplete, found in the commands themselves."""
        said = {}
        for command in self.bot.tree.walk_commands():
            parameters = command.parameters if isinstance(command, app_commands.Command) else []
            others = {"club": str(ids.club)} if "club" in {parameter.name for parameter in parameters} else {}
            for parameter in parameters:
                filled = {name: value for name, value in others.items() if name != parameter.name}
                beginnings = ["", ids.paper[:1], *([ids.name[:3]] if parameter.name == "club" else [])]
                for typed in beginnings if parameter.autocomplete else ():
                    where = (self.room, command.qualified_name, parameter.name, typed)
                    step = f"/{command.qualified_name} {parameter.name}: {len(typed)}"
                    said[step] = await self._step(self.actor.autocomplete(*where, **filled))
        return said

    async def _pressed(self, ids: Ids) -> dict[str, str]:
        buttons, menus, said = presses(ids), choices(ids), {}
        assert {*buttons, *menus} == set(self.bot.known_items), "a button or a select is not played"
        # Each on a page of its own, because some of them update the page.
        for number, identity in enumerate(itertools.chain(*buttons.values())):
            page = answer_to(await self.actor.slash(self.room, "howto"))
            pressing = press_forged(self.env, self.actor, page, identity)
            said[f"button {number}: {identity.partition(':v')[0]}"] = await self._step(pressing)
        for number, (identity, value) in enumerate(itertools.chain(*menus.values())):
            page = answer_to(await self.actor.slash(self.room, "cluster", paper="dettmers"))
            choosing = select_forged(self.env, self.actor, page, identity, value)
            said[f"select {number}: {identity.partition(':v')[0]}"] = await self._step(choosing)
        return said

    async def _filled_in(self, ids: Ids) -> dict[str, str]:
        played, said = forms(ids), {}
        assert set(played) == set(self.bot.known_forms), "a form is not played"
        for number, identity in enumerate(itertools.chain(*played.values())):
            # A minute apart: nobody may send more than six in one minute.
            await self.env.advance_time(61)
            shown = await self.actor.slash(self.room, "log write", paper="lora")
            modal = self.env.backend.interactions[shown._interaction.id].modal
            assert modal is not None
            values = asdict(text_by(4711))
            if identity.startswith("pc:reviews:"):
                modal.update(review_form(1, "LoRA", None).to_dict())
                values = review_fields(1)
            if identity.startswith("pc:takeaways:"):
                modal.update(takeaway_form("key", "LoRA", None, is_change=False).to_dict())
                values = {"takeaway": "Two thin matrices are enough."}
            modal["custom_id"] = identity
            said[f"form {number}: {identity.partition(':v')[0]}"] = await self._step(
                self.actor.submit_modal(shown, values)
            )
        return said

    async def _step(self, playing: Awaitable[Any]) -> str:
        """What the bot sends at the step."""
        before = len(self.env.http_requests)
        await playing
        await self.bot.outbox_worker.rest()
        await self.env.settle()
        bodies = [request.json for request in self.env.http_requests[before:]]
        assert bodies, "nothing was answered"
        self.sent += bodies
        return re.sub(r"\d+", "#", json.dumps(bodies, default=str, ensure_ascii=False))


async def rows_of(bot: PaperClub) -> dict[str, list[Any]]:
    """Every row of every table, except text that members typed and nobody else sees."""
    tables = [table for table in metadata.sorted_tables if table not in {log_drafts, review_drafts}]
    async with database_of(bot).read_transaction() as connection:
        return {table.name: list(await connection.execute(select(table))) for table in tables}
