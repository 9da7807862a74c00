"""The `/catalog` commands. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.bibliography.entries import FileFormat
from cogs.catalog.forms import OURS
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.catalog.adding import Adding
    from cogs.catalog.editing import PaperEditing
    from cogs.catalog.suggesting import Suggesting
    from cogs.catalog.transfers import Transfers
    from cogs.ui.interactions import ClubInteraction

PAPER = command_words("catalog-option-paper")
FORMATS = [
    app_commands.Choice(name=name, value=str(kind))
    for kind, name in {FileFormat.BIBTEX: "BibTeX", FileFormat.RIS: "RIS", FileFormat.CSL_JSON: "CSL-JSON"}.items()
]
OWN_PAPER = command_words("catalog-option-own-paper")


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class CatalogCog(commands.GroupCog, group_name="catalog", group_description=command_words("catalog-command")):
    """`/catalog add`, `suggest`, `suggestions`, `edit`, `link`, `unlink`, `remove`, `show`, `import` and `export`."""

    def __init__(self, adding: Adding, suggesting: Suggesting, editing: PaperEditing, transfers: Transfers) -> None:
        self._adding = adding
        self._suggesting = suggesting
        self._editing = editing
        self._transfers = transfers

    @app_commands.command(description=command_words("catalog-add-command"))
    @app_commands.describe(source=command_words("catalog-option-source"), file=command_words("catalog-option-file"))
    async def add(
        self, interaction: ClubInteraction, source: str | None = None, file: discord.Attachment | None = None
    ) -> None:
        async with Handling(interaction, "catalog add"):
            await self._adding.add(interaction, source or "", file)

    @app_commands.command(description=command_words("catalog-suggest-command"))
    @app_commands.describe(source=command_words("catalog-option-source"))
    async def suggest(self, interaction: ClubInteraction, source: str) -> None:
        async with Handling(interaction, "catalog suggest"):
            await self._suggesting.suggest(interaction, source)

    @app_commands.command(description=command_words("catalog-suggestions-command"))
    async def suggestions(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "catalog suggestions"):
            await self._suggesting.list(interaction)

    @app_commands.command(description=command_words("catalog-show-command"))
    @app_commands.describe(paper=PAPER)
    async def show(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "catalog show"):
            await self._editing.show(interaction, paper)

    @app_commands.command(description=command_words("catalog-edit-command"))
    @app_commands.describe(paper=OWN_PAPER)
    async def edit(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "catalog edit"):
            await self._editing.edit(interaction, paper)

    @app_commands.command(description=command_words("catalog-link-command"))
    @app_commands.describe(
        paper=PAPER,
        builds_on=command_words("catalog-option-builds-on"),
        why=command_words("catalog-option-why"),
    )
    async def link(self, interaction: ClubInteraction, paper: str, builds_on: str, why: str) -> None:
        async with Handling(interaction, "catalog link"):
            await self._editing.link(interaction, paper, builds_on, why)

    @app_commands.command(description=command_words("catalog-unlink-command"))
    @app_commands.describe(paper=PAPER, builds_on=command_words("catalog-option-unlink"))
    async def unlink(self, interaction: ClubInteraction, paper: str, builds_on: str) -> None:
        async with Handling(interaction, "catalog unlink"):
            await self._editing.unlink(interaction, paper, builds_on)

    @app_commands.command(description=command_words("catalog-remove-command"))
    @app_commands.describe(paper=OWN_PAPER)
    async def remove(self, interaction: ClubInteraction, paper: str) -> None:
        async with Handling(interaction, "catalog remove"):
            await self._editing.ask_to_remove(interaction, paper)

    @app_commands.command(name="import", description=command_words("catalog-import-command"))
    @app_commands.describe(file=command_words("catalog-option-bibliography"))
    async def take_in(self, interaction: ClubInteraction, file: discord.Attachment) -> None:
        async with Handling(interaction, "catalog import"):
            await self._transfers.take_in(interaction, file)

    @app_commands.command(description=command_words("catalog-export-command"))
    @app_commands.rename(kind="format")
    @app_commands.describe(kind=command_words("catalog-option-format"))
    @app_commands.choices(kind=FORMATS)
    async def export(self, interaction: ClubInteraction, kind: str) -> None:
        async with Handling(interaction, "catalog export"):
            await self._transfers.give_out(interaction, kind)

    @add.autocomplete("source")
    @suggest.autocomplete("source")
    async def suggest_world(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._suggesting.suggestions_of_world(interaction, typed)

    @show.autocomplete("paper")
    @link.autocomplete("paper")
    @link.autocomplete("builds_on")
    @unlink.autocomplete("paper")
    async def suggest_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._editing.suggested(interaction, typed)

    @edit.autocomplete("paper")
    @remove.autocomplete("paper")
    async def suggest_own(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._editing.suggested_own(interaction, typed)

    @unlink.autocomplete("builds_on")
    async def suggest_links(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._editing.suggested_links(interaction, typed)

    @commands.Cog.listener("on_interaction")
    async def take_form(self, interaction: ClubInteraction) -> None:
        if (identity := sent_form(interaction)).startswith(OURS):
            async with Handling(interaction, "catalog form"):
                await self._adding.take(interaction, identity)
