"""A server's own papers, as organizers and members add them."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.storage.catalog.tables import server_links, server_papers
from demo.sample_paper import sample_paper
from tests.support.databases import database_of
from tests.support.paper_files import READ_AHEAD
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

PDF = ("one-factor.pdf", sample_paper())


async def add(server: ClubServer, member: Any = None, **options: Any) -> Any:
    """What `/catalog add` answers."""
    READ_AHEAD.replace_in(server.bot)
    if file := options.get("file"):
        with tempfile.TemporaryDirectory() as folder:
            await asyncio.to_thread(READ_AHEAD.read, Path(folder), *file)
    answer = await (member or server.dana).slash(server.channel, "catalog add", **options)
    if answer.modal is None:
        assert answer.ephemeral
    return answer


async def preview_of(server: ClubServer, member: Any = None, **options: Any) -> Any:
    """The page that `/catalog add` answers with."""
    return answer_to(await add(server, member, **options))


async def added(server: ClubServer, title: str = "A Paper by Hand", **facts: str) -> Any:
    """A paper that Dana has typed in; returns the answer to her press on *Add*."""
    form = await add(server)
    typed = {"title": title, "authors": "", "year": "", "link": "", "short_name": ""} | facts
    preview = answer_to(await server.dana.submit_modal(form, typed))
    return answer_to(await server.dana.click(preview, label="Add"))


def seen(message: Any) -> str:
    """What a member sees of a message: Discord removes the backslashes."""
    return shown_text(message).replace("\\", "")


async def papers_in(server: ClubServer) -> list[Any]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.execute(select(server_papers).order_by(server_papers.c.id)))


async def links_in(server: ClubServer) -> list[Any]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.execute(select(server_links).order_by(server_links.c.position)))
