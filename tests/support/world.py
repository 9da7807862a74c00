"""A small catalogue file with papers of the world, made up but for those that the shipped catalog has too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.world_catalog.paper import WorldPaper
from bot.services.papers.papers import Papers
from bot.storage.papers.catalog import load_catalog
from bot.storage.world_catalog.file_writer import Numbered, write_file
from bot.storage.world_catalog.schema import LAYOUT_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

PAPERS = Papers(load_catalog(Path(__file__).parents[2] / "data" / "papers.json"))
SHARED = WorldPaper(
    "LoRA: Low-Rank Adaptation of Large Language Models",
    ("Edward J. Hu", "Yelong Shen"),
    2021,
    "ICLR 2022",
    "2106.09685",
    citations=9_000,
    sources=("openalex",),
)
TIDES = WorldPaper(
    "TideNet: Tidal Gates for Slow Recurrent Readers",
    ("Mara Oduya", "Ilse Van den Berg", "Kenji Aoki", "Lou Park", "Sam Rivers"),
    2022,
    "Workshop on Slow Reading",
    "2203.01234",
    "10.5555/tidal.2022.7",
    "openalex:w4200000001",
    citations=1_234,
    abstract="We let gates follow the tide. Readers remember more.",
    references=("2106.09685", "10.5555/harbor"),
    sources=("arxiv", "openalex"),
    more_authors=40,
)
HARBOR = WorldPaper(
    "Harbor Memory Keeps Distant Boats in Sight",
    ("Mara Oduya",),
    2019,
    doi="10.5555/harbor",
    citations=300,
    sources=("openalex",),
)
NAMELESS = WorldPaper(
    "Lighthouse Sampling without Any Keepers", ("Pim Quayle",), 2020, "", citations=12, sources=("own",)
)
NEIGHBORS = tuple(
    WorldPaper(f"Lantern Routing in Narrow Canals, Volume {number}", ("Ada Nwosu",), 2000 + number, sources=("own",))
    for number in range(1, 9)
)
CHINESE = WorldPaper(
    "潮汐门控的慢速循环阅读网络", ("陈美玲",), 2021, source_id="s2:700001", citations=5, sources=("semantic_scholar",)
)
OLD_DOI = WorldPaper(
    "Slow Tides in Old Harbors, Measured Twice",
    ("Ida Holm",),
    1998,
    doi="10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    citations=4,
    sources=("openalex",),
)
FEW_DIGITS = WorldPaper(
    "Eleven Gulls on One Pier", ("Ida Holm",), 2001, source_id="s2:11", sources=("semantic_scholar",)
)
WORLD = (SHARED, TIDES, HARBOR, NAMELESS, CHINESE, OLD_DOI, FEW_DIGITS, *NEIGHBORS)


def make_newer(file: Path) -> None:
    """Make it look like the file of a Paper Club that does not exist yet."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version={LAYOUT_VERSION + 1}")


def made_file(path: Path, papers: Iterable[WorldPaper] = WORLD) -> Path:
    """Write a catalogue file with these papers, the best known first."""
    write_file(path, map(Numbered.of, papers))
    return path
