"""Finds the records of an import that are of the same paper, and makes one of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from bot.core.world_catalog.authorship import are_by_namesakes
from bot.core.world_catalog.clusters import Clusters
from bot.core.world_catalog.importing import Hearer, Stage
from bot.core.world_catalog.merging import merged
from bot.core.world_catalog.same_work import Known, is_same_by_id, is_same_by_title, publisher_of
from bot.core.world_catalog.staged import BETWEEN_NAMES, unpack
from bot.storage.world_catalog.key_files import KeyFiles

if TYPE_CHECKING:
    from bot.storage.world_catalog.staging import Staging

KEPT = 20_000  # records that are compared again soon
TOLD_EVERY = 20_000
STEPS = 4


def merge_duplicates(staging: Staging, hear: Hearer) -> int:
    """Let one record stand for each paper; returns how many others there are. Raises sqlite3.Error or OSError."""
    clusters = _clusters(staging, hear)
    staging.start_merging()
    repeats = 0
    for done, group in enumerate(clusters.groups(), 1):
        staging.merge(group, merged([staging.record(number) for number in group]))
        repeats += len(group) - 1
        if done % TOLD_EVERY == 0:
            hear(Stage.MERGING, done, 0)
    staging.end_merging()
    return repeats


def _clusters(staging: Staging, hear: Hearer) -> Clusters:
    clusters = Clusters(staging.count())
    names, titles, near = (KeyFiles(staging.folder, kind) for kind in ("names", "titles", "near"))
    for number, its_names, its_titles, its_near, author, year, arxiv_id, doi in staging.shared_numbers():
        whole_title = unpack(its_titles)
        names.add(unpack(its_names), number)
        titles.add(whole_title, number)
        near.add(unpack(its_near), number)
        clusters.titles[number] = whole_title[0] if whole_title else 0
        clusters.authors[number] = author
        clusters.years[number] = year or 0
        clusters.dois[number] = crc32(doi.encode()) if doi else 0
        clusters.publishers[number] = crc32(publisher_of(doi).encode()) if doi else 0
        clusters.arxiv_ids[number] = crc32(arxiv_id.encode()) if arxiv_id else 0
    hear(Stage.MATCHING, 1, STEPS)

    @lru_cache(KEPT)
    def known(number: int) -> Known:
        title, authors, year, arxiv_id, doi = staging.identity(number)
        return Known(title, tuple(authors.split(BETWEEN_NAMES)) if authors else (), year, arxiv_id, doi)

    for group in names.groups():
        clusters.join_by_id(group, lambda one, other: is_same_by_id(known(one), known(other)))
    hear(Stage.MATCHING, 2, STEPS)
    for step, files in enumerate((titles, near), 3):
        for group in files.groups():
            clusters.join_by_title(
                group,
                lambda one, other: is_same_by_title(known(one), known(other)),
                lambda one, other: are_by_namesakes(known(one), known(other)),
            )
        hear(Stage.MATCHING, step, STEPS)
    return clusters
