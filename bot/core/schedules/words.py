"""The words that show what a line of a schedule is about."""

from __future__ import annotations

import re

# A link with one of these as its whole text belongs to the title next to it.
OF_A_TITLE = re.compile(
    r"[\W\d_]*(?:(?:web|paper) ?links?|links?|(?:original|full) paper|[a-z][a-z.]*(?:\s(?:19|20)\d\d)?\s(?:gate )?link"
    r"|(?:tech\w{0,5}\sreport|published|arxiv|preprint|journal|extended|full)\sversion"
    r"|link to (?:the )?paper|papers?(?:\s?\([\w .-]{2,20}\))?|pdf|arxiv|article|doi|preprint|url|here"
    r"|source|abs|read|논문|論文|论文|原文|링크|链接|連結|リンク)[\W\d_]*",
    re.IGNORECASE,
)
# What a link with only a few words may be, if not a paper.
NOT_A_PAPER = re.compile(
    r"\b(?:blog\w*|posts?|write[- ]?ups?|notebooks?|colab|slides?|videos?|recording|recorded|talk"
    r"|repo(?:sitory)?|code|notes?|lectures?"
    r"|podcast|github|website|homepage|demo|tweet|thread|playlist|youtube|summary|summaries|meetup|zoom|poster|wiki"
    r"|rsvp|register"
    r"|event|discussion|discord|slack|form|spreadsheet|calendar|materials?(?=\W*$)"
    r"|supplement\w*|hugging ?face|session|review"
    r"|transcript|ppt|docs?|teams|worksheets?|solutions?|recap|exercises?"
    r"|project (?:page|site)|problem sets?|homeworks?|assignments?|quiz\w*)\b"
    r"|설명|구현|코드|리뷰|영상|슬라이드|代码|代碼|笔记|筆記|解读|解説|スライド|コード|資料|资料",
    re.IGNORECASE,
)
# The same for a link with many words, in which "code" may be a paper's subject.
SURELY_NO_PAPER = re.compile(
    r"\bblog ?posts?\b|\bwrite[- ]?ups?$|'s (?:blog|talk|write-?up)\b|^tutorials? on\b"
    r"|\b(?:notebook|colab|slides|playlist|podcast|lecture|github|(?:on|via) youtube"
    r"|annotated (?:paper|pdf|version|copy|notes?|code|implementation)|(?:video|recording) of (?:the|our|my|a)"
    r"|(?:(?:talk|session|meeting|zoom|video) )recording|presentation by)\b|^(?:the )?annotated\b|\brecording$",
    re.IGNORECASE,
)
# In front of what a session without a paper is about.
OF_A_WORKSHOP = re.compile(
    r"\W{0,3}\[(?:\w+ )?(?:workshop|tutorial|talk|seminar|hands-on|social|dry run|video|topical)s?\b[^\[\]]{0,20}\]",
    re.IGNORECASE,
)
OTHER_SITES = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|zoom\.us|meetup\.com|github\.com|gitlab\.com"
    r"|twitter\.com"
    r"|x\.com|discord\.gg|discord\.com|eventbrite\.com|slideshare\.net|speakerdeck\.com|linkedin\.com"
    r"|(?:colab\.research|docs|calendar|meet|forms)\.google\.com|forms\.gle|(?<!research\.)(?<!ai\.)facebook\.com|instagram\.com|twitch\.tv)$"
)
# A few words about the meeting itself, in place of a title.
NO_PAPER = re.compile(
    r"(?:kick[- ]?off|welcome|introduct(?:ion|ory)|intro|orientation|organi[sz]ation(?:al)?|planning|review|recap"
    r"|wrap[- ]?up|finale|gala|awards?|social|party|retrospective|q ?& ?a|office hours?|hackathon|coffee|lunch|dinner"
    r"|picnic|continu(?:ed|ation)(?=\W*(?:[(\[]|$))"
    r"|same as .{1,30}|see (?:above|below)|all prior readings?|catch[- ]?up|open (?:slot|discussion|session"
    r"|floor)|free slot"
    r"|(?:lightning|practice) talks?|(?:regular|research|work|business) meeting|agenda"
    r"|guest (?:talk|speaker|lecture)|brainstorm\w*|panel|tbd|tba|tbc|t\.b\.a\."
    r"|(?:speakers?|presenters?|hosts?|volunteers?|leads?) (?:wanted|needed)"
    r"|to be (?:determined|decided|announced)|(?:link )?to come|coming soon|yes|no (?:papers?|readings?)"
    r"|n/?a|none|-+|–|—|\?+|available|unassigned"
    r"|decid(?:e|ing) on .{1,60}|your (?:paper|name) here|sign up|vote|poll"
    r"|(?:noch )?offen|wird noch bekanntgegeben|à (?:définir|venir|déterminer)|por (?:confirmar|definir|determinar))\b",
    re.IGNORECASE,
)
ONLY_MARKS = re.compile(r"[\W_]*")
NAME_OF_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY_OF_A_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[./ -]{{0,2}})?(?:\d{{1,2}}(?=[^\d:]|$)(?! ?[ap]m)|{NAME_OF_MONTH}\b)"
# Not words of titles, such as "noise cancellation", "learning to skip", "adversarial examples" or "closed forms".
CANCELLED = re.compile(
    r"\b(?:cancell?(?:ed|s)|skipped|skip(?:ping)? (?:this|due|because)|(?:postponed|rescheduled)(?! from)|called off"
    r"|entfällt|fällt aus"
    r"|ausgefallen|abgesagt|not held|did(?: not|n['’]t) (?:meet|happen|take place)|adjourned|verschoben|annulée?"
    r"|reportée?|n['’]a(?:ura)? pas (?:eu )?lieu|suspendid[oa]|aplazad[oa]|cancelad[oa])\b"
    r"|^\W*(?:cancel(?:lation|ling)?|skip)\W*$|取消|中止|延期|취소|연기"
    # "Moved to 8 March", but not to another room or to 5 pm.
    r"|\bmoved to (?:the )?(?:next (?:week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|(?:{DAY_OF_A_MONTH}))",
    re.IGNORECASE,
)
NO_MEETING = re.compile(
    r"^no (?:presenter|speaker)s?\b|\bno (?:\w+ ){0,2}(?:meetings?|jc|sessions?|class|club|group|seminar|talks?"
    r"|gathering|lunch)\b"
    r"|\bkeine? (?:treffen|sitzung|termin|lesekreis|seminar)|\bpas de (?:séance|réunion|groupe|session|cours)\b"
    r"|\b(?:sin|no hay) (?:sesión|reunión|club)|休会|停会|休み|휴강|휴회",
    re.IGNORECASE,
)
BREAKS = re.compile(
    r"\b(?:break|holidays?|vacation|recess|(?:\w{3,})?pause|(?:day|week|month|term|time|year|summer)s? off|^off$"
    r"|thanksgiving|christmas|new year|easter|ascension day"
    r"|(?:labou?r|memorial|mlk|presidents['’]?|veterans|independence"
    r"|king['’]?s|national|whit) (?:day|monday)|good friday|pentecost|juneteenth|diwali|spring festival|golden week"
    r"|spring break|(?:finals?|mid-?terms?|attendance|deadline) week"
    r"|^(?:\w+ )?closed$|closed (?:for|due)|conference week|(?:final |mid-?term )?exams?|examinations?"
    r"|reading week|\w*ferien|feiertag|urlaub|vacances|férié|congé"
    r"|feriad\w+|recesso|férias|vacaciones|festivo|semana (?:santa|acad[eê]mica)"
    r"|navidad|noël|weihnachten|pfingsten|ostern)\b"
    r"|假期|放假|会议$|休暇|祝日|연휴|방학|휴일|端午|中秋节|国庆|春节|清明|元旦|劳动节|停电",
    re.IGNORECASE,
)
# Dates below such a heading are those of its notes.
NEWS = re.compile(r"\b(?:news|announcements?|change ?log|updates)\b", re.IGNORECASE)
TO_DO = re.compile(r"\b(?:TODOs?|To-?[Dd]os?)\b")
# Texts below a session that are not read for it.
BESIDE = re.compile(
    r"\W*(?:(?:related|further|additional|extra|bonus|other|useful|relevant|background|optional|recommended|more)"
    r"\s(?:resources?|links?|materials?|works?|readings?|papers?|suggestions?|candidates?|options?)"
    r"|see\salso|references|optional|backup|background|runners?[\s-]?up|not\s(?:chosen|selected|read)|backlog"
    r"|(?:other\s|also\s)?(?:suggestions?|candidates?|suggested|proposed|nominat(?:ions?|ed))(?:\spapers?)?"
    r"|weiterf\w+\sliteratur|pour\saller\splus\sloin|lecturas?\s(?:adicional|recomendada|opcional)(?:es|s)?"
    r"|(?:扩展|拓展|延伸|补充|参考)(?:阅读|资料|文献)?|参考文献|関連(?:論文|資料|文献)|참고\s?(?:문헌|자료|논문)?)\W*",
    re.IGNORECASE,
)
# Lists of papers to be read some day.
BACKLOG = re.compile(
    r"\b(?:backlog|candidates?|to cover|potential|possible papers|eventually|(?:random|useful) (?:links|topics"
    r"|papers)|wish ?list|suggest\w*"
    r"|propos\w*|future papers|other papers|ideas|queue"
    r"|nominat\w*|^\W*(?:\w+ )?(?:resources|contents)\W*(?:\([^()\n]{0,60}\)\W*)?$|further readings?|related)\b",
    re.IGNORECASE | re.MULTILINE,
)
# A group may be called so: "Big Ideas Reading Club", but not "Suggestions for the reading group".
NAME_OF_A_GROUP = re.compile(
    r"(?!.*\b(?:for|from|by|to|of (?:the|our))\b).*\b(?:clubs?|groups?|seminars?|society|circle)\W*", re.IGNORECASE
)
NUMBERED = re.compile(r"\W*(?:week|session|meeting|meetup|day|lecture|part|episode)s?\s*#?\d+", re.IGNORECASE)
# What announces papers: "Papers:", "Chosen paper", "Paper list".
OF_PAPERS_BELOW = (
    r"(?:(?:required|relevant|main|chosen|selected|discussed|assigned|core|mandatory|primary|week['’]?s|today['’]?s"
    r"|(?:this|the|our) (?:week|month|session)['’]?s) )?(?:readings?|papers?|articles?)(?: list| discussed| to read)?"
    r"|list of (?:papers|readings)|required|main|(?:论文|文献|論文|논문) ?(?:列表|リスト|목록)?"
)
PAPERS_BELOW = re.compile(rf"[\W_]*(?:{OF_PAPERS_BELOW})[\W_]*", re.IGNORECASE)
READINGS = re.compile(
    rf"[\W_]*(?:{OF_PAPERS_BELOW}|slides?|recordings?|links?|resources|materials?|notes?)[\W_]*", re.IGNORECASE
)
# What stands for a host who is still wanted.
NOBODY = re.compile(
    r"(?:open|free|volunteers?|volunteer (?:needed|wanted)|wanted|needed|you|i|we|(?:the )?authors?|anyone"
    r"|all(?: \w+)?|everyone|everybody|n\.? ?n\.?"
    r"|offen|frei|alle|vous|libre|todos)",
    re.IGNORECASE,
)
# While hosts are looked for, a link is between LINK_OPENS and LINK_ENDS.
LINK_OPENS, LINK_ENDS = "\x01", "\x02"
COMMA_IN_NAME = "\x03"  # while the names of a list are separated
NO_NAME = r"(?!(?:and|und|et|y|e|with|on|at|in|from|for|is|was|(?-i:will)|the|von|avec|con)\b)"
WORD_OF_A_NAME = rf"{NO_NAME}[^\W\d_][\w.'’-]{{0,30}}"
NAME = rf"@?{WORD_OF_A_NAME}(?:[^\S\n]{{1,3}}{WORD_OF_A_NAME}){{0,3}}"
PERSON = rf"(?:{LINK_OPENS}{NAME}{LINK_ENDS}|{NAME})"
PERSONS = (
    rf"{PERSON}(?:\s{{0,3}}(?:,\s{{0,3}}(?:and|&)\b|,|&|\band\b|\bund\b|\bet\b|\by\b|/|\+)\s{{0,3}}{PERSON}){{0,9}}"
)
LEADS_IN = (
    r"(?:presented|le(?:a)?d|hosted|facilitated|moderated|chaired|run|discussion le(?:a)?d) by"
    r"|présentée? par|animée? par|vorgestellt von|geleitet von|presentad[oa] por"
)
IN_CHARGE = (
    r"(?:presenters?|presenting|hosts?|(?:(?:guest|invited) )?speakers?|guests?"
    r"|(?:discussion )?lead(?:er)?s?|facilitators?|moderators?|discussants?"
    r"|chair|responsible|in charge|vortrag(?:ende[rn]?)?|referent(?:in)?(?:nen)?|moderation|leitung"
    r"|présentat(?:eur|rice)s?|orat(?:eur|rice)s?"
    r"|ponentes?|presenta)"
)
WHO = r"(?:who|wer|qui|quién|quem|谁)"
OF_PEOPLE = re.compile(rf"[\W_]*{IN_CHARGE}[\W_]*", re.IGNORECASE)
MICROPHONES = r"[🎤🎙🗣👤🧑👩👨]\S{0,4}"
HOSTED = re.compile(
    rf"\(?(?:\b(?:{LEADS_IN}|{IN_CHARGE}\s{{0,3}}(?:[:=]|\s[-–—]\s)|{WHO}\s?:)"
    rf"|{MICROPHONES}(?:\s{{0,3}}{IN_CHARGE}\s{{0,3}}:)?)\s{{0,3}}:?\s{{0,3}}"
    r"(?-i:(?:our|the|an?|my) (?:[a-z-]{1,20} ){0,4})?"  # our new postdoc
    rf"(?P<names>{PERSONS})(?:\)|\s\([^()\n]{{2,60}}\)(?=\s{{0,3}}:))?",
    re.IGNORECASE,
)
PARTICLE = r"(?:d[aeiou]s?|del|v[ao]n|de[rn]|la|le|bin(?:ti?)?|ibn|al|el|te[rn]|zu[mr]?|y|e|af|av|st)"
CAPITALIZED = r"[^\W\d_a-z][\w'’.-]{0,20}"
UP_TO_FOUR_WORDS = rf"{CAPITALIZED}(?: (?:{CAPITALIZED}|{PARTICLE})){{0,3}}"  # "Ada van den Berg"
HANDLE = r"@\w[\w.-]{1,31}"
NAME_OR_HANDLE = rf"(?:{HANDLE}|{UP_TO_FOUR_WORDS})"
NAMES_OR_HANDLES = rf"{NAME_OR_HANDLE}(?:\s{{0,3}}(?:,|&|\band\b)\s{{0,3}}{NAME_OR_HANDLE}){{0,3}}"
# In brackets or at the end of a line: ", host Ada", "(Ada presenting)", "- @ada".
AT_THE_END = tuple(
    re.compile(rf"(?:[,;(]|\s[–—-])\s{{0,3}}{words}(?:\)|\W{{0,3}}$)", re.MULTILINE)
    for words in (
        rf"(?:presenter|host|speaker|lead|discussant|moderator) (?P<names>{NAMES_OR_HANDLES})",
        rf"(?P<names>{NAMES_OR_HANDLES}) (?:is |are )?(?:hosting|presenting|leading|hosts?|presents?|leads?)",
        rf"(?P<names>{HANDLE}(?:(?:\s{{0,3}}[,&+/]|\sand)\s{{0,3}}{HANDLE}){{0,3}})",
    )
)
# Among those who were there: "Participants: Ada, Bo (presenter)".
IN_A_ROLE = re.compile(
    rf"(?:(?<=[:,;&])|\band|^)\s{{0,3}}(?P<names>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}})\s\((?i:{IN_CHARGE})\)",
    re.MULTILINE,
)
# After a paper's link: a handle, or a full name, on its own.
WHOLE_NAME = rf"(?:{HANDLE}|{CAPITALIZED}(?: {CAPITALIZED}){{1,2}})"
BEHIND_A_PAPER = re.compile(
    r"^\s{0,3}(?:[-–—|,]\s{0,3}|\(|(?=@))"
    rf"(?P<names>{WHOLE_NAME}(?:\s{{0,3}}(?:,|&|\band\b)\s{{0,3}}{WHOLE_NAME}){{0,3}})"
    r"\)?\s{0,3}$"
)
# "Ada Berg on Maps of towns", as talks are announced; but not "Deep Learning on Graphs".
SPEAKER_ON = re.compile(rf"(?P<name>{CAPITALIZED}(?: {CAPITALIZED}){{1,2}}) on (?=[“\"]?\w+\W+\w+\W+\w)")
FIELD = re.compile(
    r"\b(?:learning|networks?|models?|systems?|theory|vision|processing|analysis|methods?|attention|inference|science"
    r"|data|security|statistics|intelligence|optimi[sz]ation|programming|algorithms?|research|papers?|review|survey"
    r"|recognition|translation|answering|graphs?|retrieval|interaction|generation|detection|segmentation|robotics"
    r"|biology|chemistry|physics|math\w*|economics|philosophy|ethics|privacy|safety|alignment|engineering|medicine"
    r"|talks?|workshops?|tutorials?|chapters?|topics?)\b",
    re.IGNORECASE,
)
# After a title: "…, by Ada Berg, Ph.D., of the faculty". Authors of papers are named without their degrees.
DEGREED = re.compile(
    rf"[\s,;:.]{{0,9}}(?:(?:presented "
    rf"|given )?by\.?\s)?(?P<names>{CAPITALIZED}(?: {CAPITALIZED}){{1,2}})(?: \([^()]{{1,40}}\))?"
    rf",? (?:Ph\.? ?D|M\.?D)\b[^{LINK_OPENS}]*"
)
# "Ada Berg will present …", at the beginning of a line or after a punctuation mark.
PRESENTS = re.compile(
    rf"(?:^\s{{0,3}}|(?::|(?<!\w)[–—-])\s{{0,3}}){LINK_OPENS}?(?P<names>{CAPITALIZED}(?: {CAPITALIZED}){{0,2}}"
    rf"(?P<two> (?:and|&) {CAPITALIZED}(?: {CAPITALIZED}){{0,2}})?){LINK_ENDS}?"
    r"\s{1,3}(?:presenting (?:at|in) (?:the |our )?(?:journal|reading|paper) (?:club|group)(?=\W*$)"
    r"|(?:(?:will|(?:is|are) going to) (?:present|lead|discuss)"
    r"|will be (?:presenting|presented|leading|discussing)|presented|presents|(?:is|are) presenting|led|leads"
    r"|(?(two)(?:present|lead)|(?!))):?\s(?:us through\s|))"
)
# "This time Ada Berg from Smallville will present …", anywhere in a sentence.
WILL_PRESENT = re.compile(
    rf"(?:(?:^|[\n.,!?_]|\d(?: ?[ap]m)?\b|(?<![^\W_])(?:[Tt]his time|have|author))\s{{0,3}}){LINK_OPENS}?"
    rf"(?P<names>(?!(?:On|In|At|For|This|Next|Last|Our|The|Then|After|Before) ){CAPITALIZED}"
    rf"(?: {CAPITALIZED}){{1,2}}){LINK_ENDS}?(?:,? from [^\n,.]{{2,30}}|, [a-z][^\n,.]{{2,50}}(?=,))?,?\s"
    r"(?:will (?:present|lead|discuss|be presenting|be leading)"
    r"|(?:is (?:going to present|presenting)|present(?:ing|ed)) (?:the|this|an?|h)\w*)\b"
)
DATE_LABEL = re.compile(
    r"^\W{0,6}(?:dates?(?:\W{1,3}time)?|when|time|datum|wann|zeit|fecha|hora|quand|heure|时间|時間|日期"
    r"|日時|日付|일시|일자|시간|날짜)\W{0,3}[:：](?:北京时间)?\W{0,4}",
    re.IGNORECASE | re.MULTILINE,
)
# "Slides: …" at the beginning of a line, and the kind of the rest that it announces.
LABELS = {
    "paper": r"(?:the )?(?:(?:main|additional|optional|required|suggested|first|second|discussed|presented|primary) )?"
    r"(?:papers?|readings?|articles?)(?:\s?/\s?topics?)?|(?:paper )?titles?|titel|titre|título|what|was|quoi|qué"
    r"|lectura|lecture|(?:阅读)?(?:论文|文献)(?:标题|题目)?|論文|タイトル|标题|题目|논문|제목",
    "url": r"links?|urls?|pdf|arxiv|doi|paper links?|链接|リンク|링크",
    "link": r"slides?|recordings?|videos?|notes?|code|repo(?:sitory)?|materials?|resources|folien"
    r"|blog(?: ?post)?|supplement\w*",
    "topic": r"topics?|themes?|thema|thème|tema",
    "other": r"obs|nb|please note|authors?(?:\(s\))?|venue|dates?|datum|fecha|when|where|time|location|room|abstract"
    r"|wann|wo|quand|où|cuándo|dónde|comments?|remarks?|why|how"
    r"|zoom|keywords"
    r"|autoren|published(?: in)?|citations?|cite|references?|bibtex|tl;?dr|motivation|conclusions?|approach"
    rf"|attend(?:ees|ed|ing)|participants|present|teilnehmende|{LEADS_IN}|{IN_CHARGE}|{WHO}",
}
OF_A_TOPIC = re.compile(rf"^\W{{0,6}}(?:{LABELS['topic']})\W{{0,3}}[:：]", re.IGNORECASE | re.MULTILINE)
LABEL = re.compile(
    r"\s*(?:" + "|".join(rf"(?P<{name}>{words})" for name, words in LABELS.items()) + r")\s{0,3}[:：]\s*", re.IGNORECASE
)
# Headings of a text, or of a group's rules, and no titles of papers.
OF_A_TEXT = re.compile(
    r"\W*(?:introduction|about|overview|background|motivation|related|methods?|results?|experiments?|discussion"
    r"|conclusions?|summary|references|appendix|past|how to|what to|rules?|members?|schedule|contact|getting|choose"
    r"|pick|select|find|get|read|skim|discuss|be|bring|come|write|ask|join|prepare|present|share|vote|follow|use|take|make"
    r"|decide|submit|suggest|add|keep|start|check|summari[sz]e|respect)\b",
    re.IGNORECASE,
)
