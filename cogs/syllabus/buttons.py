"""The buttons that show another page of a syllabus. The custom id holds the club and the page."""

from __future__ import annotations

from cogs.ui.buttons import PAGE, ROW_ID, PersistentButton
from cogs.ui.wording import t


class SyllabusButton(PersistentButton, route="pc:syllabus:page:v1:{club_id}:{page}", club_id=ROW_ID, page=PAGE):
    """Shows another page of the syllabus in the same message."""

    def __init__(self, club_id: int, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, club_id=club_id, page=page)
        self.club_id, self.page = club_id, page
