# Texts that all features share.

ui-nothing-typed = an empty text
ui-and-more = … and { NUMBER($count, useGrouping: "true") } more

## Refusals

refusal-draft-kept =
    { $reason }
    Your text is kept as a draft.
refusal-review-kept = { refusal-draft-kept }
refusal-review-noticed = { refusal-draft-kept }
refusal-too-fast =
    You're going fast: { $most } { $forms ->
        [logs] logs
       *[reviews] reviews
    } in a minute. Send this one again in { $seconds } s.
refusal-unacceptable-text = { LINES($reasons) }
refusal-nothing-shown = *{ ui-field }* is empty. One sentence is enough.
refusal-bad-character =
    {"*"}{ ui-field }*: character { NUMBER($position, useGrouping: "true") } is { ui-character }, which can't be stored or shown. Please remove it.
refusal-too-many-marks =
    {"*"}{ ui-field }*: character { NUMBER($position, useGrouping: "true") } is one accent too many on a letter: { ui-character }. A letter can have up to { $most }; remove a few.
refusal-too-long-text =
    {"*"}{ ui-field }* can have up to { NUMBER($limit, useGrouping: "true") } characters (yours has { NUMBER($length, useGrouping: "true") }). Shorten it by { NUMBER($over, useGrouping: "true") }: everything from character { NUMBER($position, useGrouping: "true") } on is too much.

## Names

ui-former-member = { $is_first ->
    [yes] A former member
   *[no] a former member
}
ui-tier = { $tier ->
    [must-read] Must read
    [recommended] Recommended
    [further] Further reading
    [added] Added by this server
   *[ancestor] Ancestor
}
ui-field = { $field ->
    [problem] Problem
    [approach] Approach
    [key_result] Key result
    [limitation] Limitation or open question
    [strongest] Strongest sentence
    [takeaway] Takeaway
    [open_question] Question
   *[question] One question
}
ui-character = { $code_point } ({ $character ->
    [half] half of a character
    [control] control character
    [unnamed] unnamed
   *[other] { $character }
})

## Breaks

ui-break-days = { DATETIME($first, dateStyle: "medium") }{ $is_one_day ->
    [yes] {""}
   *[no] {" "}to { DATETIME($last, dateStyle: "medium") }
}{ ui-break-reason }
ui-break-reason = { $reason ->
    [none] {""}
   *[other] {" "}({ $reason })
}
ui-break-ahead = {"**"}Break** { $days }
ui-on-break = {"**"}On a break** until { DATETIME($last, dateStyle: "medium") }{ ui-break-reason }

## Links of sessions

ui-link-what = { $what ->
    [recording] Recording
    [slides] Slides
    [notes] Notes
    [code] Code
   *[link] Link
}
# A link always says where it goes.
ui-link = { $link } ({ $host })

## Pages of a list

ui-page = Page
ui-page-of = { $page } of { $pages }
ui-back = Back
ui-next = Next

## What no longer works

ui-button-outdated = That button is no longer valid. `/help` shows what you can do here.
ui-form-outdated =
    ### Not saved
    That form is no longer valid. **Your text is below: copy it.**
ui-empty-form = The form was empty, so nothing was saved.
ui-command-changed = This command has changed since Discord showed it to you. Reload Discord (Ctrl+R) and try again.

## Faults

ui-fault =
    Sorry, something went wrong on my side. Please try again in a moment. If it keeps happening, give the people who run this bot the reference **{ $reference }**, so that they can find the cause.
ui-fault-not-stored =
    Sorry, I couldn't reach my database, so nothing was saved. Please try again in a moment. The people who run this bot can find the cause under the reference **{ $reference }**.
ui-fault-database-away =
    Sorry, I lost my database in the middle of that, so I don't know whether it was saved. Please check in a moment before you do it again. The people who run this bot can find the cause under the reference **{ $reference }**.
