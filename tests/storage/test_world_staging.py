"""An import that another version of Paper Club has begun starts anew if the numbers by which papers meet are others."""

from __future__ import annotations

from hashlib import sha256

from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.staged import staged, unpack
from bot.storage.world_catalog.staging import STAGING_VERSION

TITLES = (
    "Slow Tides in Old Harbours: Part II",
    "Modelling 3-D Waves with Random Trees (RT) & α-Decay, 10% w/o TiO 2 Nets",
    "LoRA+: Tides vs. Waves at the Centre of n^{3/2} Harbors",
    "DARTS: Grey Waves Differentiated",
    "潮汐门控的慢速循环阅读网络",
)
AUTHORS = (("Wei Wang", "Ilse Van den Berg"), ("Hu EJ",), ("王伟", "Пётр Чебышёв"), ())


def test_other_numbers_are_of_another_version() -> None:
    records = [
        staged(WorldPaper(title, authors, 2021, "", doi=f"10.5555/{len(title)}"))
        for title in TITLES
        for authors in AUTHORS
    ]
    numbers = [[*unpack(each.names), *unpack(each.titles), *unpack(each.near), each.author] for each in records]
    digest = sha256(repr(numbers).encode()).hexdigest()[:12]
    # If the numbers are other ones, raise the version too: keys of two versions don't find each other.
    assert (STAGING_VERSION, digest) == (6, "1724fb886ae4")
