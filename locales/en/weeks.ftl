# A club's week: the weekly post, what follows it, `/week status`, and what organizers decide.

## The weekly post

weeks-role-called = { $role } Week { $number } is here.
weeks-thread-name = Week { $number } · { $title }
weeks-heading = ## Week { $number } · { $paper }
weeks-part = -# Part 1 of { $of }: part 2 is on { TIMESTAMP($at, style: "D") }.
weeks-late = -# Late: due { TIMESTAMP($due, style: "f") }. You still get the full time.
weeks-chosen = -# You chose it: { polls-votes }.
weeks-chosen-by-ballots = -# You chose it: { $count ->
    [1] 1 ranked ballot
   *[other] { $count } ranked ballots
}.
weeks-why = {"**"}Why** { $why }
weeks-nobody-yet = -# Be the first to join.
weeks-counts = {"**"}In** { $reading } · **Can't this week** { $away }
weeks-wrapped-up = {"**"}Week { $number } wrapped up**: { $logs ->
    [0] no logs this time
    [1] 1 log
   *[other] { $logs } logs
}{ $takeaways ->
    [0] {""}
    [1] , 1 takeaway
   *[other] , { $takeaways } takeaways
}{ $reviews ->
    [0] {""}
    [1] , 1 review
   *[other] , { $reviews } reviews
}.

## The reading guide, the first message of the thread

weeks-reading-order =
    ### Read in this order
    -# { $papers ->
        [1] { papers-alone }
       *[other] Oldest first: the last paper builds on those before it.
    }
weeks-plan =
    ### Reading plan
    -# { $time } in total
    1. **First pass**, { $first_pass } a paper: abstract, figures, conclusion. What is it about?
    2. **Second pass**, { $second_pass } for { $paper }{ $papers ->
        [1] {""}
       *[other] , { $older } for each older one
    }: the idea, then the evidence.
    3. **Third pass**: implement the core of { $paper }, as small as you can.
weeks-guide-newcomers =
    ### New here?
    A paper log is three to five sentences in your own words: the problem, the approach, the key result, and one limitation or open question. Write yours when you have read the paper, then members review each other's logs; `/howto` shows how.
weeks-guide-questions =
    ### Discuss
    -# Pick a question and answer it right here.

## Dates

weeks-dates-ahead =
    { weeks-logs-due }
    { weeks-reviews-due }
weeks-dates-reviewing =
    { weeks-logs-closed }
    { weeks-reviews-due }
weeks-dates-without-logs =
    { weeks-logs-closed }
    { weeks-nothing-to-review }
weeks-dates-over =
    { weeks-logs-closed }
    {"**"}Reviews closed** { TIMESTAMP($reviews_due, style: "F") }
weeks-logs-due = {"**"}Logs due** { TIMESTAMP($logs_due, style: "F") }{ $countdown ->
    [yes] {" "}· { TIMESTAMP($logs_due, style: "R") }
   *[no] {""}
}
weeks-reviews-due = {"**"}Reviews due** { TIMESTAMP($reviews_due, style: "F") }{ $countdown ->
    [yes] {" "}· { TIMESTAMP($reviews_due, style: "R") }
   *[no] {""}
}
weeks-logs-closed = {"**"}Logs closed** { TIMESTAMP($logs_due, style: "F") }
weeks-nothing-to-review = No log came in, so there is nothing to review.
weeks-dates-to-come = Logs and reviews get their dates when the week is posted.

## Buttons

weeks-button = { $action ->
    [in] I'm in
    [out] Can't this week
    [write] Write my log
    [status] This week
   *[about] About these papers
}
weeks-confirm = Confirm

## What follows the post

weeks-reminder =
    ### Your log on { $paper } is due { TIMESTAMP($due, style: "F") }
    Three to five sentences in your own words: the problem, the approach, the key result, and one limitation or open question.{ $has_takeaways ->
        [yes] {" "}No time for that? A *Takeaway* is one sentence.
       *[no] {""}
    }
