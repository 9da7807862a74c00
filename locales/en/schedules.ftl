# Moving a reading group in from its schedule, and out again.

schedules-import-command = Move a reading group in: its past sessions and its plans, from a README, CSV or .ics file
schedules-export-command = Download the club's sessions and plans as a table that can be imported again
schedules-option-file = A schedule in Markdown (.md), CSV, TSV, YAML, JSON or a calendar (.ics), up to 256 KiB

## Files

schedules-no-schedule = { $file } isn't a kind of schedule that I read. Use Markdown (`.md`), CSV, TSV, YAML, JSON or a calendar (`.ics`).
schedules-too-large = { $file } has { $size } KiB, and I read schedules of up to { $most } KiB. Leave out what isn't part of the schedule.
schedules-file-gone = I couldn't download { $file } from Discord. Run the command again with the file.
schedules-fault = { $fault ->
    [not_text] { $file } is not plain text in UTF-8. Save it as Markdown, CSV or `.ics` in UTF-8.
    [too_large] { $file } has more than 5,000 lines, so I don't read it. Leave out what isn't part of the schedule.
    [long_line] { $file } has a line of more than 8,000 characters. Leave out what isn't part of the schedule.
    [bad_calendar] { $file } is a damaged calendar. Export it again.
    [too_complex] { $file } takes too long to read. Leave out what isn't part of the schedule.
   *[no_sessions] { $file } has no sessions that I can read: no table, list or heading with a date, a week or a paper.
}

## The preview

schedules-preview = ### Move { $club } in?
schedules-counts = { $past ->
    [0] No new history
    [1] 1 past session becomes history
   *[other] { $past } past sessions become history
} · { $queued ->
    [0] nothing new to queue
    [1] 1 paper is queued
   *[other] { $queued } papers are queued
} · { $papers ->
    [0] all of them are in the catalog
    [1] 1 paper is new to this server's catalog
   *[other] { $papers } papers are new to this server's catalog
}
schedules-nothing-new = The club has all of this already, or nothing of it could be understood.{ $unmatched ->
    [yes] {" "}You can still say who its hosts are with *Match hosts*, then *Import*.
   *[no] {""}
}
schedules-quiet = -# Nothing is posted for past sessions. Queued papers keep their order, but the club's own rhythm decides on the dates.
schedules-too-long = The queue would have { $count } papers, and it has room for { $most }. Leave some out of the file, then import it again.
schedules-row = {"-#"} Line { $line } · { $day ->
    [none] no date
   *[other] { DATETIME($day, dateStyle: "medium") }
} · { $fate ->
    [history] **becomes history**
    [grows] **adds to a known session**
    [coming] **is queued**
    [known] the club has it already
    [no-date] not imported: no date that is certain
    [no-paper] not imported: no paper
    [no-title] not imported: the paper has no title. Add it with `/catalog add`, then import again
    [break] no session
   *[cancelled] canceled
}
schedules-paper = { $state ->
    [known] **{ $title }** (in the catalog)
    [new] **{ $title }** (new)
   *[unknown] **{ $title }**
}
schedules-facts = { $hosts ->
    [none] {""}
   *[other] host: { $hosts }
}{ $links ->
    [0] {""}
    [1] { $hosts ->
        [none] 1 link
       *[other] {" · "}1 link
    }
   *[other] { $hosts ->
        [none] { $links } links
       *[other] {" · "}{ $links } links
    }
}
schedules-left-out = { $count ->
    [1] 1 link is left out, because it holds a login or password. Take that out of the link in your file, then import the file again.
   *[other] { $count } links are left out, because they hold a login or password. Take that out of the links in your file, then import the file again.
}
schedules-unread = {"-#"} Line { $line } · not understood: { $text }
schedules-also = What else to import …
schedules-also-choice = { $also ->
    [undated] { $count ->
        [1] Queue 1 session that has no date
       *[other] Queue { $count } sessions that have no date
    }
    [passcodes] { $count ->
        [1] Keep 1 link that has a password in it
       *[other] Keep { $count } links that have a password in them
    }
   *[topics] { $count ->
        [1] Keep 1 past session that has no paper
       *[other] Keep { $count } past sessions that have no paper
    }
}
schedules-button = { $action ->
    [confirm] Import
    [hosts] Match hosts
    [back] Back to the lines
   *[cancel] Cancel
}
schedules-hosts =
    ### Who is who?
    Choose the member for each name. They count as having hosted, so members who never did are asked to host before them. A name without a member stays in the history as it is written.
schedules-host = {"**"}{ $name }**
schedules-choose-host = The member, or nobody
schedules-no-member = Bots, and people who aren't in this server, can't be hosts. Choose a member.
schedules-canceled = Canceled. Nothing was imported.
schedules-imported = ### Moved in
    { $past ->
        [0] No session was added to the history of { $club }.
        [1] 1 session is in the history of { $club }.
       *[other] { $past } sessions are in the history of { $club }.
    } { $queued ->
        [0] {""}
        [1] 1 paper is queued: see `/syllabus show`.
       *[other] { $queued } papers are queued: see `/syllabus show`.
    } { $papers ->
        [0] {""}
        [1] 1 paper is new in the catalog, with its title and link only. Complete it with `/catalog edit`.
       *[other] { $papers } papers are new in the catalog, with their titles and links only. Complete them with `/catalog edit`.
    } { $matched ->
        [0] {""}
        [1] The hosts of 1 earlier session are matched with members now.
       *[other] The hosts of { $matched } earlier sessions are matched with members now.
    }
schedules-exported = { $count ->
    [1] 1 session of { $club }. Importing this file again changes nothing.
   *[other] { $count } sessions of { $club }. Importing this file again changes nothing.
}

## Refusals

refusal-nothing-to-move-in = There is nothing new to import: the club has all of it already. Nothing was changed.
refusal-too-many-sessions = A file can have up to { NUMBER($most, useGrouping: "true") } sessions (yours has { NUMBER($count, useGrouping: "true") }). Split it up, oldest part first.
refusal-schedule-gone = This preview is no longer here: previews are kept for a day. Run `/club import-schedule` again with the file.
refusal-nothing-to-export = This club has no sessions yet, and nothing is queued. Queue papers with `/syllabus use` or `/syllabus add` first.
