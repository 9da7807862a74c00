"""Every readable text of a message: its own, forwarded messages, embeds, and the texts and links of components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

SPOKEN = ("content", "description", "url")
WITHIN = ("children", "items")


def texts_of(message: discord.Message) -> Iterator[str]:
    """Yield the texts in the order in which Discord shows them."""
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        yield part.content
        for embed in part.embeds:
            yield from _embed_texts(embed)
        for component in part.components:
            yield from _component_texts(component)
    if message.poll:
        yield from (message.poll.question, *(answer.text for answer in message.poll.answers))


def _embed_texts(embed: discord.Embed) -> Iterator[str]:
    fields = (text for field in embed.fields for text in (field.name, field.value))
    yield from filter(None, (embed.author.name, embed.title, embed.url, embed.description, *fields, embed.footer.text))


def _component_texts(component: Any) -> Iterator[str]:
    """Yield the texts of a component and of those inside it, including the readable ones of unknown component types."""
    for name in SPOKEN:
        if isinstance(text := getattr(component, name, None), str):
            yield text
    for name in WITHIN:
        for child in getattr(component, name, ()):
            yield from _component_texts(child)
    if accessory := getattr(component, "accessory", None):
        yield from _component_texts(accessory)