weeks-moved =
    ### Reviews of week { $number } are due { TIMESTAMP($due, style: "F") }
    I was away for a while, so there is more time for them.
weeks-stretched =
    ### Week { $number } has more time: { $is_reviewing ->
        [yes] reviews are due { TIMESTAMP($reviews_due, style: "F") }
       *[no] logs are due { TIMESTAMP($logs_due, style: "F") }
    }
    The club takes a break: { $days }. Its days don't count.{ $is_reviewing ->
        [yes] {""}
       *[no] {" "}Reviews are due { TIMESTAMP($reviews_due, style: "F") }.
    }{ $parts ->
        [none] {""}
       *[other] {" "}The paper continues on { LIST($parts, style: "and") }.
    }
weeks-catch-up =
    ### { $club }: time to catch up
    No new paper this time.{ $is_open ->
        [yes] {" "}Still open:
       *[no] {" "}Nothing is open either: see you next time!
    }
weeks-goes-on =
    ### { $club } goes on with { $paper }
    Part { $part } of { $of }.
weeks-catch-up-open = - Week { $number }, **{ $paper }**{ $thread ->
    [none] {""}
   *[other] , in { $thread }
}: { $is_reviewing ->
    [yes] reviews
   *[no] logs
} are due { TIMESTAMP($due, style: "F") }
weeks-catch-up-next = {"**"}Next paper** { TIMESTAMP($at, style: "F") }
weeks-over =
    ## Week { $number } is over
    The paper was **{ $paper }**.
weeks-logged = {"**"}Logged** ({ $count }): { $names }
weeks-reviewed = {"**"}Reviews** { $reviews }{ $without ->
    [0] {""}
    [1] {" "}· 1 log without one
   *[other] {" "}· { $without } logs without one
}
weeks-read-along = -# { $count } more read along.
weeks-in-without-logs =
    {"**"}In** ({ $count }): { $names }
    -# No log was written this time.
weeks-could-not = -# { $count } could not make it this time. See you next week!
weeks-reviews-written = { $missing ->
    [0] { $written } written
   *[other] { $written } of { $planned } written
}
weeks-log-link = log
weeks-thanks = Thank you, { $names }!
weeks-firsts = -# 🎉 First { $what ->
    [log] { $count ->
        [1] log
       *[other] logs
    }
   *[review] { $count ->
        [1] review
       *[other] reviews
    }
}: { $names }
weeks-progress = { $bar } { $read } of { $whole } { $tier ->
    [none] on the syllabus
   *[other] on the list ({ $tier })
}
weeks-look-back =
    ### Weeks { $first } to { $last } together
    { $papers ->
        [1] 1 paper
       *[other] { $papers } papers
    }, { $logs ->
        [1] 1 log
       *[other] { $logs } logs
    } and { $reviews ->
        [1] 1 review
       *[other] { $reviews } reviews
    } by { $members ->
        [1] 1 member
       *[other] { $members } members
    }. Look how far you've come!
weeks-regulars = -# Here nearly every week: { $names }
weeks-picture-week = Week { $number }
weeks-picture-count = { $what ->
    [logs] { $count ->
        [1] log
       *[other] logs
    }
   *[reviews] { $count ->
        [1] review
       *[other] reviews
    }
}
weeks-picture-alt = { $week } on { $paper }: { $counts }.{ $sentence ->
    [none] {""}
   *[other] {" "}Strongest sentence: “{ $sentence }”
}
weeks-strongest = ### Strongest sentences
weeks-questions = ### Open questions
weeks-question-to = { $question } – { $asker ->
    [none] {""}
   *[other] { $asker }{" "}
}to { $author }
weeks-more-under-the-logs = -# And { $count } more, under the logs.
weeks-names-and-more = { $names } and { $count } more

## What comes next

weeks-next-newer = {"**"}Next up** Week { $number }{ weeks-about }, in { $channel }.
weeks-next-paused = {"**"}Next up** Nothing yet: the club is paused.
weeks-next-voted-on =
    {"**"}Next up** Week { $number }, { TIMESTAMP($at, style: "F") }
    { $voting }
