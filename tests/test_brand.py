"""The avatar and the banner: as drawn, and usable where Discord shows them."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from bot.pictures.palette import GROUND
from docs.draw_brand import FOLDER, HOUSE, PICTURES, Words, as_image, as_svg, avatar, banner
from tests.support.contrast import contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from docs.draw_brand import Picture

OTHER_MACHINES = 8  # how much a processor's rounding may change a color
MOST_OF_DISCORD = 10 * 1024 * 1024
UNDER_THE_AVATAR = (0, 160, 220, 240)


@pytest.mark.parametrize("draw", PICTURES)
def test_the_files_are_up_to_date(draw: Callable[[], Picture]) -> None:
    picture = draw()
    drawn, path = as_image(picture), FOLDER / f"{picture.name}.png"
    assert path.with_suffix(".svg").read_text(encoding="utf-8") == as_svg(picture), "run: make brand"
    with Image.open(path) as saved:
        assert saved.size == drawn.size, "run: make brand"
        changed = ImageChops.difference(saved.convert("RGB"), drawn).getextrema()
    assert max(most for _, most in changed) <= OTHER_MACHINES, "run: make brand"  # type: ignore[misc]
    assert path.stat().st_size < MOST_OF_DISCORD


def test_a_circle_cuts_nothing_off_the_avatar() -> None:
    image = as_image(avatar())
    ground = Image.new("RGB", image.size, HOUSE)
    drawn = ImageChops.difference(image, ground).getbbox()
    assert drawn
    left, top, right, below = drawn
    middle = image.width / 2
    assert max(hypot(x - middle, y - middle) for x in (left, right) for y in (top, below)) < middle * 0.9


def test_the_avatar_has_one_shape_in_each_color_at_32_pixels() -> None:
    small = as_image(avatar()).resize((32, 32), Image.Resampling.LANCZOS).convert("L")
    darkest, lightest = small.getextrema()
    assert isinstance(darkest, int | float)
    assert isinstance(lightest, int | float)
    assert lightest - darkest > 150


def test_the_banner_has_discords_shape_and_room_for_the_avatar() -> None:
    picture = banner()
    image = as_image(picture)
    left, top, right, below = (edge * picture.zoom for edge in UNDER_THE_AVATAR)
    corner = image.crop((left, top, right, below))
    assert picture.size == (680, 240)
    assert corner.getcolors(1) == [(corner.width * corner.height, GROUND)]


def test_the_banners_words_are_easy_to_read() -> None:
    words = [shape for shape in banner().shapes if isinstance(shape, Words)]
    assert len(words) == 3
    assert min(contrast(each.fill, GROUND) for each in words) >= 4.5
