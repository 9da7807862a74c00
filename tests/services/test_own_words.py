"""What a log is compared with on a real database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.paper_logs import Borrowed, LogText
from bot.services import own_words
from bot.services.log_writing import Noticed
from tests.support.logs import form_by, text_by, write
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

ADA, BO, CY = 7, 8, 9


@pytest.mark.parametrize("kept", [1, 4096])
async def test_a_log_is_compared_with_what_others_logs_say_now(
    house: House, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "KEPT_TEXTS", kept)
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    for writer in (ADA, BO):
        await write(house, writer)
    await write(house, ADA, text_by(70))
    for taken in (70, BO):
        assert isinstance(await house.logs.submit(await form_by(house, CY, text_by(taken))), Noticed)
    await write(house, CY, text_by(ADA))


async def noticed_sources(house: House, user_id: int, key_result: str, **facts: Any) -> set[str]:
    form = await form_by(house, user_id, replace(text_by(user_id), key_result=key_result), **facts)
    result = await house.logs.submit(form)
    found = result.notices if isinstance(result, Noticed) else ()
    return {notice.run.source for notice in found if isinstance(notice, Borrowed)}


async def test_the_catalogues_text_on_any_paper_is_compared(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    taken = " ".join(house.catalogue["mamba"].contribution.split()[:11])
    assert await noticed_sources(house, ADA, f"It says: {taken}.") == {"the catalogue's text on Mamba"}


async def test_another_log_of_the_week_is_compared_also_on_another_paper(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    other = next(link.key for link in house.catalogue["lora"].builds_on)
    written = "the gap closes once every tenth layer may move freely"
    text = replace(text_by(BO), key_result=f"They report that {written} again.")
    saved = await write(house, BO, text, paper_key=other)
    assert saved.log.paper_key == other
    assert saved.log.week_id
    taken = " ".join(written.split()[:9])
    assert await noticed_sources(house, ADA, f"In short: {taken}.") == {"another member's log"}


async def test_an_unspaced_log_is_compared_like_any_other(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    text = LogText(
        "如今微调大模型的成本实在太高了。",
        "作者冻结全部原有权重并学习小矩阵。",
        "效果与完整训练相同但显存少得多。",
        "论文没有说明哪些层最需要更新。",
    )
    await write(house, BO, text)
    result = await house.logs.submit(await form_by(house, ADA, text))
    assert isinstance(result, Noticed)
    runs = [notice.run for notice in result.notices if isinstance(notice, Borrowed)]
    assert len(runs) == 4
    assert all(run.is_unspaced and run.source == "another member's log" for run in runs)
