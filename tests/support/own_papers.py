"""A server whose members add papers, for tests of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.core.catalog.own_papers import NewPaper, ProposedAncestor
from bot.core.visibility import Access, Membership, Viewer
from bot.services.catalog.service import CatalogService
from bot.storage.catalog.rows import own_links, shelved_papers
from bot.storage.catalog.tables import (
    catalog_previews,
    paper_suggestions,
    server_catalogs,
    server_links,
    server_papers,
)
from tests.support.reading_clubs import SERVER, App

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.catalog.own_papers import OwnLink
    from bot.core.catalog.shelf import ShelvedPaper

ADA = 500
RESNET = NewPaper(
    "Deep Residual Learning for Image Recognition",
    authors=("Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"),
    year=2015,
    venue="CVPR",
    arxiv_id="1512.03385",
    doi="10.1109/cvpr.2016.90",
    abstract="Deeper neural networks are more difficult to train.",
    short_name="ResNet",
    aliases=("residual networks",),
)
HIGHWAY = ProposedAncestor(
    "Highway Networks",
    2015,
    arxiv_id="1505.00387",
    why="Gated shortcuts between layers",
    sentence="Concurrent with our work, highway networks present shortcut connections with gating functions.",
    section="Related work",
)
VGG = ProposedAncestor("Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, "1409.1556")
CATALOG_TABLES = (server_papers, server_links, server_catalogs, paper_suggestions, catalog_previews)


def organizer(user_id: int = ADA, server_id: int | None = SERVER, *, hidden: Collection[int] = ()) -> Viewer:
    """A member with Manage Server, who may view all channels but the hidden ones."""

    def access_to(channel_id: int) -> Access:
        return Access.HIDDEN if channel_id in hidden else Access.OPEN

    memberships = {} if server_id is None else {server_id: Membership(access_to, manages_server=True)}
    return Viewer(user_id, server_id, memberships)


def catalog_of(app: App) -> CatalogService:
    return CatalogService(app.database, app.catalog, app.clock)


async def shelved(app: App, server_id: int = SERVER) -> dict[str, ShelvedPaper]:
    async with app.database.read_transaction() as connection:
        return {paper.key: paper for paper in await shelved_papers(connection, server_id)}


async def linked(app: App, server_id: int = SERVER) -> list[OwnLink]:
    async with app.database.read_transaction() as connection:
        return await own_links(connection, server_id)


async def version(app: App, server_id: int = SERVER) -> int:
    """How often the server's papers were changed."""
    async with app.database.read_transaction() as connection:
        query = select(server_catalogs.c.version).where(server_catalogs.c.guild_id == server_id)
        return await connection.scalar(query) or 0


async def rows_of(app: App, server_id: int = SERVER) -> dict[str, int]:
    """How many rows of the server each table of the catalog has."""
    async with app.database.read_transaction() as connection:
        return {
            table.name: await connection.scalar(
                select(func.count()).select_from(table).where(table.c.guild_id == server_id)
            )
            or 0
            for table in CATALOG_TABLES
        }
