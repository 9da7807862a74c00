"""The form for writing a review, and how to read it when it comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from bot.core.reviews.picked_sentence import PickedSentence, offered, place_of
from bot.core.reviews.review_text import QUESTION_LIMIT, STRONGEST_LIMIT, Rating, ReviewText
from bot.core.text.short_inputs import one_line
from cogs.reviews.buttons import TOKEN
from cogs.ui.buttons import ROW_ID
from cogs.ui.custom_ids import SHORT_NUMBER, custom_id, short_number, template
from cogs.ui.escaping import clip
from cogs.ui.forms import TITLE_LIMIT, Form, chosen, picked, typed
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discord import ui

    from bot.core.paper_logs.paper_log import PaperLog

FEATURE = "reviews"
# The id ends with the interaction that brought the text in the form, because the draft may have another text by then.
FILLED = rf"(?::(?P<filled>{SHORT_NUMBER}))?"
FORM = re.compile(template(FEATURE, "form", rf"(?P<id>{ROW_ID.pattern}){FILLED}"))
CORRECTION = re.compile(template(FEATURE, "correction", rf"(?P<token>{TOKEN.pattern}){FILLED}"))
OURS, CORRECTIONS = f"pc:{FEATURE}:form:", f"pc:{FEATURE}:correction:"
# The fields' ids are the names in `ReviewText`.
RATED = ("problem_and_approach", "key_result", "limitation")
TYPED = {"strongest": STRONGEST_LIMIT, "question": QUESTION_LIMIT}
# The menu of the log's sentences, in place of the field `strongest`. Its values are version and place: "3.0".
MENU = "picked"
PICKED = re.compile(r"(?P<version>\d{1,9})\.(?P<place>\d{1,2}|typed)")
OPTION_LIMIT = 100


def review_form(
    log_id: int,
    short_name: str,
    draft: ReviewText | None,
    filled_from: int | None = None,
    *,
    log: PaperLog | None = None,
    author: str | None = None,
) -> Form:
    """Return the form for a new review of a log, filled with what was typed before. `author` is shown in its title."""
    identity = custom_id(FEATURE, "form", str(log_id), *_filled(filled_from))
    return _form(t("reviews-form", paper=short_name, author=author), identity, draft, log)


def correction_form(
    token: str,
    short_name: str,
    text: ReviewText | None,
    filled_from: int | None = None,
    *,
    log: PaperLog | None = None,
) -> Form:
    """Return the form to change a posted review, filled with its text or a later draft."""
    identity = custom_id(FEATURE, "correction", token, *_filled(filled_from))
    return _form(t("reviews-correction-form", paper=short_name), identity, text, log)


def _filled(filled_from: int | None) -> list[str]:
    return [short_number(filled_from)] if filled_from else []


def _form(title: str, identity: str, draft: ReviewText | None, log: PaperLog | None) -> Form:
    """Return a form with five fields, the most that Discord allows.

    So the strongest sentence has one: a menu, or a text field for those who would rather type.
    """
    before = {part: getattr(draft, part) if draft else "" for part in (*RATED, *TYPED)}
    ratings = {str(rating): rating_name(rating) for rating in Rating}
    rated = [chosen(part_name(part), part, ratings, hint=_hint(part), default=before[part]) for part in RATED]
    strongest, question = (
        typed(part_name(part), part, limit=limit, hint=_hint(part), default=before[part])
        for part, limit in TYPED.items()
    )
    return Form(clip(title, TITLE_LIMIT), identity, *rated, _menu(log, draft) or strongest, question)


def _menu(log: PaperLog | None, draft: ReviewText | None) -> ui.Label[Any] | None:
    """Return the menu of the log's sentences; None if the reviewer has typed something else before."""
    sentences = offered(log.text) if log else ()
    at = place_of(draft.strongest, log.text) if log and draft else None
    if log is None or not sentences or (draft is not None and at is None):
        return None
    options = [_option(f"{log.version}.{place}", one, is_chosen=place == at) for place, one in enumerate(sentences)]
    typing = discord.SelectOption(label=t("reviews-rather-type"), value=f"{log.version}.typed")
    return picked(
        part_name("strongest"), MENU, [*options, typing], placeholder=t("reviews-pick"), hint=t("reviews-pick-hint")
    )


def _option(value: str, sentence: str, *, is_chosen: bool) -> discord.SelectOption:
    """Return the sentence cut to what Discord shows. Its second line continues the first."""
    whole = one_line(sentence)
    label = clip(whole, OPTION_LIMIT)
    rest = whole[OPTION_LIMIT - 1 :].strip() if len(whole) > OPTION_LIMIT else ""
    description = clip(f"…{rest}", OPTION_LIMIT) if rest else None
    return discord.SelectOption(label=label, value=value, description=description, default=is_chosen)


def picked_sentence(fields: Mapping[str, str]) -> PickedSentence | None:
    """Return what was picked from the menu; None if the form had none."""
    found = PICKED.fullmatch(fields.get(MENU, ""))
    if found is None:
        return None
    place = found["place"]
    return PickedSentence(int(found["version"]), None if place == "typed" else int(place))


def part_name(part: str) -> str:
    """Return the label of a field of `ReviewText`."""
    return t("reviews-part", part=part)


def rating_name(rating: Rating) -> str:
    return t("reviews-rating", rating=rating)


def _hint(part: str) -> str:
    return t("reviews-part-hint", part=part)


def review_text(fields: Mapping[str, str]) -> ReviewText | None:
    """Return what was typed, not checked yet; None if a rating is not one that the form offers."""
    ratings = [fields.get(name, "") for name in RATED]
    if any(rating not in set(Rating) for rating in ratings):
        return None
    problem_and_approach, key_result, limitation = map(Rating, ratings)
    return ReviewText(
        problem_and_approach, key_result, limitation, fields.get("strongest", ""), fields.get("question", "")
    )
