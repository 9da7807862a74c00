"""What a log is compared with: the catalog's own texts, and the club's other logs on the paper or of the week."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.core.paper_logs.log_text import notices
from bot.core.papers.clusters import reading_cluster
from bot.core.text.own_words import Shingles, grams_of
from bot.storage.paper_logs import rows as log_rows

if TYPE_CHECKING:
    from bot.core.paper_logs.log_text import LogText, Notice
    from bot.core.papers.paper import Catalog, Paper
    from bot.services.paper_logs.destinations import LogDestination
    from bot.storage.connections import AsyncConnection

# About 10 KB each.
KEPT_TEXTS, KEPT_PAPERS = 4096, 2048


class OwnWords:
    """Sources are split once and cached, because a hundred logs on a paper are compared with the same texts."""

    def __init__(self) -> None:
        # By the whole paper: servers may have different papers with the same key.
        self._by_paper: OrderedDict[Paper, Shingles] = OrderedDict()
        self._by_interaction: OrderedDict[int, Shingles] = OrderedDict()

    async def noticed(
        self,
        connection: AsyncConnection,
        text: LogText,
        destination: LogDestination,
        author_id: int,
        catalog: Catalog,
    ) -> tuple[Notice, ...]:
        """What to point out to the author before the text is posted.

        Of the papers that the server has added, only those that are read together with the log's are looked at.
        """
        grams = grams_of(part for _, part in text.parts)
        read = self._papers_about(destination, catalog)
        papers = [paper for paper in dict.fromkeys([*catalog.listed, *read]) if self._of_paper(paper).shares(grams)]
        sources = [self._of_paper(paper) for paper in papers]
        if destination.club:
            sources += await self._of_others(connection, destination, author_id)
        named = {paper.key: paper for paper in (*read, *papers)}.values()
        return notices(text, sources, [title for paper in named for title in (paper.title, *paper.other_titles)])

    @staticmethod
    def _papers_about(destination: LogDestination, catalog: Catalog) -> list[Paper]:
        """The paper with its cluster, and the cluster of the week's paper."""
        keys = [
            destination.paper_key,
            (destination.week.paper_key if destination.week else None) or destination.paper_key,
        ]
        focused = [paper for key in dict.fromkeys(keys) if (paper := catalog.get(key))]
        return [step.paper for focus in focused for step in reading_cluster(focus, catalog).steps]

    def _of_paper(self, paper: Paper) -> Shingles:
        if paper not in self._by_paper:
            texts = (paper.contribution, paper.why_it_matters, *paper.prompts, *(link.why for link in paper.builds_on))
            self._by_paper[paper] = Shingles.of(paper.short_name, *texts, paper.abstract)
            while len(self._by_paper) > KEPT_PAPERS:
                self._by_paper.popitem(last=False)
        self._by_paper.move_to_end(paper)
        return self._by_paper[paper]

    async def _of_others(
        self, connection: AsyncConnection, destination: LogDestination, author_id: int
    ) -> list[Shingles]:
        """The club's other logs that its members read: on the same paper, or in the same week.

        An interaction's text never changes, so a cached text need not be read again.
        """
        kept = self._by_interaction
        club_id, week_id = (
            destination.club.id if destination.club else 0,
            destination.week.id if destination.week else None,
        )
        others = await log_rows.texts_by_others(connection, club_id, week_id, destination.paper_key, author_id)
        if unread := [one for one in others if one not in kept]:
            for one, text in (await log_rows.texts_of(connection, unread)).items():
                self.keep(one, text)
        found = []
        for one in others:
            kept.move_to_end(one)
            found.append(kept[one])
        while len(kept) > KEPT_TEXTS:
            kept.popitem(last=False)
        return found

    def keep(self, interaction_id: int, text: LogText) -> None:
        """Cache a log's text from an interaction: the next logs on the paper are compared with it."""
        self._by_interaction[interaction_id] = Shingles.of(None, *(part for _, part in text.parts))
