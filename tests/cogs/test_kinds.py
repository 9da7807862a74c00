"""Every kind of outbox entry has a wording and a name for organizers, and only one feature words it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import MagicMock

import pytest

from bot.core.outbox.kinds import Kind
from cogs.hosts.composers import HostComposers
from cogs.meetings.composers import MeetingComposers
from cogs.paper_logs.composers import LogComposers
from cogs.presences.actions import PresenceComposers
from cogs.privacy.composers import ErasureComposers
from cogs.reminders.composers import ReminderComposers
from cogs.reviews.composers import ReviewComposers
from cogs.weeks.composers import WeekComposers
from cogs.welcome.actions import WelcomeComposers
from tests.test_wording import MESSAGES

# These are registered by the setup of the clubs feature.
OF_CLUBS = (Kind.NOTICE, Kind.CLUB_NEWS)


def test_each_kind_is_worded_by_one_feature() -> None:
    nothing: Any = MagicMock()
    of_weeks_and_logs = (WeekComposers(nothing), LogComposers(nothing), ReviewComposers(nothing))
    about_members = (ReminderComposers(nothing), HostComposers(nothing), MeetingComposers(nothing))
    after_meetings = PresenceComposers(nothing)
    composers = (
        *of_weeks_and_logs,
        ErasureComposers(nothing),
        WelcomeComposers(nothing),
        *about_members,
        after_meetings,
    )
    worded = Counter([*OF_CLUBS, *(kind for each in composers for kind in each.by_kind())])
    assert worded == Counter(Kind)


@pytest.mark.parametrize("message", ["clubs-held-up", "clubs-notice"])
def test_each_kind_has_a_name_for_organizers(message: str) -> None:
    pattern: Any = MESSAGES["en"][message].value
    choices: list[Any] = [getattr(part, "expression", None) for part in pattern.elements]
    named = [
        {variant.key.name for variant in choice.variants}
        for choice in choices
        if hasattr(choice, "variants") and choice.selector.id.name == "kind"
    ]
    assert named == [set(Kind)]
