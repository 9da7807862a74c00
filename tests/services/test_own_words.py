"""What a log is compared with, on a real database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.paper_logs.log_text import Borrowed, LogText
from bot.services.paper_logs import own_words
from bot.services.paper_logs.forms import LogNoticed
from tests.support.logs import form_by, text_by, write
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA, BO, CY = 7, 8, 9


@pytest.mark.parametrize("kept", [1, 4096])
async def test_a_log_is_compared_with_the_current_text_of_others_logs(
    app: App, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "KEPT_TEXTS", kept)
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    for writer in (ADA, BO):
        await write(app, writer)
    await write(app, ADA, text_by(70))
    for taken in (70, BO):
        assert isinstance(await app.logs.submit(await form_by(app, CY, text_by(taken))), LogNoticed)
    await write(app, CY, text_by(ADA))


async def noticed_sources(app: App, user_id: int, key_result: str, **facts: Any) -> set[str | None]:
    form = await form_by(app, user_id, replace(text_by(user_id), key_result=key_result), **facts)
    result = await app.logs.submit(form)
    found = result.notices if isinstance(result, LogNoticed) else ()
    return {notice.run.source for notice in found if isinstance(notice, Borrowed)}


async def test_a_log_is_compared_with_the_catalogs_text_on_any_paper(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    taken = " ".join(app.catalog["mamba"].contribution.split()[:11])
    assert await noticed_sources(app, ADA, f"It says: {taken}.") == {"Mamba"}


async def test_a_log_is_compared_with_the_weeks_logs_on_other_papers_too(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    other = next(link.key for link in app.catalog["lora"].builds_on)
    written = "the gap closes once every tenth layer may move freely"
    text = replace(text_by(BO), key_result=f"They report that {written} again.")
    saved = await write(app, BO, text, paper_key=other)
    assert saved.log.paper_key == other
    assert saved.log.week_id
    taken = " ".join(written.split()[:9])
    assert await noticed_sources(app, ADA, f"In short: {taken}.") == {None}


async def test_a_log_without_spaces_is_compared_like_any_other(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    text = LogText(
        "如今微调大模型的成本实在太高了。",
        "作者冻结全部原有权重并学习小矩阵。",
        "效果与完整训练相同但显存少得多。",
        "论文没有说明哪些层最需要更新。",
    )
    await write(app, BO, text)
    result = await app.logs.submit(await form_by(app, ADA, text))
    assert isinstance(result, LogNoticed)
    runs = [notice.run for notice in result.notices if isinstance(notice, Borrowed)]
    assert len(runs) == 4
    assert all(run.is_unspaced and run.source is None for run in runs)