weeks-next-list-read = {"**"}Next up** Nothing yet: you've read every paper on the list. Organizers can queue more with `/syllabus add`.
weeks-next =
    {"**"}Next up** Week { $number }{ weeks-about }
    { TIMESTAMP($at, style: "F") }
weeks-about = { $paper ->
    [none] {""}
   *[other] : **{ $paper }**
}

## The status of a week

weeks-stage = { $state ->
    [planned] On its way
    [posted] Reading
    [reading] Reading
    [reviewing] Logs are closed; reviewing
    [closed] Over
   *[skipped] Left out
}
weeks-the-post = The post
weeks-papers =
    {"**"}{ $title }**
    Read in this order: { $names }
    -# Set aside { $time }.
weeks-logs-done = {"**"}Logs** { $logs }
weeks-logs-and-reviews-done = { weeks-logs-done } · **Reviews** { $reviews }
weeks-none-and-paused = {"**"}{ $club }** hasn't started yet and is paused. An organizer can start it with `/club resume`.
weeks-none-yet = {"**"}{ $club }** starts { TIMESTAMP($at, style: "F") }{ $paper ->
    [none] {""}
   *[other] {" "}with **{ $paper }**
}.

## The member's own part

weeks-you-logged = {"**"}You** have written your log.
weeks-you-took-away = {"**"}You** left a takeaway.{ $is_open ->
    [yes] {" "}You owe no log, but one is welcome.
   *[no] {""}
}
weeks-you-may-be-late = {"**"}You** haven't written a log. A late one is welcome.
weeks-you-answered = { $answer ->
    [in] {"**"}You** are in. Your log is due { $due ->
        [none] soon
       *[other] { $due }
    }.
    [out] {"**"}You** can't make it this week. Changed your mind? Press *I'm in*.
   *[none] {"**"}You** haven't answered yet. Are you in?
}
weeks-you-owe = {"**"}You still owe** { weeks-reviews } to { $authors }.
weeks-you-still-can = {"**"}Not written yet**: { weeks-reviews } for { $authors }. You still can, and now anyone else may too.
weeks-you-took-on = {"**"}You took on** { weeks-reviews } for { $authors }.
weeks-reviews = { $count ->
    [1] a review
   *[other] reviews
}
weeks-you-reviewed = { $left ->
    [0] {"**"}Your reviews** are written ({ $written }). Thank you!
   *[other] {"**"}You have written** { $written } of { $whole } reviews.
}
weeks-you-gave-on = { $count ->
    [1] One of your reviews went to others.
   *[other] { $count } of your reviews went to others.
}
weeks-you-owe-none = You have no review to write.
weeks-your-log-is-kept = {"**"}Your log** is kept. { $delivery }. { $why }
weeks-your-review-is-kept = {"**"}Your review** of { $author }'s log is kept, but it isn't in the thread yet. { $why }
weeks-more-kept = -# And { $count } more that is kept and not in its thread yet.
# Without a period at the end.
weeks-log-delivery = { $shown ->
    [nothing] Its message is gone
    [not-yet] Not in its thread yet
    [withdrawn] Its message still shows the log
   *[earlier] Its message still shows an earlier version
}

## Before a club's first week

weeks-signed-up = { $count ->
    [0] Nobody is in yet. Be the first!
   *[other] { $is_in ->
        [yes] {"**"}You are in.** { $count ->
            [1] Nobody else is yet.
           *[other] { $count } members are:
        }
       *[no] {"**"}In** ({ $count }):
    }
}
weeks-joined = { $is_in ->
    [yes] You're in! { $at ->
        [none] The club is paused. When its next week is posted, I'll name you in the post.
       *[other] The paper comes on { TIMESTAMP($at, style: "F") }, and I'll name you in the post.
    }{ $others ->
        [0] {""}
        [1] {" "}1 other member is in too.
       *[other] {" "}{ $others } other members are in too.
    } Undo: press *I'm in* again.
   *[no] Undone: you aren't in any more. Press *I'm in* again if you change your mind.
}

