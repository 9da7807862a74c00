"""What somebody who may not see a club types, presses, chooses and sends: a line for each command, button and form.

A new command, button, select or form makes a test fail until somebody adds it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cogs.breaks import buttons as break_items
from cogs.calendar_files import buttons as calendar_items
from cogs.catalog import buttons as catalog_items
from cogs.clubs import buttons as club_items
from cogs.help.buttons import TopicPick
from cogs.hosts import buttons as host_items
from cogs.next_step import buttons as next_items
from cogs.nominations import buttons as nomination_items
from cogs.paper_logs import buttons as log_items
from cogs.paper_logs.buttons import DraftAction, LogAction
from cogs.papers import buttons as paper_items
from cogs.papers.views import PaperView, WorldView
from cogs.polls import buttons as poll_items
from cogs.presences import buttons as presence_items
from cogs.privacy import buttons as privacy_items
from cogs.reminders import buttons as reminder_items
from cogs.reviews import buttons as review_items
from cogs.schedules import buttons as schedule_items
from cogs.syllabus import buttons as syllabus_items
from cogs.takeaways import buttons as takeaway_items
from cogs.week_links import buttons as link_items
from cogs.weeks import buttons as week_items
from cogs.weeks.buttons import Decision, WeekAction
from tests.support import first_minutes

Options = dict[str, Any]
CLOSINGS = (Decision.CLOSE_LOGS, Decision.CLOSE_REVIEWS)
WITHOUT_OPTIONS = ("papers", "howto", "log mine", "review mine", "privacy show", "privacy export", "privacy delete")
REMINDING = ("remind on", "remind off")  # in this order, so that nothing stays stored
MYSELF = object()  # for an option that is a member: the one who tries
ABOUT_SLOTS = (Decision.POST, Decision.SKIP, Decision.CATCH_UP, Decision.UNSKIP)
MOVES = (Decision.MOVE, Decision.MOVE_MEETING)


@dataclass(frozen=True)
class Ids:
    """Ids that somebody may know who could see the club before, or guesses. `paper` is a paper's key."""

    club: int
    name: str
    week: int
    log: int
    review: int
    token: str
    message: int
    draft: int
    review_draft: int
    brought: int
    post_key: str
    poll_key: str
    paper: str = "lora"


# The same format, for things that never existed.
NOTHING = Ids(
    club=987654321,
    name="Never there",
    week=987654321,
    log=987654321,
    review=987654321,
    token="0123456789ab",
    message=987654321,
    draft=987654321,
    review_draft=987654321,
    brought=987654321,
    post_key="00000000-260111-post",
    poll_key="00000000-poll-987654321",
)


def typed_by(actor: Any, given: Options) -> Options:
    """The options as this member types them."""
    return {name: actor if value is MYSELF else value for name, value in given.items()}


def commands(ids: Ids) -> dict[str, list[Options]]:
    """The input for each command. `club` is tried by id, by name, and left out."""
    which: list[Options] = [{}, {"club": str(ids.club)}, {"club": ids.name}]
    log = {"log": str(ids.log)}
    played: dict[str, list[Options]] = {
        "paper": [{"query": ids.paper}, {"query": ids.paper, "private": True}],
        "lineage": [{"paper": ids.paper}],
        "cluster": [{"paper": ids.paper}],
        "help": [{}, {"topic": "organizing"}],
        "log write": [{}, {"paper": ids.paper}, {"paper": "bert"}],
        "log edit": [{}, log],
        "log show": [log, {"log": "lora"}],
        "log delete": [log, {"log": "lora"}],
        "club create": [{"name": "x", "day": "Monday", "time": "18:00", "timezone": "Mars/Olympus"}],
    }
    played |= _of_the_catalog(ids) | {name: [{}] for name in (*WITHOUT_OPTIONS, *REMINDING)}
    return played | {name: [given | one for one in which] for name, given in _of_clubs(ids).items()}


