"""Sites outside, as far as `/catalog` sees them: papers that a test knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.errors import Code, Typed
from bot.core.providers.facts import Author, FullText, FullTextKind, PaperFacts
from bot.core.providers.questions import key_of, question_of
from bot.core.providers.refusals import NoFullTextError, NoProviderKnowsError, ProvidersOffError

if TYPE_CHECKING:
    from bot.client import PaperClub

FOLDED = PaperFacts(
    "arxiv",
    "Folded Adapters for Small Machines",
    "https://arxiv.org/abs/2401.00001",
    authors=(Author("Robin Aldane"), Author("Miko Farrow")),
    year=2024,
    venue="arXiv",
    arxiv_id="2401.00001",
    abstract="We fold adapters.",
    may_show_abstract=True,
)


@dataclass
class ToldProviders:
    """Answers with `facts` and `texts`, and notes what was asked. When it is off, it refuses as if turned off."""

    facts_of: dict[str, PaperFacts] = field(default_factory=dict)
    texts: dict[str, FullText] = field(default_factory=dict)
    is_on: bool = True
    asked: list[str] = field(default_factory=list)

    def replace_in(self, bot: PaperClub) -> ToldProviders:
        """Answer instead of the bot's own providers, which would ask the internet."""
        providers: Any = bot.services.providers
        providers.facts, providers.full_text = self.facts, self.full_text
        return self

    def know(self, facts: PaperFacts, latex: str | None = None) -> ToldProviders:
        """A paper, by its arXiv id and its title, and its full text on arXiv."""
        for source in (facts.arxiv_id, facts.title):
            if source:
                self.facts_of[key_of(question_of(source))] = facts
        if latex and facts.arxiv_id:
            self.texts[facts.arxiv_id] = FullText(latex.encode(), FullTextKind.HTML)
        return self

    async def facts(self, source: str) -> PaperFacts:
        self.asked.append(source)
        if not self.is_on:
            raise ProvidersOffError
        found = self.facts_of.get(key_of(question_of(source)))
        if found is None:
            raise NoProviderKnowsError(Typed(source))
        return found

    async def full_text(self, arxiv_id: str) -> FullText:
        self.asked.append(f"text of {arxiv_id}")
        if arxiv_id not in self.texts:
            raise NoFullTextError(Code(arxiv_id))
        return self.texts[arxiv_id]
