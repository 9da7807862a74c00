"""The examples for Prometheus and Grafana use metrics that exist, and each alert is explained."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.metrics import Metrics
from tests.support.databases import database_of

DOCS = Path(__file__).parents[2] / "docs"
RUNBOOK = (DOCS / "RUNBOOK.md").read_text(encoding="utf-8")
ALERTS: list[dict[str, Any]] = [
    rule
    for group in importlib.import_module("yaml").safe_load((DOCS / "operations" / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((DOCS / "operations" / "dashboard.json").read_text())
QUERIES = [rule["expr"] for rule in ALERTS] + [
    target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
]
OTHERS = {"up"}
GROUPING = "(?:by|ignoring)"
WORDS = {
    "by",
    "sum",
    "max",
    "rate",
    "increase",
    "histogram_quantile",
    "time",
    "and",
    "or",
    "unless",
    "absent",
    "le",
    "instance",
}


def series() -> dict[str, set[str]]:
    """Every series that the bot exports, with its labels."""
    found: dict[str, set[str]] = {}
    for metric in vars(Metrics()).values():
        if isinstance(metric, MetricWrapperBase):
            name, labels = metric._name, set(metric._labelnames)
            endings = ["_bucket", "_sum", "_count"] if isinstance(metric, Histogram) else ["_total"]
            for ending in [""] if isinstance(metric, Gauge) else endings:
                found[name + ending] = labels | ({"le"} if ending == "_bucket" else set())
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_queries_use_existing_series_and_labels(query: str) -> None:
    known = series()
    outside = re.sub(r"\{[^}]*\}|\[[^]]*\]|\"[^\"]*\"", " ", query)
    grouped = {label.strip() for group in re.findall(rf"{GROUPING} \(([^)]*)\)", outside) for label in group.split(",")}
    names = set(re.findall(r"[a-z_]{2,}", re.sub(rf"{GROUPING} \([^)]*\)", " ", outside))) - WORDS
    assert names - OTHERS <= set(known)
    labels = {label for name in names - OTHERS for label in known[name]} | {"instance", "job"}
    asked = {label for part in re.findall(r"\{([^}]*)\}", query) for label in re.findall(r"(\w+)=~?\"", part)}
    assert asked | grouped <= labels


def test_queried_states_exist() -> None:
    states = {state for query in QUERIES for state in re.findall(r'state="(\w+)"', query)}
    assert states == {"late", "doubtful", "blocked"}


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_every_alert_says_what_to_do(rule: dict[str, Any]) -> None:
    section = re.search(rf"^### {rule['alert']}\n(.+?)(?=^##|\Z)", RUNBOOK, re.MULTILINE | re.DOTALL)
    assert section, "RUNBOOK.md has no such heading"
    assert re.search(r"^(1\.|- )", section[1], re.MULTILINE), "it gives no steps"
    assert rule["annotations"]["summary"].endswith(".")


def test_the_dashboard_shows_every_series_of_the_bot() -> None:
    shown = {name for query in QUERIES for name in re.findall(r"paperclub_\w+", query)}
    families = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in series()}
    assert families - {name.removesuffix("_bucket") for name in shown} == {"paperclub_papers"}


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_series_selected_by_alerts_exist_before_they_increase(rule: dict[str, Any]) -> None:
    """A counter that Prometheus first sees at 1 hasn't increased, so its alert would miss the first failure."""
    page = generate_latest(Metrics().registry).decode()
    for name, label, values in re.findall(r"(paperclub_\w+)\{(\w+)=~?\"([^\"]+)\"\}", rule["expr"]):
        for value in values.split("|"):
            assert f'{name}{{{label}="{value}"}} 0.0' in page


async def test_a_database_that_does_not_answer_is_visible(simcord_env: Any, simcord_bot: Any) -> None:
    """Its other figures keep their last values, which would look like a quiet day."""

    def up() -> Any:
        return simcord_bot.metrics.registry.get_sample_value("paperclub_database_up")

    await simcord_bot.note_figures()
    assert (up(), simcord_bot.trouble()) == (1, "")
    async with database_of(simcord_bot).write_transaction() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO hidden"))
    with pytest.raises(OperationalError):
        await simcord_bot.note_figures()
    assert (up(), simcord_bot.trouble()) == (0, "the database does not answer")
    async with database_of(simcord_bot).write_transaction() as connection:
        await connection.execute(text("ALTER TABLE hidden RENAME TO outbox"))
    await simcord_bot.note_figures()
    assert (up(), simcord_bot.trouble()) == (1, "")


async def test_the_outbox_and_the_loop_are_measured(simcord_env: Any, simcord_bot: Any) -> None:
    await simcord_bot.note_figures()
    page = generate_latest(simcord_bot.metrics.registry).decode()
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert {label for name, *labels in samples if name == "paperclub_outbox" for label in labels} == {
        *("due", "late", "waiting", "blocked", "doubtful")
    }
    assert samples["paperclub_ready",] == 1
    assert isinstance(simcord_bot.metrics.registry, CollectorRegistry)
