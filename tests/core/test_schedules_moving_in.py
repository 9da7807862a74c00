"""What an export says is read back: importing it changes nothing, whatever stands in titles, names and addresses."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.catalog.adding import Additions
from bot.core.catalog.links import Links
from bot.core.catalog.shelf import SharedShelf, Shelf, ShelvedPaper
from bot.core.schedules.files import LONGEST_LINE, read_schedule
from bot.core.schedules.moving_in import usable_links, work_out
from bot.core.schedules.past import Also, ClubRecord, Fate, PastHost, PastSession
from bot.core.schedules.session import Schedule, ScheduledPaper, Session, SessionLink, UnreadableScheduleError
from bot.core.schedules.stored import as_facts, schedule_from
from bot.core.schedules.writing import WrittenPaper, WrittenSession, table_of
from tests.support.shipped import shipped_catalog

TODAY = date(2026, 3, 1)
SHARED = SharedShelf(shipped_catalog())
HOSTILE = st.sampled_from(
    [
        "=HYPERLINK(1)",
        "| 2025-01-01 | x |",
        "<br>",
        "</td><table>",
        "~~gone~~",
        "**bold**",
        "[x](https://arxiv.org/abs/1706.03762)",
        "Kick-off",
        "TBD",
        "no meeting",
        "2025-01-05",
        "&amp;",
        "Paper: ",
        "(2019)",
        "host: Ada",
        ":pizza:",
        "\\",
        "`code`",
        "slides",
        "A paper of two words; Another one",
        "cancelled",
        "https://arxiv.org/abs/2201.02177",
        "#",
        "• ",
        "🎤 Bo",
    ]
)
WORDS = st.lists(HOSTILE | st.text(max_size=12), min_size=1, max_size=4).map(" ".join)
TITLES = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: any(sign.isalnum() for sign in text))
ADDRESSES = st.sampled_from(
    ["https://x.org/a", "https://x.org/a(b)", "https://x.org/%zz?a=|&b=<c>", "http://ü.example/ä", "https://youtu.be/x"]
)
LINKS = st.lists(st.builds(SessionLink, WORDS, ADDRESSES), max_size=3)
PAPERS = st.lists(
    st.tuples(TITLES, st.sampled_from(["", "https://example.org/p", "https://doi.org/10.1/a"])), max_size=3
)


@st.composite
def clubs(draw: st.DrawFn) -> tuple[list[WrittenSession], ClubRecord, Shelf]:
    """A club's past sessions, own weeks and queue, as they are written, with what the club and its server have."""
    shelf, own_days, past, read, queue = Shelf(SHARED, ()), set[date](), dict[date, PastSession](), set[str](), []
    written: list[WrittenSession] = []
    days = draw(st.lists(st.integers(-900, 400), unique=True, max_size=8))
    for number, days_later in enumerate(sorted(days)):
        day = TODAY + timedelta(days=days_later)
        papers = []
        for at, (title, url) in enumerate(draw(PAPERS)):
            key = f"own-{number}-{at}"
            shelf.put(ShelvedPaper(key, title, f"Short {number} {at}"))
            papers.append(WrittenPaper(title, url, key))
        papers = papers if days_later < 0 else papers[:1]
        keys, links = tuple(paper.key for paper in papers), tuple(usable_links(draw(LINKS)))
        hosts, topic = tuple(draw(st.lists(TITLES, max_size=2))), draw(TITLES)
        if days_later >= 0:
            if not papers:
                continue
            queue.append(keys[0])
        elif bool(papers) and draw(st.booleans()):
            own_days.add(day)
            read |= set(keys)
        else:
            past[day] = PastSession(day, keys, tuple(map(PastHost, hosts)), links, topic)
            read |= set(keys)
        written.append(WrittenSession(day, tuple(papers), hosts, links, topic))
    return written, ClubRecord(TODAY, frozenset(own_days), past, frozenset(read), tuple(queue)), shelf


@settings(max_examples=100)
@given(clubs(), st.sets(st.sampled_from(Also)))
def test_importing_an_export_changes_nothing(
    club: tuple[list[WrittenSession], ClubRecord, Shelf], also: set[Also]
) -> None:
    written, record, shelf = club
    text = table_of(written)
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        return
    try:
        schedule = read_schedule("schedule.md", text.encode(errors="replace"))
    except UnreadableScheduleError:
        assert not written or all(not session.papers for session in written)
        return
    additions = Additions()
    plan = work_out(Links(shelf, ()), schedule, record, also, additions)
    assert plan.is_empty, (text, plan)
    assert not additions, (text, additions)
    assert [session.day for session in plan.sessions if session.fate is Fate.KNOWN] == [
        session.day for session in written if session.papers or (session.day in record.past and Also.TOPICS in also)
    ]