def _of_clubs(ids: Ids) -> dict[str, Options]:
    return {
        **{f"club {name}": {} for name in ("show", "pause", "resume", "close")},
        **{
            f"week {name}": {}
            for name in ("preview", "post", "skip", "catch-up", "unskip", "poll", "status", "calendar")
        },
        "club edit": {"reviewers": 3},
        "club break": {"from": "2026-12-20"},
        "week move": {"to": "2026-12-20"},
        "club import-schedule": {"file": ("README.md", b"- 2025-01-06 [A paper of ours](https://example.org/a)")},
        "club export-schedule": {},
        "week close": {"what": "logs"},
        "week link": {"url": "https://example.org/", "week": str(ids.week)},
        "syllabus use": {"track": "must-read"},
        "syllabus path": {"to": "mamba"},
        "syllabus add": {"paper": "bert" if ids.paper == "lora" else ids.paper},
        "nominate": {"paper": "bert" if ids.paper == "lora" else ids.paper, "why": "Tried"},
        "nominations": {},
        "syllabus move": {"paper": "qlora", "position": 1},
        "syllabus remove": {"paper": "qlora"},
        "syllabus show": {},
        **{f"host {name}": {} for name in ("volunteer", "decline", "list")},
        "host assign": {"member": MYSELF},
        "review next": {},
        "next": {},
    }


def _of_the_catalog(ids: Ids) -> dict[str, list[Options]]:
    return {
        "catalog add": [{}, {"source": "2106.09685"}],
        "catalog suggest": [{"source": "2106.09685"}],
        "catalog suggestions": [{}],
        "catalog show": [{"paper": ids.paper}],
        "catalog edit": [{"paper": ids.paper}],
        "catalog link": [{"paper": ids.paper, "builds_on": ids.paper, "why": "Tried"}],  # so that nothing stays stored
        "catalog unlink": [{"paper": "mamba", "builds_on": ids.paper}],
        "catalog remove": [{"paper": ids.paper}],
        "catalog import": [{"file": ("papers.bib", b"")}],
        "catalog export": [{"format": "bibtex"}],
    }


def presses(ids: Ids) -> dict[Any, list[str]]:
    """The custom ids of each kind of button."""
    return _about_papers(ids) | _about_clubs(ids) | _about_weeks(ids) | _about_own_texts(ids)


def _about_papers(ids: Ids) -> dict[Any, list[str]]:
    shelf = "any:any:0"
    return {
        paper_items.PaperButton: [f"pc:papers:{goal}:v1:{ids.paper}" for goal in PaperView],
        paper_items.ShelfButton: [f"pc:papers:page:v1:{shelf}", "pc:papers:page:v1:added:any:0"],
        paper_items.SamplesButton: ["pc:papers:samples:v1"],
        paper_items.WorldButton: [f"pc:papers:{goal}:v1:0123456789abcdef" for goal in WorldView],
        catalog_items.PreviewButton: [f"pc:catalog:{act}:v1:{ids.token}" for act in catalog_items.PreviewAction],
        catalog_items.TypeInButton: ["pc:catalog:type:v1:0:a title"],
        catalog_items.OfferButton: [f"pc:catalog:{offer}:v1:2106.09685" for offer in catalog_items.Offer],
        catalog_items.SuggestionButton: [
            f"pc:catalog:{each}:v1:{ids.log}:0" for each in catalog_items.SuggestionDecision
        ],
        catalog_items.SuggestionsPageButton: ["pc:catalog:suggestions:v1:0"],
        catalog_items.ImportPageButton: [f"pc:catalog:entries:v1:{ids.token}:0"],
        catalog_items.RemoveButton: [f"pc:catalog:remove:v1:{ids.paper}"],
    }


