"""Hosts who see their club's channel again: what they had said counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.services.test_hidden_hosts import HALF_AN_HOUR, answers, hidden_from
from tests.support.hosts import ADA, BO, FIRST, organizer
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.hosts import Hosts


async def test_who_offered_one_session_gets_it_back_once_they_see_the_club_again(hosts: Hosts) -> None:
    """They take no turns, so nobody would ask them: a channel that was hidden by mistake must not cost the host."""
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.later()
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "hid-host")]
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    # Nobody told them that it was lost.
    assert await hosts.later() == []
    assert await hosts.host(FIRST) == ADA


async def test_who_offered_one_session_is_in_reserve_if_somebody_else_hosts_it_meanwhile(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    await hosts.app.hosts.offer(viewer(BO), hosts.club.id, FIRST, BO * 10)
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "offered"), (FIRST, BO, "hosts")]


async def test_who_stops_while_they_are_passed_over_does_not_host_after_all(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    await hosts.app.hosts.stop(viewer(ADA), hosts.club.id)
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.later() == []
    assert await hosts.host(FIRST) is None


async def test_a_channel_hidden_from_everybody_for_half_an_hour_costs_no_host_and_asks_nobody_twice(
    hosts: Hosts,
) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.app.hosts.offer(viewer(BO), hosts.club.id, FIRST, None)
    await hosts.later()
    hidden_from(hosts, ADA, BO)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "hid-host"), (FIRST, BO, "hid-yes")]
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "hosts"), (FIRST, BO, "offered")]
    assert await hosts.later() == []


async def test_who_was_chosen_by_an_organizer_hosts_again_although_others_go_first(hosts: Hosts) -> None:
    await hosts.willing(BO)
    await hosts.later()
    await hosts.app.hosts.assign(organizer(), hosts.club.id, ADA, FIRST)
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert ("asked", FIRST, BO) in await hosts.later()
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "hosts")]


async def test_of_two_former_hosts_one_hosts_again_and_the_other_is_in_reserve(hosts: Hosts) -> None:
    await hosts.app.hosts.assign(organizer(), hosts.club.id, ADA, FIRST)
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    await hosts.app.hosts.assign(organizer(), hosts.club.id, BO, FIRST)
    hidden_from(hosts, ADA, BO)
    await hosts.later(HALF_AN_HOUR)
    assert await answers(hosts) == [(FIRST, ADA, "hid-host"), (FIRST, BO, "hid-host")]
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert sorted(state for *_, state in await answers(hosts)) == ["hosts", "offered"]


async def test_who_hosted_and_stops_taking_turns_keeps_the_session_also_out_of_sight(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    await hosts.app.hosts.stop(viewer(ADA), hosts.club.id)
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.host(FIRST) == ADA
