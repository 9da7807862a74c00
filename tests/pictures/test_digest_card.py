"""The picture of a digest: readable on a phone, whole, and drawn for any text."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.core.papers.paper import Tier
from bot.pictures.digest_card import MARGIN, PADDING, WIDTH, DigestCard, lay_out
from bot.pictures.drawing import draw
from bot.pictures.palette import CARD, TIERS
from bot.pictures.typography import width
from tests.support.contrast import contrast
from tests.support.shipped import shipped_catalog

SENTENCE = "The update needs far fewer directions than the layer has, so two thin matrices are enough to follow it."
PHONE, READABLE = 350, 11
MOST_BYTES = 120_000
SAMPLE = DigestCard(
    key="lora-1",
    tier=Tier.MUST_READ,
    week="Week 12",
    name="LoRA",
    title="Low-Rank Adaptation of Large Language Models",
    figures=(("5", "logs"), ("10", "reviews")),
    sentence=SENTENCE,
)
ODD = ["", "x" * 400, "模型" * 200, "\n\x00\u202e", "Ada " * 200, "مرحبا", "“quoted”"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_drawn_inside_the_card(text: str) -> None:
    card = replace(
        SAMPLE, name=text or "x", title=text, sentence=text, figures=(("999999", "logs"), ("999999", "reviews"))
    )
    runs, height = lay_out(card)
    for run in runs:
        assert run.x + width(run.text, run.style) <= WIDTH - MARGIN - PADDING / 2, run.text
        assert run.y + run.style.leading <= height - MARGIN or run.text == "“"
    image = Image.open(BytesIO(draw(card)))
    assert image.format == "PNG"
    assert image.size == (WIDTH, height)


def test_every_paper_has_its_whole_name_in_the_picture() -> None:
    for paper in shipped_catalog():
        runs, _ = lay_out(replace(SAMPLE, name=paper.short_name, title=paper.title))
        shown = "".join(run.text for run in runs).replace(" ", "")
        assert paper.short_name.replace(" ", "") in shown


def test_text_reads_on_a_phone() -> None:
    runs, _ = lay_out(SAMPLE)
    for run in runs:
        assert run.style.size * PHONE / WIDTH >= READABLE, run.text
        assert contrast(run.color, CARD) >= 4.5, run.text
    assert all(contrast(color, CARD) >= 4.5 for color in TIERS.values())


def test_the_picture_is_small_and_always_the_same() -> None:
    assert draw(SAMPLE) == draw(SAMPLE)
    assert len(draw(SAMPLE)) < MOST_BYTES