def _about_clubs(ids: Ids) -> dict[Any, list[str]]:
    return {
        club_items.RetryButton: [f"pc:clubs:retry:v1:{ids.club}"],
        club_items.CloseButton: [f"pc:clubs:close:v1:{ids.club}"],
        club_items.ShowButton: [f"pc:clubs:show:v1:{ids.club}:00000000-closed"],
        **first_minutes.presses(ids.club),
        syllabus_items.SyllabusButton: [f"pc:syllabus:page:v1:{ids.club}:0"],
        break_items.UnderWayButton: [f"pc:breaks:{choice}:v1:{ids.club}:20260111" for choice in break_items.UnderWay],
        calendar_items.NewAddressButton: [f"pc:calendar:renew:v1:{ids.club}"],
        calendar_items.RevokeAllButton: [f"pc:calendar:revoke:v1:{ids.club}"],
        nomination_items.NominationButton: [
            f"pc:nominations:{act}:v1:{ids.log}:0" for act in nomination_items.NominationAction
        ],
        nomination_items.NominationsPageButton: [f"pc:nominations:page:v1:{ids.club}:0"],
        schedule_items.MovingButton: [f"pc:schedules:{act}:v1:{ids.token}" for act in schedule_items.MovingAction],
        schedule_items.LinesPageButton: [f"pc:schedules:lines:v1:{ids.token}:0"],
        schedule_items.HostsPageButton: [f"pc:schedules:names:v1:{ids.token}:0"],
    }


def _about_weeks(ids: Ids) -> dict[Any, list[str]]:
    return {
        week_items.WeekButton: [
            *(f"pc:weeks:{act}:v1:{ids.post_key}{page}" for act in WeekAction for page in ("", ":status")),
            f"pc:weeks:about:v1:{ids.poll_key}",
        ],
        week_items.DecideButton: [
            *(f"pc:weeks:{decision}:v1:{ids.club}:{ids.week}" for decision in CLOSINGS),
            *(f"pc:weeks:{decision}:v1:{ids.club}:20260111" for decision in ABOUT_SLOTS),
            *(f"pc:weeks:{decision}:v1:{ids.club}:2026011120260110" for decision in MOVES),
        ],
        week_items.JoinButton: [f"pc:weeks:join:v1:{ids.club}{end}" for end in ("", ":00000000-created")],
        next_items.ClubNextStepButton: [f"pc:next:club:v1:{ids.club}{end}" for end in ("", ":00000000-created")],
        next_items.NextStepButton: [f"pc:next:step:v1:{ids.post_key}{page}" for page in ("", ":status")],
        takeaway_items.TakeawayButton: [
            f"pc:takeaways:{act}:v1:{ids.post_key}{page}"
            for act in takeaway_items.TakeawayAction
            for page in ("", ":status")
        ],
        presence_items.PresenceButton: [f"pc:presences:there:v1:{ids.post_key}"],
        poll_items.BallotButton: [
            f"pc:polls:{act}:v1:{ids.poll_key}{end}" for act in poll_items.BallotAction for end in ("", ":own")
        ],
        host_items.HostButton: [
            f"pc:hosts:{act}:v1:{ids.club}:20260111{end}"
            for act in host_items.HostAction
            for end in ("", f":{ids.post_key}")
        ],
        reminder_items.StopButton: [f"pc:reminders:stop:v1:1a2b:{ids.post_key}"],
    }


