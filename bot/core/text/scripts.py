"""Finds the writing system of a character and the most likely language of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Python does not expose the script property, but the names of characters start with their script.
UNSPACED_LETTERS = frozenset(
    (
        *("THAI", "LAO", "KHMER", "MYANMAR", "TAI", "NEW", "JAVANESE", "BALINESE", "HIRAGANA", "KATAKANA"),
        *("BOPOMOFO", "KATAKANA-HIRAGANA"),
    )
)
IDEOGRAPHS = frozenset(("CJK", "IDEOGRAPHIC", "TANGUT", "NUSHU", "YI"))
LANGUAGES = {
    "GREEK": "el",
    "CYRILLIC": "ru",
    "ARMENIAN": "hy",
    "HEBREW": "he",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "ETHIOPIC": "am",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "GEORGIAN": "ka",
}
# Short words that are frequent in one language of Latin script and rare in the others.
FREQUENT = {
    "de": "und der das ist nicht ein eine sie wird mit für dem den auf sich auch wurde",
    "fr": "le les des est une dans et pour qui pas ils cette sur avec sont ce aux l d",
    "es": "el los las una es por con para y del se lo su al pero más",
    "it": "il che di è una per con del della sono gli non si nel ma anche",
    "pt": "o os uma não é para com do da em mais são dos ao mas foi",
    "nl": "het een van zijn niet en dat op te ze wordt met voor ook aan",
    "pl": "i w nie się na jest z że do to oraz przez są dla",
    "en": "the of is and to it in they a that for with was are by on",
}
TELLING_WORDS = {language: frozenset(words.split()) for language, words in FREQUENT.items()}
LATIN_WORD = re.compile(r"[^\W\d_]+")
READ = 2_000  # characters; the rest is in the same language


def language_of(text: str) -> str:
    """Return the code of the language whose rules end its sentences; English if no other is likely."""
    beginning = text[:READ]
    if not beginning.isascii():
        letters = Counter(script_of(char) for char in beginning if char.isalpha())
        if letters["HIRAGANA"] + letters["KATAKANA"] > letters["CJK"] // 20:
            letters["HIRAGANA"] += letters["CJK"]
        script = max(letters, key=lambda name: letters[name], default="LATIN")
        if script in LANGUAGES:
            return LANGUAGES[script]
    return _of_latin(beginning)


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the first word of the character's Unicode name, such as LATIN or DEVANAGARI; empty if it has no name."""
    return unicodedata.name(char, "").split(" ", 1)[0]


def is_ideograph(char: str) -> bool:
    """Return whether it is a Chinese character, or another one that stands for a syllable or a word."""
    return script_of(char) in IDEOGRAPHS


def is_unspaced(char: str) -> bool:
    """Return whether the character's script puts no spaces between words."""
    return script_of(char) in UNSPACED_LETTERS or is_ideograph(char)


def _of_latin(text: str) -> str:
    words = [word.casefold() for word in LATIN_WORD.findall(text)]
    hits = {language: sum(word in telling for word in words) for language, telling in TELLING_WORDS.items()}
    best = max(hits, key=lambda language: (hits[language], language == "en"))
    return best if hits[best] > hits["en"] else "en"
