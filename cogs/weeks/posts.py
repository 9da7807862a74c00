"""The weekly post put together: its page with everything looked up, and its picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.core.errors import UnknownPaperError
from bot.core.weeks import picture_name
from bot.pictures.lineage import alt_text, lineage_view
from cogs.ui.inert import clip
from cogs.ui.replies import Answer
from cogs.weeks.messages import Picture, post_page, top_lines

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.core.clubs import Club
    from bot.core.papers import Paper
    from bot.pictures.views import LineageView
    from bot.services.week_views import WeekView
    from bot.storage.polls import Poll
    from cogs.ui.replies import Page

THREAD_NAME = 100


class Posts:
    """Composes weekly posts, for sending, previewing and bringing up to date."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    def paper(self, view: WeekView) -> Paper:
        """The week's focus. Raises UnknownPaperError where the catalogue does not hold it any more."""
        return self._bot.papers.paper(view.week.paper_key or "")

    def following(self, view: WeekView) -> Paper | None:
        """What is read next as things stand."""
        return self._bot.papers.catalogue.get(view.next_key or "")

    def page(self, view: WeekView, *, pictured: bool = True, note: str = "") -> Page:
        """Raises UnknownPaperError."""
        cluster = self._bot.papers.cluster(self.paper(view).key)
        picture = self._picture(self._lineage(view)) if pictured else None
        role_id = mentioned_role(self._bot, view.club)
        names = poll_names(self._bot, view.chosen_by)
        top = top_lines(view, role_id, note)
        return post_page(view, cluster, self.following(view), picture, top, names=names)

    async def whole(self, view: WeekView, note: str = "") -> Answer:
        """With its picture drawn. Raises UnknownPaperError."""
        lineage = self._lineage(view)
        picture, drawn = self._picture(lineage), await self._bot.studio.lineage(lineage)
        file = discord.File(BytesIO(drawn), picture.name, description=picture.alt_text)
        return Answer(self.page(view, note=note), (file,))

    def thread_name(self, view: WeekView) -> str:
        """`Week 3 · LoRA: Low-Rank …`, in at most 100 characters."""
        paper = self.paper(view)
        named = paper.title.casefold().startswith(paper.short_name.casefold())
        title = paper.title if named else f"{paper.short_name}: {paper.title}"
        return clip(f"Week {view.week.number} · {title}", THREAD_NAME)

    def _lineage(self, view: WeekView) -> LineageView:
        return lineage_view(self.paper(view), self._bot.papers.catalogue, self._bot.papers.lineage)

    def _picture(self, lineage: LineageView) -> Picture:
        return Picture(picture_name(lineage.key), alt_text(lineage))


def pictured(message: discord.Message | None) -> bool:
    """Whether a post shows its picture, which it goes on doing when it is brought up to date."""
    if message is None:
        return False
    parts = [part for component in message.components for part in (component, *getattr(component, "children", ()))]
    return any(isinstance(part, discord.MediaGalleryComponent) for part in parts)


def mentioned_role(bot: PaperClub, club: Club) -> int | None:
    """The club's role, unless the server is known to have it no more; never @everyone."""
    role_id, server = club.settings.role_id, bot.get_guild(club.server_id)
    if role_id is None or role_id == club.server_id:
        return None
    is_known = server is not None and not server.unavailable
    return None if server and is_known and server.get_role(role_id) is None else role_id


def poll_names(bot: PaperClub, poll: Poll | None) -> dict[str, str]:
    """What members call the papers of a poll, by key."""
    return {key: short_name(bot, key) for key in poll.candidates} if poll else {}


def short_name(bot: PaperClub, key: str | None) -> str:
    """What members call a paper; its key where the catalogue does not hold it any more."""
    try:
        return bot.papers.paper(key or "").short_name
    except UnknownPaperError:
        return key or "a paper"
