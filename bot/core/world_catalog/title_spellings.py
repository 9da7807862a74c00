"""One spelling for words and signs of titles that sources and countries write in several."""

from __future__ import annotations

import re

from bot.core.papers.title_letters import letters_of

PART = re.compile(r"(?<=\S)[,.:;]?\s+Part\s+(?=(?:[IVX]+|\d)\b)", re.IGNORECASE)
# As in "Rapidly-exploring Random Trees (RRT)".
ACRONYM = re.compile(r"\s\(([A-Z]{2,7})s?\)")
BEFORE_AN_ACRONYM = (re.compile(r"[^\W\d_]\S*"), re.compile(r"[^\W\d_]+"))  # by words, and by parts of them
PLUS = re.compile(r"(?<=[^\W\d_]{3})\++(?!\w)")  # "LoRA+" is another paper than "LoRA", and "Na+" is often "Na^+"
SHORT_FORMS = {"vs": " versus ", "w/o": " without ", "w/": " with "}
SHORT_FORM = re.compile(r"(?<!\S)(?:(vs)\.?|(w/o)|(w/))(?!\S)", re.IGNORECASE)
# British words, as Americans spell them. Looking first for letters that each has saves most of the time.
BRITISH = tuple(
    (letters.split(), re.compile(british, re.IGNORECASE), american)
    for letters, british, american in (
        ("ise isi isa", r"is(?=(?:e[ds]?|ers?|ing|ations?|able)\b)", "iz"),
        ("our", r"(?<=\w\w)our(?=(?:s|ed|ing|al|able|ite|less)?\b)", "or"),
        ("yse ysi", r"ys(?=(?:e[dr]?|ers|ing)\b)", "yz"),
        ("tre bre", r"(?<=\w[tb])re(?=s?\b)", "er"),
        ("ll", r"(?<=odel|abel|avel|anel|gnal|nnel|evel|ncel)l(?=(?:ed|ing|ers?)\b)", ""),
        ("ogue", r"ogue(?=s?\b)", "og"),
        ("aem", r"aem", "em"),
        ("grey", r"\bgrey", "gray"),
        ("paed", r"paed", "ped"),
        ("sulph", r"sulph", "sulf"),
        ("programme", r"programme", "program"),
        ("aluminium", r"aluminium", "aluminum"),
        ("fence cence", r"(?<=fen|cen)ce(?=s?\b)", "se"),
    )
)
MAY_BE_BRITISH = re.compile("|".join(each for letters, *_ in BRITISH for each in letters))

# What authors spell out in one version of a paper, and not in the other.
ABBREVIATIONS = """
    AI artificial intelligence, ASR automatic speech recognition, CNN convolutional neural network, DNN deep neural
    network, DRL deep reinforcement learning, GAN generative adversarial network, GCN graph convolutional network, GNN
    graph neural network, GP gaussian process, HMM hidden markov model, IoT internet of things, KG knowledge graph,
    LLM large language model, LSTM long short term memory, MCMC markov chain monte carlo, MDP markov decision process,
    ML machine learning, MPC model predictive control, MRI magnetic resonance imaging, NER named entity recognition,
    NLP natural language processing, NMT neural machine translation, ODE ordinary differential equation, PCA principal
    component analysis, PDE partial differential equation, QA question answering, RL reinforcement learning, RNN
    recurrent neural network, SGD stochastic gradient descent, SVM support vector machine, VAE variational autoencoder,
    VQA visual question answering
"""
LONG_FORMS = {short: " ".join(long) for short, *long in map(str.split, ABBREVIATIONS.split(","))}
SHORT_WORD = re.compile(rf"\b({'|'.join(LONG_FORMS)})(s?)\b")


def in_one_spelling(title: str) -> str:
    """Return the title with words for signs, American spellings, and no acronym behind what it stands for."""
    text = title
    if "&" in text or "%" in text or "+" in text:
        text = PLUS.sub(lambda signs: " plus" * len(signs[0]), text.replace(" & ", " and ").replace("%", " percent "))
    if "/" in text or "vs" in text.lower():
        text = SHORT_FORM.sub(lambda found: SHORT_FORMS[found[0].lower().rstrip(".")], text)
    if ")" in text:
        text = ACRONYM.sub(_without_acronym, text)
    if "art " in text.lower():
        text = PART.sub(" ", text)
    small = text.lower()
    if not MAY_BE_BRITISH.search(small):
        return text
    for letters, british, american in BRITISH:
        if any(each in small for each in letters):
            text = british.sub(american, text)
    return text


def spelled_out(title: str) -> str:
    """Return the letters of the title with abbreviations in words: "CNNs" become "convolutional neural networks"."""
    return letters_of(SHORT_WORD.sub(lambda found: f"{LONG_FORMS[found[1]]}{found[2]}", title))


def _without_acronym(found: re.Match[str]) -> str:
    for pattern in BEFORE_AN_ACRONYM:
        words = pattern.findall(found.string, 0, found.start())[-len(found[1]) :]
        if "".join(word[0] for word in words).lower() == found[1].lower():
            return ""
    return found[0]
