"""What the heading of a column says that it holds, in several languages."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import StrEnum


class Column(StrEnum):
    DATE = "date"
    NUMBER = "number"
    PAPER = "paper"
    TOPIC = "topic"
    PAPER_LINK = "paper_link"
    HOST = "host"
    KIND = "kind"
    LINKS = "links"
    KEYS = "keys"
    OTHER = "other"


# The first that matches counts. A heading that matches none is other: authors, places, times. Other languages:
# German, French, Spanish.
NAMES = (
    (Column.KEYS, r"paper club keys"),
    (
        Column.OTHER,
        (
            r"(?:suggested|proposed|nominated|recommended|submitted|added|created|updated|published) (?:by|on|at|date)"
            r"|(?:date|last) (?:suggested|proposed|submitted|added|created|updated|published)"
            r"|(?:publication|published) date"
            r"|person suggesting|abstract|affiliations?|institutions?|e-?mails?|bio(?:graphy)?|photos?"
            r"|backup|substitute|journal(?! club)|source|pmid"
            r"|authors?|written by|venue|conference|year|location|room|place|time(?:stamp)?"
            r"|zeitstempel|autor(?:en|es)?"
        ),
    ),
    (Column.PAPER, r"papers?['’]? names?|names? of (?:the )?papers?|(?:discussion|reading|main) materials?"),
    (
        Column.HOST,
        (
            r"presenters?|presented|presenting|reporters?|reported by|hosts?|hosted|lead(?:er|ers|s|ing)?|led|speakers?"
            r"|facilitators?|facilitated by|discussants?|moderators?|moderated by|chairs?|who|volunteers?"
            r"|organi[sz]ers?|in charge|names?|members?|persons?|(?:instruct|lectur)(?:o|e)rs?|responsible"
            r"|starters?|assigned|assignees?|"
            r"vortragende\w*|vortrag|referent\w*|moderation|leitung|wer|présent\w+|animat\w+"
            r"|orat\w+|qui|ponentes?|presenta(?:dor\w*)?|quién|modera\w*"
        ),
    ),
    (Column.DATE, r"dates?|when|day|dtstart|start|datum|wann|termin|tag|quand|fecha|cuándo|día|data"),
    (
        Column.LINKS,
        r"(?:slides?|video|recording|youtube|zoom|calendar|rsvp|notes?|code|event|external|website) (?:links?|urls?)",
    ),
    (Column.PAPER, r"titles? (?:of (?:the )?papers? )?(?:&|and|\+|with) .*links?"),
    (Column.PAPER_LINK, r"urls?|pdf|arxiv|doi|link to paper|paper links?"),
    (
        Column.PAPER,
        (
            r"papers?(?! club)|titles?|readings?(?! (?:group|club))|articles?|publications?|what|book|chapters?"
            r"|artikel|titel|titre|lecture à faire"
            r"|artículos?|título|lectura"
        ),
    ),
    (Column.PAPER_LINK, r"links?|enlaces?|liens?"),
    (
        Column.TOPIC,
        (
            r"topics?|descriptions?|themes?|subjects?|agenda|event|session title|summary|thema|sujet|thème|tema"
            r"|beschreibung"
        ),
    ),
    (Column.KIND, r"kind|status|state|statut|estado"),
    (
        Column.NUMBER,
        r"#|no\.?|nr\.?|idx|index|wk|num(?:ber)?|week(?: of)?|sessions?|meetings?|\\#|woche|semaine|semana",
    ),
    (
        Column.LINKS,
        (
            r"slides?|recordings?|videos?|notes?|materials?|resources?|code|blogs?|youtube|supplement\w*|extra|remarks?"
            r"|comments?|folien|material\w*|aufzeichnung|notizen|bemerkung\w*|diapos\w*|vidéo|vídeo|notas?"
        ),
    ),
)
# Chinese, Japanese and Korean, whose words have no spaces between them.
SIGNS = (
    (Column.OTHER, r"地点|場所|장소|作者|著者|저자|会议|会場|时长|年份|발표처|학회|発表先"),
    (Column.DATE, r"日期|日付|日時|日程|开催日|開催日|날짜|일시|일자"),
    (Column.HOST, r"主讲|발제|宣讲|主持|报告人|汇报人|分享|讲者|演讲|発表者|担当|司会|発表|발표|진행|사회|이름"),
    (Column.LINKS, r"资料|資料|スライド|자료|영상|视频|录像|動画|备注|備考|비고|链接|链結|링크|リンク"),
    (Column.PAPER, r"论文|論文|논문|题目|題目|标题|タイトル|제목|文献|内容|內容|내용"),
    (Column.TOPIC, r"主题|主題|议题|テーマ|주제"),
    (Column.NUMBER, r"序号|周数|次数|编号|第.回|^回$|회차|번호|순서|주차"),
)
PATTERNS = tuple((column, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for column, words in NAMES) + tuple(
    (column, re.compile(words)) for column, words in SIGNS
)
# What a heading may be a slip of: "Pre senter", "Presentor", "Speeker".
LONG_WORDS = (
    "presenter",
    "presenters",
    "speaker",
    "speakers",
    "facilitator",
    "moderator",
    "discussant",
    "discussion leader",
)
ALIKE = 0.85
DATE_AND_TIME = re.compile(r"\bdates?\b.*\btimes?\b|\btimes?\b.*\bdates?\b", re.IGNORECASE)


def column_named(name: str) -> Column:
    """Return what a heading says that its column holds."""
    if DATE_AND_TIME.search(name):
        return Column.DATE
    named = next((column for column, pattern in PATTERNS if pattern.search(name.strip())), None)
    if named is not None:
        return named
    whole = re.sub(r"[\W_]", "", name).casefold()
    if re.search(r"\s", name.strip()):
        joined = next((column for column, pattern in PATTERNS if pattern.fullmatch(whole)), None)
        if joined is not None:
            return joined
    return Column.HOST if get_close_matches(whole, LONG_WORDS, 1, ALIKE) else Column.OTHER
