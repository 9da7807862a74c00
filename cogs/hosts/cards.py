"""The private cards: what a host needs for the session, and the prompts of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.errors import UnknownPaperError
from bot.core.hosts.agenda import AgendaPart, agenda
from bot.core.hosts.roles import Role
from cogs.hosts.buttons import HostAction, HostButton, RolePick
from cogs.papers.clusters import steps_shown
from cogs.papers.own_texts import prompts_of
from cogs.ui.addresses import log_address
from cogs.ui.containers import TextPage, parted
from cogs.ui.escaping import plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted, quoted, that_fit
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Collection

    from discord import ui

    from bot.core.papers.clusters import Cluster
    from bot.services.hosts.views import HostCard, SessionView
    from bot.services.papers.papers import Papers

PROMPTS, QUESTION, NAMES_ROOM = 3, 220, 600
ROLE_PROMPTS = (1, 2, 3)


def card_page(card: HostCard, papers: Papers, key: str | None = None, named: Collection[int] | None = None) -> Page:
    """Return the host's card. With `named`, it quotes and names only these members."""
    seen = card.session
    cluster = _cluster(papers, seen)
    heading = t(
        "hosts-card",
        club=plain(seen.club.settings.name),
        paper=written(cluster.focus.short_name) if cluster else None,
        at=seen.starts_at,
    )
    texts = [heading, _agenda(card, cluster), _prompts(cluster)]
    # The logs get what room is left.
    room = MESSAGE_TEXT - sum(map(len, texts)) - 20
    texts.insert(2, _from_members(card, named, room))
    giving_back = HostButton(HostAction.DECLINE, seen.club.id, seen.day, key, t("hosts-give-back"))
    container: ui.Container[Any] = parted(texts, HOUSE_COLOR, giving_back)
    return Page(container)


def _cluster(papers: Papers, seen: SessionView) -> Cluster | None:
    try:
        return papers.cluster(seen.paper_key or "")
    except (UnknownPaperError, KeyError):
        return None


def _agenda(card: HostCard, cluster: Cluster | None) -> str:
    older = [step.paper.short_name for step in cluster.steps[:-1]] if cluster else []
    focus = written(cluster.focus.short_name) if cluster else None
    lines = [t("hosts-agenda", minutes=card.minutes)]
    for point in agenda(card.minutes, len(older)):
        paper = written(older[point.paper]) if point.part is AgendaPart.OLDER else focus
        lines.append(t("hosts-agenda-point", part=point.part, minutes=point.minutes, paper=paper))
    return "\n".join(lines)


def _prompts(cluster: Cluster | None) -> str:
    prompts = prompts_of(cluster.focus)[:PROMPTS] if cluster else []
    return "\n".join([t("hosts-prompts"), *(f"- {written(prompt)}" for prompt in prompts)]) if prompts else ""


def _from_members(card: HostCard, named: Collection[int] | None, room: int) -> str:
    """Return the open questions of the logs and takeaways, and who wrote. Reviews are left out: they may be secret."""
    logs = [log for log in card.logs if named is None or log.author_id in named]
    takeaways = [one for one in card.takeaways if named is None or one.author_id in named]
    if not logs and not takeaways:
        return t("hosts-nobody-wrote") if card.session.number else ""
    authors = list(dict.fromkeys([*(log.author_id for log in logs), *(one.author_id for one in takeaways)]))
    names = " ".join(counted([mention(author) for author in authors], NAMES_ROOM, " "))
    wrote = t("hosts-who-wrote", count=len(authors), names=names)
    questions = [
        f"{quoted(log.text.limitation, QUESTION)} – {_author(log.author_id, log_address(log))}" for log in logs
    ]
    questions += [
        f"{quoted(one.text.question, QUESTION)} – {mention(one.author_id)}" for one in takeaways if one.text.question
    ]
    shown = that_fit([t("hosts-questions"), *questions], room - len(wrote) - 2)
    return "\n".join([*(shown if len(shown) > 1 else []), wrote])


def _author(author_id: int, address: str) -> str:
    return f"{mention(author_id)} ([{t('hosts-log-link')}]({address}))" if address else mention(author_id)


def role_page(seen: SessionView, role: Role | None, papers: Papers) -> Page:
    """Return the short card of a role, or that the member has none now."""
    club_id, own = seen.club.id, role
    taken = frozenset(one.role for one in seen.cast.roles if one.role is not role)
    pick = RolePick(club_id, seen.day, taken, own)
    if role is None:
        return TextPage(t("hosts-role-given-back", day=seen.day), *([pick] if pick.item.options else []))
    cluster = _cluster(papers, seen)
    paper = written(cluster.focus.short_name) if cluster else None
    heading = t("hosts-role-card", role=role, day=seen.day, paper=paper)
    prompts = "\n".join(f"- {t('hosts-role-prompt', role=role, number=number)}" for number in ROLE_PROMPTS)
    lineage = ""
    if role is Role.ARCHAEOLOGIST and cluster and len(cluster.steps) > 1:
        steps = that_fit(steps_shown(cluster)[:-1], MESSAGE_TEXT - len(heading) - len(prompts) - 200)
        lineage = "\n".join([t("hosts-lineage", paper=paper), *steps])
    return Page(parted([heading, prompts, lineage], HOUSE_COLOR, pick))
