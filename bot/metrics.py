"""What the bot counts about itself, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

OUTBOX_STATES = ("due", "late", "waiting", "blocked", "doubtful")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)


class Metrics:
    """Metrics of one bot. It has its own registry, so that two bots in a process don't share counters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._count_interactions()
        self._count_messages()
        self._measure_the_process()
        self._begin_at_nothing()

    def _begin_at_nothing(self) -> None:
        """Create the series that alerts use: Prometheus only sees an increase of a series that it has seen before."""
        for status in ("401", "403", "429"):
            self.responses.labels(status)
        for outcome in ("made", "failed"):
            self.backups.labels(outcome)
        for state in OUTBOX_STATES:
            self.outbox.labels(state)

    def _count_interactions(self) -> None:
        self.interactions = Counter(
            "paperclub_interactions_total",
            "Interactions handled, by name and outcome.",
            ("name", "outcome"),
            registry=self.registry,
        )
        self.latency = Histogram(
            "paperclub_interaction_seconds",
            "Time from an interaction's arrival to the end of its handling.",
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
            "Responses from Discord with a status from 400 to 499; 401, 403 and 429 count against a bot.",
            ("status",),
            registry=self.registry,
        )
        self.deliveries = Counter(
            "paperclub_deliveries_total",
            "Steps of delivering the bot's own messages, by outcome.",
            ("outcome",),
            registry=self.registry,
        )
        self.posted = Counter(
            "paperclub_posted_total",
            "The bot's own messages that reached Discord, by kind.",
            ("kind",),
            registry=self.registry,
        )
        self.retries = Counter(
            "paperclub_retries_total", "Requests to send a message after its first.", registry=self.registry
        )
        self.outbox = Gauge(
            "paperclub_outbox",
            "Messages not delivered yet: due, late, waiting, blocked, doubtful.",
            ("state",),
            registry=self.registry,
        )
        self.oldest_due = Gauge(
            "paperclub_outbox_oldest_due_seconds",
            "How long the oldest due message has been due.",
            registry=self.registry,
        )
        self.halted = Gauge(
            "paperclub_sending_halted",
            "1 while sending is stopped (for example, a rejected token).",
            registry=self.registry,
        )

    def _measure_the_process(self) -> None:
        self.servers = Gauge("paperclub_servers", "Servers the bot is in.", registry=self.registry)
        self.papers = Gauge("paperclub_papers", "Papers in the catalog.", registry=self.registry)
        self.ready = Gauge("paperclub_ready", "1 while connected to Discord.", registry=self.registry)
        self.unreadable_rows = Gauge(
            "paperclub_unreadable_rows",
            "Database rows that this version cannot read; `python -m bot check` names them.",
            registry=self.registry,
        )
        self.database_up = Gauge("paperclub_database_up", "1 while the database answers.", registry=self.registry)
        self.clock_ahead = Gauge(
            "paperclub_clock_ahead_seconds",
            "How far this machine's clock is ahead of Discord's; negative if it is behind.",
            registry=self.registry,
        )
        self.standing_by = Gauge(
            "paperclub_standing_by", "1 while another process has this one's shards.", registry=self.registry
        )
        self.tasks = Gauge(
            "paperclub_tasks",
            "Tasks in the event loop; grows without end if some never finish.",
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "paperclub_loop_lag_seconds",
            "How much later than requested the event loop wakes a task.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self.backups = Counter(
            "paperclub_backups_total", "Scheduled backups, made or failed.", ("outcome",), registry=self.registry
        )
        self.newest_backup = Gauge(
            "paperclub_newest_backup_timestamp_seconds",
            "When the newest scheduled backup was made; 0 if there is none.",
            registry=self.registry,
        )
