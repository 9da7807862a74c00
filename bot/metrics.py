"""What the bot counts about itself, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)


class Metrics:
    """Counters of one bot. The registry is its own, so that two bots in a process do not share figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.interactions = Counter(
            "paperclub_interactions_total",
            "Interactions handled, by what was asked and how it ended.",
            ("name", "outcome"),
            registry=self.registry,
        )
        self.latency = Histogram(
            "paperclub_interaction_seconds",
            "From the interaction's arrival to the end of its handling.",
            ("name",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.faults = Counter(
            "paperclub_faults_total", "Unexpected errors that got a reference.", registry=self.registry
        )
        self.servers = Gauge("paperclub_servers", "Servers the bot is in.", registry=self.registry)
        self.papers = Gauge("paperclub_papers", "Papers in the catalogue.", registry=self.registry)
        self.responses = Counter(
            "paperclub_discord_refusals_total",
            "Answers of Discord that count against a bot, by status: 401, 403 and 429.",
            ("status",),
            registry=self.registry,
        )
        self.deliveries = Counter(
            "paperclub_deliveries_total",
            "What became of messages on the bot's own account, at each step.",
            ("outcome",),
            registry=self.registry,
        )
