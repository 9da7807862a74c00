"""Lines and the picture of a digest: links to logs, thanks, firsts, how far the club is, and the look back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.privacy.member_data import is_erased
from bot.core.text.sentences import first_sentence
from bot.pictures.digest_card import DigestCard
from cogs.ui.addresses import log_address
from cogs.ui.escaping import clip
from cogs.ui.mentions import mention
from cogs.ui.text_budget import that_fit
from cogs.ui.theme import tier_name
from cogs.ui.wording import t
from cogs.weeks.messages import Picture, mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.papers.paper import Paper
    from bot.core.weeks.milestones import LookBack, Milestones, Progress
    from bot.services.reviews.service import WeekReviews
    from bot.services.weeks.views import WeekView

PICTURE_NAME = "digest.png"
NAMES_SHOWN, THANKED, FIRST_SHOWN = 40, 12, 5
LINKED_ROOM = 1300  # characters for names with links; the names after them have none
CELLS, READ, UNREAD = 10, "▰", "▱"
QUOTED_IN_PICTURE = 220


def logged_line(logs: Sequence[PaperLog]) -> str:
    """Return who logged, each with links to their logs as far as there is room."""
    addresses: dict[int, list[str]] = {}
    for log in logs:
        addresses.setdefault(log.author_id, []).append(log_address(log))
    linked = [_linked(author, found) for author, found in addresses.items()]
    shown = that_fit(linked, LINKED_ROOM, " · ")
    others = list(addresses)[len(shown) :]
    names = " · ".join([*shown, *([mentions(others, NAMES_SHOWN)] if others else [])])
    return t("weeks-logged", count=len(addresses), names=names)


def _linked(author: int, addresses: Sequence[str]) -> str:
    links = [f"[{t('weeks-log-link')}]({address})" for address in addresses if address]
    return " ".join([mention(author), *links])


def thanks_line(view: WeekView, happened: WeekReviews) -> str:
    """Return the thanks by name, for logs, and for reviews unless nobody may know who wrote them."""
    is_secret = view.club.settings.anonymous or happened.is_secret
    reviewers = [] if is_secret else sorted(review.reviewer_id for review in happened.written)
    helped = dict.fromkeys([*(log.author_id for log in happened.logs), *reviewers])
    members = [member for member in helped if member not in view.gone and not is_erased(member)]
    return t("weeks-thanks", names=mentions(members, THANKED)) if members else ""


def first_lines(milestones: Milestones) -> Iterator[str]:
    """Yield who wrote something for the first time."""
    for what, members in (("log", milestones.first_logs), ("review", milestones.first_reviews)):
        if members:
            yield t("weeks-firsts", what=what, count=len(members), names=mentions(members, FIRST_SHOWN))


def progress_line(progress: Progress) -> str:
    """Return a bar such as `▰▰▰▱▱`, and the numbers."""
    tier = tier_name(progress.tier) if progress.tier else None
    return t(
        "weeks-progress", bar=bar(progress.read, progress.whole), read=progress.read, whole=progress.whole, tier=tier
    )


def bar(done: int, whole: int) -> str:
    """Return one cell for each paper, at most ten. It is full only if all are read, and empty only if none is."""
    cells = min(whole, CELLS)
    filled = done * cells // whole
    if done:
        filled = max(filled, 1)
    return READ * filled + UNREAD * (cells - filled)


def look_back_text(found: LookBack) -> str:
    """Return the look back on ten weeks."""
    text = t(
        "weeks-look-back",
        first=found.first,
        last=found.last,
        papers=found.papers,
        logs=found.logs,
        reviews=found.reviews,
        members=found.members,
    )
    names = mentions(found.regulars, THANKED)
    return "\n".join(filter(None, (text, t("weeks-regulars", names=names) if found.regulars else "")))


def digest_card(view: WeekView, paper: Paper, happened: WeekReviews, sentence: str) -> DigestCard:
    """Return the content of the picture. It names nobody, so that everybody may pass it on."""
    logs, reviews = len(happened.logs), len(happened.written)
    name, title = paper.short_name, paper.title
    if title.casefold().startswith(f"{name.casefold()}:"):
        title = title[len(name) + 1 :].strip()
    counts = (("logs", logs), ("reviews", reviews))
    return DigestCard(
        key=f"{paper.key}-{view.week.id}",
        tier=paper.tier,
        week=t("weeks-picture-week", number=view.week.number),
        name=name,
        title="" if title.casefold() == name.casefold() else title,
        figures=tuple(
            (str(count), t("weeks-picture-count", what=what, count=count)) for what, count in counts if count
        ),
        sentence=_short(sentence),
    )


def digest_picture(card: DigestCard) -> Picture:
    """Return the picture's name, and what it shows for members who can't see it."""
    counts = ", ".join(f"{figure} {label}" for figure, label in card.figures)
    sentence = card.sentence or None
    return Picture(
        PICTURE_NAME, t("weeks-picture-alt", week=card.week, paper=card.name, counts=counts, sentence=sentence)
    )


def _short(sentence: str) -> str:
    """Return a whole sentence if it fits, and otherwise its beginning."""
    text = " ".join(sentence.split())
    return text if len(text) <= QUOTED_IN_PICTURE else clip(first_sentence(text), QUOTED_IN_PICTURE)
