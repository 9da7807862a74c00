"""A text from the review form that is not a review yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.reviews.review_text import ReviewText


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a reviewer typed, unchanged. `interaction_id` is the form that brought this text."""

    id: int
    reviewer_id: int
    log_id: int
    text: ReviewText
    interaction_id: int
    written_at: datetime
