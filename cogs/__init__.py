"""The Discord edge, one folder a feature: what members type and press, and what they read."""

EXTENSIONS = (
    *("cogs.papers", "cogs.clubs", "cogs.syllabus", "cogs.weeks", "cogs.paper_logs", "cogs.reviews"),
    "cogs.outdated",
)
