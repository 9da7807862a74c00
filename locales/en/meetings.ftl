# The live meetings of a club: options, lines on other pages, reminders and Discord's events.

## Options of `/club edit`

meetings-option-day = The day of the live meeting
meetings-option-time = The time of the live meeting, such as 19:00 or 7 pm
meetings-option-length = How long it takes, 15 to 480 minutes (default 60)
meetings-option-place = A voice or stage channel, or a link
# The name of a suggestion, in plain text.
meetings-place = { $kind ->
    [stage] Stage: { $name }
   *[voice] Voice: { $name }
}

# The name of a suggestion, in plain text.
meetings-link-with-passcode = { $host }, with its password: all who read the club's posts can join

## What is refused

refusal-meeting-length = A meeting can take { $least } to { $most } minutes, not { NUMBER($minutes, useGrouping: "true") }.
refusal-meeting-incomplete = { $has_day ->
    [yes] At what time? Add `meeting_time`, such as `19:00`.
   *[no] { $has_time ->
        [yes] On which day? Add `meeting_day`.
       *[no] The club has no meetings yet. Choose `meeting_day` and `meeting_time` first.
    }
}
refusal-bad-meeting-link = I can't use { $typed } as a link. Use one that begins with `https://`, without spaces, and without a name or password before the site's name.
refusal-long-meeting-link = That link has { $length } characters, and Discord's events take up to { $most }. Use a shorter one.
refusal-no-meetings = This club has no live meetings. Set them up with `/club edit meeting_day meeting_time`.
refusal-meeting-outside-of-session = This meeting can be on any day from { DATETIME($first, dateStyle: "medium") } to { DATETIME($last, dateStyle: "medium") }.
refusal-meeting-in-past = { TIMESTAMP($starts_at, style: "F") } is over. Choose a time ahead.
refusal-meeting-taken = The club has another meeting on { TIMESTAMP($starts_at, style: "F") }. Choose another day.
meetings-not-heard-of =
    Discord isn't telling me about this server right now, so I can't see its channels. Try again in a few minutes.
meetings-which-place = { $count ->
    [0] I don't know the place { $typed }. Pick a voice or stage channel from the suggestions, or paste a link that begins with `https://`.
   *[other] { $count } channels are called { $typed }. Pick one from the suggestions.
}
meetings-no-such-channel = I can't find that channel here. Pick one from the suggestions.
meetings-not-a-voice-channel = A meeting can't take place in { $channel }. Pick a voice or stage channel, or paste a link.

## Lines on other pages

meetings-line = { $part ->
    [none] **Meeting**
   *[other] **Meeting { $part } of { $of }**
} { TIMESTAMP($at, style: "F") }{ $place ->
    [none] {""}
   *[other] {" "}· { $place }
}{ $event ->
    [none] {""}
   *[other] {" "}· { $event }
}
meetings-the-event = event
meetings-plan = **Meets** { $weekday ->
    [0] Mondays
    [1] Tuesdays
    [2] Wednesdays
    [3] Thursdays
    [4] Fridays
    [5] Saturdays
   *[6] Sundays
} at { $time } for { $minutes } minutes{ $place ->
    [none] ; choose where with `/club edit meeting_place`
   *[other] {" "}· { $place }
}
meetings-passcode = -# The meeting's link has its password in it: whoever reads the club's posts, reminders or Discord event can join. Calendar feeds leave the password out.
meetings-hidden = -# No Discord event: more people could see it there than may know about this club. The post and the reminders tell your readers.

meetings-lacks = { $code ->
    [place-gone] The channel of the meetings is gone. Choose another with `/club edit meeting_place`.
    [event-rights-in] I can't make Discord events: I'm missing { LIST($missing, style: "and") } in { $channel }. Allow it there.
   *[event-rights] I can't make Discord events: I'm missing { LIST($missing, style: "and") } in this server. [Allow it with this link]({ $link }), or in my role's settings.
}
meetings-told = { $is_told ->
    [yes] {", and its thread is told"}
   *[no] {""}
}
meetings-change = { $change ->
    [back] The meeting on { TIMESTAMP($after, style: "F") } takes place after all, and its thread is told.
    [off] The meeting on { TIMESTAMP($before, style: "F") } is off{ meetings-told }. `/week move to` gives it another day.
    [ends] The meeting on { TIMESTAMP($before, style: "F") } is off{ meetings-told }.
    [stays] The meeting on { TIMESTAMP($before, style: "F") } stays as it is. `/week move to` gives it another day.
   *[moves] The meeting on { TIMESTAMP($before, style: "F") } moves to { TIMESTAMP($after, style: "F") }{ meetings-told }.
}

## The reminder in a week's thread

meetings-reminder =
    { $news ->
        [moved] **The meeting on { $paper } has moved:**
        [back] **The meeting on { $paper } takes place after all:**
       *[none] **Meeting on { $paper }:**
    } { TIMESTAMP($at, style: "R") }, { TIMESTAMP($at, style: "F") }{ $place ->
        [none] {""}
       *[other] {" "}· { $place }
    }
meetings-off =
    {"**"}We don't meet on { TIMESTAMP($at, style: "F") }**
    The meeting about { $paper } is off. The week itself goes on.
meetings-open-event = Event
meetings-join = Join

## Discord's event, whose name is plain text

meetings-event-name = { $club } · Week { $number }{ $part ->
    [none] {""}
   *[other] {" "}({ $part } of { $of })
}: { $paper }
meetings-event-description =
    We talk about { $paper }.{ $post ->
        [none] {""}
       *[other] {" "}What to read, and who is in: { $post }
    }
meetings-event-marker = -# Kept up to date by Paper Club { $marker }