def test_a_topic_of_a_few_signs_comes_back() -> None:
    text = table_of([WrittenSession(TODAY, (), topic="<br>")])
    assert read_schedule("schedule.md", text.encode()).sessions[0].topic == "<br>"


def test_formulas_in_titles_stand_in_a_cell_of_markdown() -> None:
    """A table in Markdown is no spreadsheet, and no cell of it begins with a sign that a spreadsheet would run."""
    paper = WrittenPaper("=HYPERLINK(1)", "", "own")
    (row,) = table_of([WrittenSession(TODAY, (paper,), ("@SUM(1)", "+1", "-1"))]).splitlines()[2:]
    assert "=" not in [cell.strip()[:1] for cell in row.split("|")] or row.count("=HYPERLINK") == 1
    assert "\\@SUM\\(1\\)<br>\\+1<br>\\-1" in row


def test_what_the_catalog_has_under_another_title_is_not_taken_for_the_key() -> None:
    """In another server, a key may name no paper: then the titles count."""
    text = table_of([WrittenSession(date(2025, 1, 6), (WrittenPaper("Tides of a small lake", "", "own-9"),))])
    additions = Additions()
    record = ClubRecord(TODAY, frozenset(), {}, frozenset(), ())
    plan = work_out(Links(Shelf(SHARED, ()), ()), read_schedule("a.md", text.encode()), record, (), additions)
    assert [paper.facts.title for paper in additions.added] == ["Tides of a small lake"]
    assert plan.past[0].keys == (additions.added[0].key,)


def test_links_with_a_login_are_left_out_and_counted() -> None:
    """Also those of papers, and a paper's link with a password, which nobody can choose to keep."""
    links = [SessionLink("a", each) for each in ("https://ada:s3cret@x.org/a", "https://bo@x.org/b", "https://x.org/c")]
    papers = (
        ScheduledPaper("Maps of very small towns", url="https://cy:pw@x.org/p"),
        ScheduledPaper("Tides of a small lake", url="https://x.org/p?pwd=aB3"),
        ScheduledPaper("Rivers of a small lake", url="https://x.org/q"),
    )
    schedule = Schedule((Session(1, date=date(2025, 1, 6), links=tuple(links), papers=papers),))
    record = ClubRecord(TODAY, frozenset(), {}, frozenset(), ())
    for also in ((), tuple(Also)):
        additions = Additions()
        plan = work_out(Links(Shelf(SHARED, ()), ()), schedule, record, also, additions)
        (session,) = plan.sessions
        assert (session.left_out, session.with_passcode) == (4, 0)
        assert plan.past[0].links == (SessionLink("a", "https://x.org/c"),)
        assert [paper.facts.url for paper in additions.added] == ["", "", "https://x.org/q"]


def test_links_that_lead_nowhere_are_left_out() -> None:
    links = [SessionLink("a", each) for each in ("slides/1.pdf", "javascript:x", "https://x.org/a", "https://x.org/a")]
    schedule = Schedule((Session(1, date=date(2025, 1, 6), links=tuple(links), topic="Kick-off"),))
    record = ClubRecord(TODAY, frozenset(), {}, frozenset(), ())
    plan = work_out(Links(Shelf(SHARED, ()), ()), schedule, record, [Also.TOPICS], Additions())
    assert plan.past[0].links == (SessionLink("a", "https://x.org/a"),)
    assert plan.sessions[0].left_out == 0


def test_a_preview_that_was_stored_before_rows_named_their_club_is_still_read() -> None:
    paper = WrittenPaper("Tides of a small lake", "", "own-9")
    text = table_of([WrittenSession(date(2025, 1, 6), (paper,), club="0a1b2c3d")])
    facts = as_facts(read_schedule("a.md", text.encode()))
    assert schedule_from(facts).sessions[0].club == "0a1b2c3d"
    assert facts["sessions"][0].pop("club")
    assert schedule_from(facts).sessions[0].keys == ("own-9",)