## Answers to a button press

weeks-noted-in = You're in for week { $number }!{ $due ->
    [none] {""}
   *[other] {" "}Your log is due { $due }.
} Undo: press *I'm in* again.{ weeks-given-for-good }
weeks-noted-out = Noted: you can't make week { $number }.{ $wrote ->
    [log] {" "}Your log stays, and counts.
    [takeaway] {" "}Your takeaway stays, and counts.
   *[none] {""}
}{ weeks-given-on } Undo: press *Can't this week* again.{ $started ->
    [none] {""}
   *[other] {" "}What you have begun stays yours: your review for { $started }.
}
weeks-noted-neither = Undone: no answer for week { $number }.{ weeks-given-for-good }
weeks-given-on = { $given ->
    [0] {""}
    [1] {" "}Your review goes to others. If you change your mind, it stays with them.
   *[other] {" "}Your { $given } reviews go to others. If you change your mind, they stay with them.
}
weeks-given-for-good = { $given ->
    [0] {""}
    [1] {" "}The review that you gave up stays with others. { weeks-one-more }
   *[other] {" "}The reviews that you gave up stay with others. { weeks-one-more }
}
weeks-one-more = If you like, `/review next` gives you one more.

## Why a week did not take place, or has not yet

# Begins in lower case, because it follows a slot's date.
weeks-note = { $reason ->
    [all-read] the club has read every paper on the list; queue one with `/syllabus add`
    [away] skipped: the bot was away, and a newer week was due
    [overtaken] skipped: it could not be posted before the next week was due
    [continues] the paper of the post before goes on
    [catch-up] a catch-up, without a new paper
    [on-break] skipped: the bot was away until the club's break had begun
    [by-hand] skipped by an organizer
    [club-closed] the club was closed
    [not-posted] not posted: { $why }
    [not-posted-yet] not posted yet: { $why }
   *[other] {""}
}

## Commands

weeks-group = The club's reading week
weeks-which-club = Which club, if the server has several
weeks-preview-command = Organizers: see the next post as it will look
weeks-post-command = Organizers: post now instead of at the next scheduled time
weeks-skip-command = Organizers: skip the next post; the syllabus doesn't change
weeks-unskip-command = Organizers: undo the last skip
weeks-catch-up-command = Organizers: no new paper at the next post; members read what is still open
weeks-move-command = Organizers: move the next post, or this week's meeting, to another day
weeks-move-to = The new day, such as Friday, 20 Dec or 2026-12-20
weeks-poll-command = Organizers: let members vote on what to read next
weeks-poll-candidates = Up to ten papers, with commas between them (default: the best-supported nominations)
weeks-poll-kinds = How members vote (default: Discord's poll)
weeks-poll-kind = { $kind ->
    [native] Discord's poll: one choice each
    [ranked] Ranked ballots, counted by the Schulze method
   *[run-off] Ranked ballots, counted by an instant run-off
}
weeks-close-command = Organizers: end logs or reviews early
weeks-close-what = What ends now
weeks-close-choice = { $what ->
    [logs] logs
   *[reviews] reviews
}
weeks-status-command = See this week: the reading, the dates, who is in, and what you still have to do

## What organizers decide

weeks-preview-note = -# Only you see this. It goes up in { $channel } on { TIMESTAMP($at, style: "F") }.
weeks-preview-note-with-poll =
    { weeks-preview-note }
    -# { $voting }{ $is_running ->
        [yes] {" "}If another paper wins, this post is about that one.
       *[no] {""}
    }
weeks-close-question =
    ### Close the { weeks-close-choice } of week { $number }, { $paper }?
    { $state } This can't be undone.
