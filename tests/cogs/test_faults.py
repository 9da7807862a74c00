"""An unexpected error: the member gets a friendly answer with a reference, and the log has the cause under that
reference.
"""

from __future__ import annotations

import re
from typing import Any

from structlog.testing import capture_logs

from bot.core.errors import DatabaseAwayError
from tests.support.reading import answer_to, shown_text
from tests.support.server import study_server


async def test_a_fault_in_a_command_and_in_a_button(simcord_env: Any, simcord_bot: Any, monkeypatch: Any) -> None:
    server = study_server(simcord_env)
    card = await server.ada.slash(server.channel, "paper", query="lora")

    def vanish(_key: str) -> None:
        raise ZeroDivisionError("the catalog fell over")

    for question in ("in_context", "cluster"):
        monkeypatch.setattr(simcord_bot.services.papers.shared, question, vanish)
    with capture_logs() as logged:
        by_command = await server.ada.slash(server.channel, "paper", query="lora")
        by_button = await server.ada.click(answer_to(card), label="Cluster")
    references = []
    for answer in (by_command, by_button):
        assert answer.ephemeral
        assert "Sorry" in answer_to(answer).content
        assert "Traceback" not in answer_to(answer).content
        references += re.findall(r"PC-[0-9A-F]{6}", answer_to(answer).content)
    faults = [line for line in logged if line["event"] == "fault"]
    assert [fault["reference"] for fault in faults] == references
    assert all(isinstance(fault["exc_info"], ZeroDivisionError) for fault in faults)
    assert [type(error) for error in simcord_env.errors] == [ZeroDivisionError, ZeroDivisionError]


async def test_when_the_database_is_away_the_answer_promises_nothing(
    simcord_env: Any, simcord_bot: Any, monkeypatch: Any
) -> None:
    server = study_server(simcord_env)

    async def break_off(_server_id: int, _places: object) -> None:
        raise DatabaseAwayError("the connection was closed")

    monkeypatch.setattr(simcord_bot.services.clubs, "meant_at", break_off)
    told = answer_to(await server.ada.slash(server.channel, "club show")).content
    assert "don't know whether it was saved" in told
    assert re.search(r"\*\*PC-[0-9A-F]{6}\*\*", told)
    assert [type(error) for error in simcord_env.errors] == [DatabaseAwayError]


async def test_the_counters(simcord_env: Any, simcord_bot: Any) -> None:
    server = study_server(simcord_env)
    card = await server.ada.slash(server.channel, "paper", query="lora")
    await server.ada.click(answer_to(card), label="Cite")
    await server.ada.slash(server.channel, "paper", query="2401.1")
    samples = {
        (sample.labels["name"], sample.labels["outcome"]): sample.value
        for metric in simcord_bot.metrics.registry.collect()
        for sample in metric.samples
        if sample.name == "paperclub_interactions_total"
    }
    assert samples == {("paper", "ok"): 1, ("papers cite", "ok"): 1, ("paper", "refused"): 1}
    assert "Low-Rank" in shown_text(answer_to(card))
