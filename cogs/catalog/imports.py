"""What an organizer reads about an import, before and after it, and about an export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.bibliography.entries import EntryTrouble
from bot.core.catalog.importing import NO_TITLE
from bot.core.papers.title_letters import letters_of
from cogs.catalog.buttons import ImportPageButton, PreviewAction, PreviewButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import in_code, plain
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import counted, fitted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.core.bibliography.entries import BibliographyError, Problem
    from bot.core.catalog.importing import DuplicateEntry, ImportedPapers, ImportEntry, ImportPlan
    from bot.core.papers.paper import Catalog

ROWS = 12
TITLE_ROOM, KEY_SHOWN, WARNINGS_ROOM = 110, 40, 400


def importing_page(token: str, plan: ImportPlan, page: int, catalog: Catalog, warnings: Sequence[str] = ()) -> Page:
    """Return one page of what the import would do, with the buttons that confirm it or drop it."""
    rows = list(_rows(plan, catalog))
    pages = max(1, -(-len(rows) // ROWS))
    page = min(page, pages - 1)
    count = len(plan.new) + len(plan.completed)
    texts = [_heading(plan, count), "\n".join(counted(warnings, WARNINGS_ROOM)), *rows[page * ROWS : (page + 1) * ROWS]]
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join(filter(None, texts))), accent_color=HOUSE_COLOR
    )
    if pages > 1:
        container.add_item(page_buttons(partial(ImportPageButton, token), page, pages))
    actions = [PreviewAction.IMPORT, PreviewAction.CANCEL] if count and plan.fits else [PreviewAction.CANCEL]
    container.add_item(ui.ActionRow(*(PreviewButton(action, token) for action in actions)))
    return Page(container)


def imported_page(imported: ImportedPapers) -> Page:
    return TextPage(t("catalog-imported", count=len(imported.keys), duplicates=imported.duplicates))


def exported_page(count: int, file_name: str) -> Page:
    """Return the answer with the file of that name."""
    file: ui.File[Any] = ui.File(f"attachment://{file_name}")
    return Page(ui.Container(ui.TextDisplay(t("catalog-exported", count=count)), file, accent_color=HOUSE_COLOR))


def unreadable_text(error: BibliographyError, name: str) -> str:
    """Return why nothing of a file can be used. `name` is safe to show."""
    problem = warning_text(error.problem) if error.problem else ""
    return t("catalog-bibliography-fault", fault=error.fault, file=name, problem=problem)


def warning_text(problem: Problem) -> str:
    """Return what is wrong with an entry, beginning with its line."""
    key = in_code(problem.key, KEY_SHOWN) if problem.key else None
    trouble = _trouble(problem.trouble, key, problem.first_line)
    return t("catalog-at-line", line=problem.line, what=trouble)


def _heading(plan: ImportPlan, count: int) -> str:
    counts = t(
        "catalog-import-counts",
        new=len(plan.new),
        completed=len(plan.completed),
        duplicates=len(plan.duplicates),
        broken=len(plan.broken),
    )
    full = t("catalog-import-too-many", room=plan.room) if not plan.fits else ""
    return "\n".join(filter(None, (t("catalog-import", count=count), counts, full)))


def _rows(plan: ImportPlan, catalog: Catalog) -> Iterator[str]:
    for broken in plan.broken:
        known = broken.problem in set(EntryTrouble)
        trouble = EntryTrouble(broken.problem) if known else EntryTrouble.NO_TITLE
        if known or broken.problem == NO_TITLE:
            yield t("catalog-at-line", line=broken.line, what=_trouble(trouble, None, None))
        else:
            yield t("catalog-at-line", line=broken.line, what=fitted(broken.problem, TITLE_ROOM))
    first = {entry.line: entry.paper.title for entry in (*plan.new, *plan.completed)}
    for duplicate in plan.duplicates:
        yield t("catalog-at-line", line=duplicate.entry.line, what=_same(duplicate, catalog, first))
    for entry in plan.completed:
        yield t("catalog-at-line", line=entry.line, what=t("catalog-completes", paper=_named(entry)))
    for entry in plan.new:
        yield t("catalog-at-line", line=entry.line, what=t("catalog-is-new", paper=_named(entry)))


def _same(duplicate: DuplicateEntry, catalog: Catalog, first: Mapping[int, str]) -> str:
    """Return what the entry repeats. A wrong id shows in another title, so that is said too."""
    known = catalog.get(duplicate.key) if duplicate.key else None
    title = known.title if known else first.get(duplicate.of_line or 0, "")
    is_other = bool(title) and letters_of(title) != letters_of(duplicate.entry.paper.title)
    return t(
        "catalog-is-duplicate",
        paper=_named(duplicate.entry),
        known=plain(known.short_name) if known else None,
        line=duplicate.of_line,
        matched_by=duplicate.matched_by,
        other_title=fitted(title, TITLE_ROOM) if is_other else None,
    )


def _named(entry: ImportEntry) -> str:
    title = fitted(entry.paper.title, TITLE_ROOM)
    return f"{title} ({entry.paper.year})" if entry.paper.year else title


def _trouble(trouble: EntryTrouble, key: str | None, first_line: int | None) -> str:
    return t("catalog-trouble", trouble=trouble, key=key, first=first_line)
