"""Setting up a club in the demo, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from demo.page import until_idle

if TYPE_CHECKING:
    from demo.page import DemoPage


async def set_up_club(desk: DemoPage, name: str, channel: str, zone: str) -> None:
    """With the wizard, which suggests the day and the time."""
    await desk.choose_command("club create")
    wizard = await desk.send()
    for menu, option in (("Channel", channel), ("Time zone", zone)):
        await desk.choose(wizard, menu, option)
        await expect(wizard).to_contain_text(option)
    await until_idle(desk.page)
    await wizard.get_by_role("button", name="Rename").click()
    form = desk.page.get_by_role("dialog")
    await form.get_by_role("textbox").fill(name)
    await until_idle(desk.page)
    await form.get_by_role("button", name="Submit").click()
    await expect(wizard).to_contain_text(name)
    await expect(wizard).to_contain_text(f"Sundays at 18:00, {zone}")
    await until_idle(desk.page)
    await wizard.get_by_role("button", name="Create").click()
    await expect(wizard).to_contain_text(f"{name} is set up")
