"""What a log is compared with: the catalogue's own texts, and the club's other logs on the paper or of the week."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.core.clusters import reading_cluster
from bot.core.own_words import Shingles, grams_of
from bot.core.paper_logs import notices
from bot.storage import paper_logs as log_rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.paper_logs import LogText, Notice
    from bot.core.papers import Catalogue, Paper
    from bot.services.log_places import LogPlace

OTHER_LOG = "another member's log"
# Some 10 KB each.
KEPT_TEXTS = 4096


class OwnWords:
    """Sources are cut up once and kept: a hundred logs on a paper are compared with the same texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_paper: dict[str, Shingles] = {}
        self._by_interaction: OrderedDict[int, Shingles] = OrderedDict()

    async def noticed(
        self, connection: AsyncConnection, text: LogText, place: LogPlace, author_id: int
    ) -> tuple[Notice, ...]:
        """What the author should see of the text before it is posted."""
        grams = grams_of(part for _, part in text.parts)
        papers = [paper for paper in self._catalogue if self._of_paper(paper).shares(grams)]
        sources = [self._of_paper(paper) for paper in papers]
        if place.club:
            sources += await self._of_others(connection, place, author_id)
        named = {paper.key: paper for paper in (*self._papers_about(place), *papers)}.values()
        return notices(text, sources, [title for paper in named for title in (paper.title, *paper.other_titles)])

    def _papers_about(self, place: LogPlace) -> list[Paper]:
        """The paper with its cluster, and the cluster of the week's paper."""
        keys = [place.paper_key, (place.week.paper_key if place.week else None) or place.paper_key]
        focused = [paper for key in dict.fromkeys(keys) if (paper := self._catalogue.get(key))]
        return [step.paper for focus in focused for step in reading_cluster(focus, self._catalogue).steps]

    def _of_paper(self, paper: Paper) -> Shingles:
        if paper.key not in self._by_paper:
            texts = (paper.contribution, paper.why_it_matters, *paper.prompts, *(link.why for link in paper.builds_on))
            self._by_paper[paper.key] = Shingles.of(f"the catalogue's text on {paper.short_name}", *texts)
        return self._by_paper[paper.key]

    async def _of_others(self, connection: AsyncConnection, place: LogPlace, author_id: int) -> list[Shingles]:
        """Those of the club that its members read: on the same paper, or in the same week.

        What an interaction brought never changes, so a text that is kept here need not be read again.
        """
        kept = self._by_interaction
        club_id, week_id = place.club.id if place.club else 0, place.week.id if place.week else None
        others = await log_rows.texts_by_others(connection, club_id, week_id, place.paper_key, author_id)
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
        """A log's text that came with an interaction: the next logs on the paper will be compared with it."""
        self._by_interaction[interaction_id] = Shingles.of(OTHER_LOG, *(part for _, part in text.parts))