weeks-close-button = Close { weeks-close-choice } of week { $number }
weeks-logs-now = { $count ->
    [0] No log is in, so there will be nothing to review.
    [1] 1 log is in{ weeks-logs-missing }. Reviews start right away.
   *[other] { $count } logs are in{ weeks-logs-missing }. Reviews start right away.
}
weeks-logs-missing = { $missing ->
    [0] {""}
    [1] , and 1 member who is in hasn't written one
   *[other] , and { $missing } members who are in haven't written one
}
weeks-reviews-now = Reviews: { $reviews }. The week ends with its digest.
weeks-closed = { $what ->
    [logs] Logs
   *[reviews] Reviews
} of week { $number }, **{ $paper }**{ $thread ->
    [none] {""}
   *[other] {" "}({ $thread })
}, are closed.{ $what ->
    [logs] {" "}{ $reviews_due ->
        [none] { weeks-nothing-to-review }
       *[other] Reviews are open until { $reviews_due }.
    }
   *[reviews] {""}
}
weeks-posted = Week { $number }, **{ $paper }**, is going up in { $channel } now, instead of on { $slot }.
weeks-posted-meeting = Its meeting stays on { TIMESTAMP($meets, style: "F") }, after its logs are due ({ TIMESTAMP($logs_due, style: "F") }). `/week move to` gives it another day.
weeks-posted-not-queued = -# Nothing is queued after this, so the reading list takes over. Queue a paper with `/syllabus add`, or let members vote with `/week poll`.
weeks-post-again = Week { $number } just went up. Do you want to post the week after it now too, instead of on { $slot }?
weeks-post-again-button = Post another week now
weeks-not-counted = I'm still counting a poll, so nothing was posted. Try again in a minute, or post the paper that is next without the poll.
weeks-not-counted-button = Post without the poll
weeks-catch-up-set = On { $slot } there is a catch-up: no new paper, and members read what is still open. The syllabus doesn't change{ $after ->
    [none] {""}
   *[other] {" "}and continues on { $after }
}. Changed your mind? Press *Undo*, or use `/week unskip`.
weeks-move-question =
    ### Move the next post?
    From { TIMESTAMP($before, style: "F") }
    to { TIMESTAMP($after, style: "F") }
    Logs will be due { TIMESTAMP($logs_due, style: "F") }. The posts after it keep their days.{ $meeting ->
        [none] {""}
        [same] {" "}The meeting stays on { TIMESTAMP($meets, style: "F") }.
        [other] {" "}The meeting moves from { TIMESTAMP($met, style: "F") } to { TIMESTAMP($meets, style: "F") }.
        [new] {" "}There will be a meeting on { TIMESTAMP($meets, style: "F") }.
       *[off] {" "}**There will be no meeting** on { TIMESTAMP($met, style: "F") }. After the post, `/week move` can choose another day for it.
    }
weeks-move-ballots = The vote that is running ends { TIMESTAMP($ends, style: "F") }, so that it decides on this post.
weeks-move-poll = **The poll that is running can't move along.** It ends { TIMESTAMP($ends, style: "F") }, after this post. So the post brings the next paper of the syllabus, and the poll decides on the post after it.
weeks-move-button = Move the post
weeks-move-meeting-question =
    ### Move the meeting of week { $number }{ $part ->
        [none] {""}
       *[other] {" "}({ $part } of { $of })
    }?
    { $before ->
        [none] It is off now. It would be on { TIMESTAMP($after, style: "F") }
       *[other] From { TIMESTAMP($before, style: "F") }
    to { TIMESTAMP($after, style: "F") }
    }
