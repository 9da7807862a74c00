"""Finds the day of the week that stands next to a date."""

from __future__ import annotations

import re

# English, German, French, Spanish, Italian, Portuguese, Dutch. Without what is also the name of a month: "mar".
NAMES = (
    "monday mon montag lundi lun lunes lunedì segunda-feira maandag 周一 星期一 月曜日 月曜 월요일",
    "tuesday tues tue dienstag mardi martes martedì terça-feira dinsdag 周二 星期二 火曜日 火曜 화요일",
    "wednesday wed mittwoch mercredi miércoles mié mercoledì quarta-feira woensdag 周三 星期三 水曜日 水曜 수요일",
    "thursday thurs thur thu donnerstag jeudi jueves jue giovedì quinta-feira donderdag 周四 星期四 木曜日 木曜 목요일",
    "friday fri freitag vendredi ven viernes vie venerdì sexta-feira vrijdag 周五 星期五 金曜日 金曜 금요일",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag 周六 星期六 土曜日 土曜 토요일",
    "sunday sun sonntag dimanche domingo domenica zondag 周日 周天 星期日 星期天 日曜日 日曜 일요일",
)
# In brackets after the date, as in "2月6日（土）"; Chinese has 日 and 一 to 六 there.
SIGNS_IN_BRACKETS = ("月一월", "火二화", "水三수", "木四목", "金五금", "土六토", "日일")
WEEKDAYS = {name: number for number, names in enumerate(NAMES) for name in names.split()}
SIGNS = {sign: number for number, signs in enumerate(SIGNS_IN_BRACKETS) for sign in signs}
NAME_OF_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NEAR = 24  # characters
BEFORE = re.compile(
    rf"(?:\b|(?=[^\x00-\xff]))(?P<name>{NAME_OF_WEEKDAY})\b[.,)]{{0,2}}\s{{0,3}}(?:the\s)?$", re.IGNORECASE
)
BEHIND = re.compile(
    rf"[\s,，]{{0,3}}(?:[(（\[]?(?P<name>{NAME_OF_WEEKDAY})(?![^\W\d_])|[(（\[](?P<sign>[{''.join(SIGNS)}])[)）\]])",
    re.IGNORECASE,
)


def weekday_around(text: str, start: int, end: int) -> int | None:
    """Return the day of the week before or behind a date: from 0, which is Monday, to 6."""
    before = BEFORE.search(text, max(0, start - NEAR), start)
    if before:
        return WEEKDAYS[before["name"].casefold()]
    behind = BEHIND.match(text, end)
    if behind is None:
        return None
    return WEEKDAYS[behind["name"].casefold()] if behind["name"] else SIGNS[behind["sign"]]
