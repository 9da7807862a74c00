"""Complete weekly posts: the page with everything looked up, and the picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.core.weeks.week import picture_name
from cogs.papers.pictures import alt_text, picture_view
from cogs.ui.escaping import clip
from cogs.ui.replies import Reply
from cogs.ui.wording import t
from cogs.weeks.messages import Picture, post_page, top_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clubs.club import Club
    from bot.core.papers.clusters import Cluster
    from bot.core.papers.paper import Paper
    from bot.pictures.picture_cache import PictureCache
    from bot.pictures.views import LineageView
    from bot.services.papers.papers import Papers
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.replies import Page

THREAD_NAME = 100


class PostsOfServers:
    """Each server may have papers of its own, so its posts are composed with its catalog."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._picture_cache = dependencies.picture_cache
        self._server_of = dependencies.server_of

    async def of(self, club: Club) -> Posts:
        return Posts(await self._papers.of(club.server_id), self._picture_cache, self._server_of)


class Posts:
    """Composes weekly posts of one server to send, preview and update. `papers` are the server's."""

    def __init__(
        self,
        papers: Papers,
        picture_cache: PictureCache,
        server_of: Callable[[int], discord.Guild | None],
    ) -> None:
        self.papers = papers
        self._picture_cache = picture_cache
        self._server_of = server_of

    def paper(self, view: WeekView) -> Paper:
        """Return the week's focus. Raises UnknownPaperError if the catalog no longer has it."""
        return self.papers.paper(view.week.paper_key or "")

    def page(self, view: WeekView, *, pictured: bool = True, note: str = "", reviews: int = 0) -> Page:
        """Return the page. `reviews` were written, if the week has ended. Raises UnknownPaperError."""
        cluster = self.cluster(view)
        picture = self._picture(self._lineage(view)) if pictured else None
        top = top_lines(view, self.mentioned_role(view.club), note)
        return post_page(view, cluster, picture, top, reviews=reviews)

    def cluster(self, view: WeekView) -> Cluster:
        """Return what is read in the week. Raises UnknownPaperError."""
        return self.papers.cluster(self.paper(view).key)

    async def whole(self, view: WeekView, note: str = "") -> Reply:
        """Return the page with its drawn picture. Raises UnknownPaperError."""
        lineage = self._lineage(view)
        picture, drawn = self._picture(lineage), await self._picture_cache.lineage(lineage)
        file = discord.File(BytesIO(drawn), picture.name, description=picture.alt_text)
        return Reply(self.page(view, note=note), (file,))

    def thread_name(self, view: WeekView) -> str:
        """Return a name such as `Week 3 · LoRA: Low-Rank …`, in at most 100 characters."""
        paper = self.paper(view)
        named = paper.title.casefold().startswith(paper.short_name.casefold())
        title = paper.title if named else f"{paper.short_name}: {paper.title}"
        return clip(t("weeks-thread-name", number=view.week.number, title=title), THREAD_NAME)

    def mentioned_role(self, club: Club) -> int | None:
        """Return the club's role, unless the server is known to have deleted it. Never @everyone."""
        role_id, server = club.settings.role_id, self._server_of(club.server_id)
        if role_id is None or role_id == club.server_id:
            return None
        is_known = server is not None and not server.unavailable
        return None if server and is_known and server.get_role(role_id) is None else role_id

    def _lineage(self, view: WeekView) -> LineageView:
        return picture_view(self.paper(view), self.papers.catalog, self.papers.lineage)

    def _picture(self, lineage: LineageView) -> Picture:
        return Picture(picture_name(lineage.key), alt_text(lineage))


def pictured(message: discord.Message | None) -> bool:
    """Return whether a post shows its picture. If so, it keeps the picture when it is updated."""
    if message is None:
        return False
    parts = [part for component in message.components for part in (component, *getattr(component, "children", ()))]
    return any(isinstance(part, discord.MediaGalleryComponent) for part in parts)