weeks-move-meeting-button = Move the meeting
weeks-meeting-moved = Moved: the meeting is on { TIMESTAMP($at, style: "F") }. Its event, the post and the reminders follow.
weeks-slot-moved = Moved: the next post comes on { TIMESTAMP($at, style: "F") }. The club's channel is told.
weeks-skipped = Skipped: there will be no post on { $slot }. The syllabus doesn't change{ $after ->
    [none] {""}
   *[other] {" "}and continues on { $after }
}. Changed your mind? Press *Undo*, or use `/week unskip`. `/week post` posts that week now.
weeks-skipped-button = Undo
weeks-skip-again = { $number ->
    [none] The post on { $last } is already skipped
   *[other] The post on { $last } is week { $number }, which is already up
}. { $is_catch_up ->
    [yes] Do you want a catch-up on { $slot } too?
   *[no] Do you want to skip { $slot } too?
}
weeks-skip-again-button = { $is_catch_up ->
    [yes] Catch up then too
   *[no] Skip it too
}
weeks-unskipped = Undone: the post on { $slot } is back.
weeks-poll-started = Members vote in { $channel } until { TIMESTAMP($until, style: "F") }: { $papers }. The winner is { $is_late ->
    [yes] read after the next post's paper
   *[no] the next post's paper
}.
weeks-poll-nominations = -# { $count ->
    [1] 1 of them is nominated
   *[other] { $count } of them are nominated
}{ $waiting ->
    [0] {""}
    [1] , and 1 more nomination waits
   *[other] , and { $waiting } more nominations wait
}.
weeks-poll-tied = -# As well supported, but not in this vote: { LIST($papers, style: "and") }. { $rule ->
    [runner-up] Runners-up of the latest vote come first.
   *[earlier] What was nominated earlier comes first.
}

## Refusals

weeks-button-outdated = That button is no longer valid. Use the command again.
weeks-channel-unseen = I can't see the club's channel. Give me **View Channel** there, or choose another with `/club edit channel`.
weeks-permissions-missing = Nothing was posted: I'm missing { $missing } in { $channel }. Allow it there, then try again.
refusal-no-week-planned = The club is paused, so no week is planned. `/club resume` starts it again.
refusal-every-paper-read = The club has read every paper on the list. Queue one with `/syllabus add`.
refusal-decided-meanwhile = Someone else changed that in the meantime, so nothing was changed. `/club show` shows the next posts.
refusal-no-skip-ahead = No upcoming post is skipped. `/club show` shows the next posts.
refusal-nothing-to-close = { $number ->
    [none] No week of this club has open { weeks-close-choice }
   *[other] Week { $number } has no open { weeks-close-choice }
}. `/week status` shows how far it is.
refusal-outside-of-period = That day isn't in the next post's period. It can move to any day from { DATETIME($first, dateStyle: "medium") } to { DATETIME($last, dateStyle: "medium") }. To leave it out, use `/week skip`.
refusal-move-into-break = The club is on a break on { DATETIME($day, dateStyle: "medium") }. Choose another day, or remove the break with `/club break`.
refusal-move-into-past = The time of the post on { DATETIME($day, dateStyle: "medium") } has passed. Choose a later day, or post now with `/week post`.
refusal-same-day = The next post is on { DATETIME($day, dateStyle: "medium") } already.
refusal-slot-taken = { DATETIME($day, dateStyle: "medium") } has a post already, or is skipped. Choose another day.
refusal-unknown-date = { $typed } isn't a date I can read. Try `20 Dec`, `2026-12-20` or `Friday`.
refusal-unclear-date = { $typed } could be two days. Type one of { LIST($days, style: "or") }.
refusal-past-date = { DATETIME($day, dateStyle: "medium") } is over. Choose a day from today on.
refusal-far-date = { DATETIME($day, dateStyle: "medium") } is too far ahead. Choose a day in the next three years.
refusal-post-on-its-way = Week { $number } is already on its way. If it doesn't appear, `/club show` says why and can try again.
refusal-decided-already = The next post was already decided, so nothing more was skipped.
refusal-week-posted-lately = Week { $number } just went up, so nothing more was posted.
refusal-poll-ends = I'm still counting a poll. Try again in a minute.
refusal-reviewers-being-told = I'm telling reviewers right now whose log they have. Try again in a minute.
refusal-no-such-week = That week doesn't belong to a club of this server. `/week status` shows the current week.
refusal-week-over = That week is over. `/week status` shows the current one.
