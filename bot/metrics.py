"""What the bot counts about itself, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

OUTBOX_STATES = ("due", "late", "waiting", "blocked", "doubtful")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)


class Metrics:
    """Counters of one bot. The registry is its own, so that two bots in a process do not share figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._count_interactions()
        self._count_messages()
        self._measure_the_process()
        self._begin_at_nothing()

    def _begin_at_nothing(self) -> None:
        """Prometheus sees a rise only of what it has seen before: what an alert counts is there from the start."""
        for status in ("401", "403", "429"):
            self.responses.labels(status)
        for outcome in ("made", "failed"):
            self.backups.labels(outcome)
        for state in OUTBOX_STATES:
            self.outbox.labels(state)

    def _count_interactions(self) -> None:
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

    def _count_messages(self) -> None:
        self.responses = Counter(
            "paperclub_discord_refusals_total",
            "Answers of Discord with a status from 400 to 499; 401, 403 and 429 count against a bot.",
            ("status",),
            registry=self.registry,
        )
        self.deliveries = Counter(
            "paperclub_deliveries_total",
            "What became of messages on the bot's own account, at each step.",
            ("outcome",),
            registry=self.registry,
        )
        self.posted = Counter(
            "paperclub_posted_total",
            "Messages on the bot's own account that are in Discord, by kind.",
            ("kind",),
            registry=self.registry,
        )
        self.retries = Counter(
            "paperclub_retries_total", "Requests for a message that were not its first.", registry=self.registry
        )
        self.outbox = Gauge(
            "paperclub_outbox",
            "Messages not delivered yet: due, late, waiting, blocked, doubtful.",
            ("state",),
            registry=self.registry,
        )
        self.oldest_due = Gauge(
            "paperclub_outbox_oldest_due_seconds",
            "For how long the oldest message that is due has been so.",
            registry=self.registry,
        )
        self.halted = Gauge(
            "paperclub_sending_halted", "1 while nothing is sent, as after a refused token.", registry=self.registry
        )

    def _measure_the_process(self) -> None:
        self.servers = Gauge("paperclub_servers", "Servers the bot is in.", registry=self.registry)
        self.papers = Gauge("paperclub_papers", "Papers in the catalogue.", registry=self.registry)
        self.ready = Gauge("paperclub_ready", "1 while connected to Discord.", registry=self.registry)
        self.unreadable_rows = Gauge(
            "paperclub_unreadable_rows",
            "Rows of the database that this version cannot read; `python -m bot check` names them.",
            registry=self.registry,
        )
        self.database_up = Gauge("paperclub_database_up", "1 while the database answers.", registry=self.registry)
        self.clock_ahead = Gauge(
            "paperclub_clock_ahead_seconds",
            "By how much this machine's clock is ahead of Discord's; below 0 where it is behind.",
            registry=self.registry,
        )
        self.standing_by = Gauge(
            "paperclub_standing_by", "1 while another process has this one's shards.", registry=self.registry
        )
        self.tasks = Gauge(
            "paperclub_tasks",
            "What the event loop has under way; grows for ever if something never ends.",
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "paperclub_loop_lag_seconds",
            "How much later than asked for the event loop goes on.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self.backups = Counter(
            "paperclub_backups_total", "Scheduled backups, made or failed.", ("outcome",), registry=self.registry
        )
        self.newest_backup = Gauge(
            "paperclub_newest_backup_timestamp_seconds",
            "When the newest scheduled backup was made; 0 without one.",
            registry=self.registry,
        )
