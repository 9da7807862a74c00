"""The contact sheets of all lineage pictures."""

from __future__ import annotations

from itertools import combinations

import pytest
from PIL import Image

from bot.pictures.lineage_layout import WIDTH
from docs.draw_lineages import WIDTHS, catalog_views, file_of, height_at, places
from tests.pictures.test_lineage_layout import overlap

MOST_BYTES = 700_000
VIEWS = catalog_views()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_picture_has_a_place_of_its_own(width: int) -> None:
    placed, size = places(VIEWS, width)
    edges = [(x, y, x + width, y + height_at(view, width)) for view, x, y in placed]
    assert [view for view, *_ in placed] == VIEWS
    assert not any(overlap(one, other) for one, other in combinations(edges, 2))
    assert all(right < size[0] and low < size[1] for *_, right, low in edges)
    assert height_at(VIEWS[0], WIDTH) > 0


def test_the_files_have_room_for_todays_pictures() -> None:
    for width in WIDTHS:
        with Image.open(file_of(width)) as saved:
            assert saved.size == places(VIEWS, width)[1], "run: make lineages"
        assert file_of(width).stat().st_size < MOST_BYTES