def _about_own_texts(ids: Ids) -> dict[Any, list[str]]:
    """What somebody wrote, and what is stored about them."""
    return {
        log_items.LogButton: [f"pc:logs:{act}:v1:{ids.log}" for act in LogAction],
        log_items.DraftButton: [f"pc:logs:{act}:v1:{ids.draft}" for act in DraftAction],
        log_items.MyLogsPageButton: ["pc:logs:mine:v1:0"],
        privacy_items.ExportButton: [f"pc:privacy:export:v1:{reach}" for reach in privacy_items.Reach],
        privacy_items.DeleteButton: ["pc:privacy:delete:v1"],
        privacy_items.ReachButton: ["pc:privacy:reach:v1:here:keep"],
        privacy_items.ReviewsButton: ["pc:privacy:reviews:v1:everywhere:delete"],
        privacy_items.EraseButton: ["pc:privacy:erase:v1:here:keep:1"],
        privacy_items.SpareButton: ["pc:privacy:spare:v1"],
        review_items.ReviewButton: [f"pc:reviews:write:v1:{ids.log}"],
        review_items.NextButton: [f"pc:reviews:next:v1:{ids.club}"],
        review_items.EditButton: [f"pc:reviews:edit:v1:{ids.review_draft}"],
        review_items.PostButton: [f"pc:reviews:post:v1:{ids.review_draft}:{ids.brought}"],
        review_items.OldHelpfulButton: [f"pc:reviews:helpful:v1:{ids.review}"],
        review_items.OldWhoButton: [f"pc:reviews:who:v1:{ids.review}"],
        review_items.MyReviewsButton: ["pc:reviews:mine:v1:0"],
        review_items.MyReviewsPageButton: ["pc:reviews:turn:v1:0"],
        review_items.OwnButton: [f"pc:reviews:{act}:v2:{ids.token}" for act in review_items.OwnReviewAction],
    }


def choices(ids: Ids) -> dict[Any, list[tuple[str, str]]]:
    """The custom ids of each kind of select, and what is chosen."""
    return {
        paper_items.PaperPick: [(f"pc:papers:pick:v1:{goal}:public", ids.paper) for goal in PaperView],
        link_items.RemoveLinkPick: [(f"pc:links:remove:v1:{ids.week}", "1")],
        TopicPick: [("pc:help:topic:v1", "organizing")],
        break_items.RemoveBreakPick: [(f"pc:breaks:remove:v1:{ids.club}", "20260111")],
        catalog_items.AncestorPick: [(f"pc:catalog:ancestors:v1:{ids.token}", "0")],
        schedule_items.AlsoPick: [(f"pc:schedules:also:v1:{ids.token}", "undated")],
        schedule_items.HostPick: [(f"pc:schedules:host:v1:{ids.token}:0", "1")],
        paper_items.ShelfFilter: [("pc:papers:filter:v1:tier:any:any:0", "must-read")],
        host_items.RolePick: [(f"pc:hosts:role:v1:{ids.club}:20260111", "critic")],
        **first_minutes.CHOICES,
        poll_items.RankPick: [(f"pc:polls:rank:v1:{ids.poll_key}:1", number) for number in ("0", "-")],
        log_items.LogPick: [(f"pc:logs:pick:v1:{act}", str(ids.log)) for act in LogAction],
        log_items.DestinationPick: [(f"pc:logs:place:v1:{key}", str(ids.club)) for key in (ids.paper, "bert", "-")],
    }


def forms(ids: Ids) -> dict[str, list[str]]:
    """The custom ids of forms, by their prefix."""
    log = "pc:logs:form:"
    return {
        log: [
            f"{log}v1:{ids.club}:{ids.week}:0:0:{ids.paper}",
            f"{log}v1:{ids.club}:0:0:0:bert",
            f"{log}v1:{ids.club}:{ids.week}:{ids.log}:0:{ids.paper}",
            f"{log}v1:0:0:{ids.log}:{ids.draft}:{ids.paper}",
        ],
        **first_minutes.FORMS,
        "pc:catalog:form:": [
            f"pc:catalog:form:v1:{subject}"
            for subject in ("new:0", f"new:{ids.log}", f"preview:{ids.token}", "paper:lora")
        ],
        "pc:takeaways:form:": [f"pc:takeaways:form:v1:{ids.post_key}"],
        "pc:reviews:form:": [f"pc:reviews:form:v1:{ids.log}"],
        "pc:reviews:correction:": [f"pc:reviews:correction:v1:{ids.token}"],
    }
