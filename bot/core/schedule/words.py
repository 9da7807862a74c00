"""The words by which a line of a schedule shows what it is about."""

from __future__ import annotations

import re

# A link with one of these as its whole text belongs to the title beside it.
OF_A_TITLE = re.compile(
    r"[\W\d_]*(?:(?:web ?)?link|papers?|pdf|arxiv|article|doi|preprint|url|here|source|abs|read)[\W\d_]*", re.IGNORECASE
)
# What a link with a few words of its own is, if not a paper.
NOT_A_PAPER = re.compile(
    r"\b(?:blog\w*|posts?|notebooks?|colab|slides?|videos?|recording|recorded|talk|repo(?:sitory)?|code|notes?|lectures?"
    r"|podcast|github|website|homepage|demo|tweet|thread|playlist|youtube|summary|summaries|meetup|zoom|poster|wiki|rsvp"
    r"|event|discussion|discord|slack|form|spreadsheet|calendar|materials?|supplement\w*|hugging ?face|session|review"
    r"|transcript|ppt|docs?)\b",
    re.IGNORECASE,
)
# The same for a link with many words, in which "code" may be a paper's subject.
SURELY_NO_PAPER = re.compile(
    r"\bblog ?posts?\b|'s (?:blog|talk)\b"
    r"|\b(?:notebook|colab|slides|recording|playlist|annotated|podcast|lecture|github|youtube|video of)\b",
    re.IGNORECASE,
)
OTHER_SITES = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|zoom\.us|meetup\.com|github\.com|gitlab\.com|twitter\.com"
    r"|x\.com|discord\.gg|discord\.com|eventbrite\.com|slideshare\.net|speakerdeck\.com|linkedin\.com"
    r"|colab\.research\.google\.com)$"
)
# A few words about the meeting itself, where a title could stand.
NO_PAPER = re.compile(
    r"(?:kick[- ]?off|welcome|introduct(?:ion|ory)|intro|orientation|organi[sz]ation(?:al)?|planning|review|recap"
    r"|wrap[- ]?up|finale|gala|awards?|social|party|retrospective|q ?& ?a|office hours?|hackathon|coffee|lunch|dinner"
    r"|picnic|all prior readings?|catch[- ]?up|open (?:slot|discussion|session|floor)|free slot|lightning talks?"
    r"|guest (?:talk|speaker|lecture)|brainstorm\w*|panel|tbd|tba|tbc|t\.b\.a\."
    r"|to be (?:determined|decided|announced)|n/?a|none|-+|–|—|\?+|available|unassigned"
    r"|your (?:paper|name) here|sign up|vote|poll)\b",
    re.IGNORECASE,
)
ONLY_MARKS = re.compile(r"[\W_]*")
CANCELLED = re.compile(r"\b(?:cancel\w*|skip(?:ped|ping)?|postponed|called off|rescheduled)\b", re.IGNORECASE)
NO_MEETING = re.compile(r"\bno (?:\w+ ){0,2}(?:meetings?|sessions?|class|club|group|talks?|gathering)\b", re.IGNORECASE)
BREAKS = re.compile(
    r"\b(?:break|holidays?|vacation|recess|pause|off|thanksgiving|christmas|new year|easter|spring break|closed"
    r"|conference week|exam\w*|reading week)\b",
    re.IGNORECASE,
)
# What is only listed, to be read some day.
BACKLOG = re.compile(
    r"\b(?:backlog|candidates?|to cover|wish ?list|suggest\w*|propos\w*|future papers|other papers|ideas|queue"
    r"|nominat\w*|resources|related)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\W*(?:week|session|meeting|meetup|day|lecture|part|episode)s?\s*#?\d+", re.IGNORECASE)
READINGS = re.compile(
    r"\W*(?:readings?|papers?|required|main|slides?|recordings?|links?|resources|materials?|notes?)\W*", re.IGNORECASE
)
PERSON = r"@?[^\W\d_][\w.'’-]{0,30}(?:\s{1,3}[^\W\d_][\w.'’-]{0,30}){0,3}"
HOSTED = re.compile(
    r"\(?\b(?:(?:presented|led|hosted|facilitated|moderated|chaired|run|discussion led) by"
    r"|(?:presenters?|hosts?|speakers?|(?:discussion )?lead(?:er)?s?|facilitators?|moderators?|discussants?|chair)"
    rf"\s{{0,3}}(?:[:=]|\s[-–—]\s))\s{{0,3}}:?\s{{0,3}}"
    rf"(?P<names>{PERSON}(?:\s{{0,3}}(?:,|&|and|/|\+)\s{{0,3}}{PERSON}){{0,9}})\)?",
    re.IGNORECASE,
)
