"""The README's animated picture of a week: captioned frames of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from bot.core.papers.paper import Tier
from bot.pictures.palette import GROUND, OUTLINE, TEXT, TIERS, Color
from bot.pictures.typography import BOLD, Style, font
from demo.week_by_buttons import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CAPTIONS = {
    Scene.WELCOME: "The bot joins your server",
    Scene.WIZARD: "Set up a club with a few presses",
    Scene.POST: "It posts the week's paper",
    Scene.LOG_FORM: "Write what you understood",
    Scene.LOG: "Your log appears in the thread",
    Scene.REVIEW_FORM: "Review somebody else's log",
    Scene.REVIEW: "They read your review",
    Scene.DIGEST: "A digest ends the week",
}
FORMS = {Scene.LOG_FORM, Scene.REVIEW_FORM}
BEHIND_FORMS: Color = (12, 12, 13)
# In pixels of the picture, which the README shows at half its size.
WIDTH, HEIGHT, CAPTION_HEIGHT, MARGIN = 1200, 1400, 120, 28
CORNER = 16
CAPTION = Style(24, BOLD)
DOT, DOT_STEP = 6, 30
SHOWN_MS = 2200


def frame(scene: Scene, shot: Image.Image) -> Image.Image:
    """Put a screenshot below its caption, made smaller if it doesn't fit, on the color around it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BEHIND_FORMS if scene in FORMS else shot.getpixel((0, 0)))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, CAPTION_HEIGHT), GROUND)
    pen.text((MARGIN, CAPTION_HEIGHT / 2), CAPTIONS[scene], TEXT, font(CAPTION), anchor="lm")
    for number, other in enumerate(reversed(CAPTIONS)):
        middle = (WIDTH - MARGIN - DOT - number * DOT_STEP, CAPTION_HEIGHT / 2)
        pen.circle(middle, DOT, TIERS[Tier.MUST_READ] if other is scene else OUTLINE)
    room = WIDTH - 2 * MARGIN, HEIGHT - CAPTION_HEIGHT - 2 * MARGIN
    scale = min(1, room[0] / shot.width, room[1] / shot.height)
    shot = shot.resize((round(shot.width * scale), round(shot.height * scale)), Image.Resampling.LANCZOS)
    # What is behind the round corners of a form differs from page to page.
    shape = Image.new("L", shot.size)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, shot.width - 1, shot.height - 1), CORNER, fill=255)
    image.paste(shot, ((WIDTH - shot.width) // 2, CAPTION_HEIGHT + MARGIN + (room[1] - shot.height) // 2), shape)
    return image


def save_animation(frames: Sequence[Image.Image], path: Path) -> None:
    """Save the frames, each shown equally long, again and again."""
    first, *others = frames
    first.save(
        path, save_all=True, append_images=others, duration=SHOWN_MS, loop=0, lossless=True, quality=100, method=6
    )
