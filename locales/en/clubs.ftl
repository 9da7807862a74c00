# Setting up and managing reading clubs.

## Commands

clubs-command = Set up and run a reading club
clubs-create-command = Start a reading club in this server
clubs-show-command = See a club's settings, its next posts, and any problems
clubs-edit-command = Change a club's settings
clubs-pause-command = Pause a club: no new weeks until it is resumed
clubs-resume-command = Resume a paused club
clubs-close-command = Close a club for good; asks you first
clubs-option-name = The club's name
clubs-option-channel = The text or forum channel it meets in
clubs-option-day = The day of the weekly post
clubs-option-time = The time of the weekly post, such as 18:00 or 6 pm
clubs-option-timezone = Time zone: type a city
clubs-option-role = The role that posts ping
clubs-option-organiser-role = A role that may manage the club, besides people with Manage Server
clubs-option-log-days = Days from the post until paper logs are due, 1 to 14 (default 5)
clubs-option-review-days = Days from then until reviews are due, 1 to 14 (default 2)
clubs-option-reviewers = Reviewers for each log, 1 to 3 (default 2)
clubs-option-anonymous = Hide reviewers' names (default: show them)
clubs-option-host-picks = Let the next session's host choose its paper, without a vote (default: no)
clubs-option-auto-vote = After each post, let members rank what is nominated, by itself (default: no)
clubs-option-rhythm = How often the club meets (default: every week)
clubs-option-takeaways = Let members without time for a log leave one sentence (default: yes)
clubs-option-tag = In a forum: the tag for its posts
clubs-option-without = Clear a setting
clubs-option-club = Which club (default: this channel's)
clubs-weekday = { $day ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
}
clubs-rhythm = { $rhythm ->
    [weekly] every week
    [two-weeks] every 2 weeks
    [three-weeks] every 3 weeks
    [four-weeks] every 4 weeks
    [first] the first weekday of the month
    [second] the second weekday of the month
    [third] the third weekday of the month
    [fourth] the fourth weekday of the month
   *[last] the last weekday of the month
}
clubs-no-such-rhythm = Choose a rhythm from the list that Discord offers, such as `every 2 weeks`.
clubs-removable = { $setting ->
    [role] role
    [organiser_role] organizer role
    [meeting] live meetings
    [meeting_place] place of the meetings
   *[tag] tag
}
clubs-zone = { $zone } · now { $time }

## Which club

clubs-none-yet = This server has no reading club yet.
clubs-who-may-create = Anyone with Manage Server can start one: `/club create`.
clubs-none-here =
    { clubs-none-yet } { $may_create ->
        [yes] Set one up here: it takes a minute. Or look at a paper first.
       *[no] Anyone with **Manage Server** can set one up. Until then, pick a paper below, look one up with `/paper`, or keep a log for yourself with `/log write paper`.
    }
clubs-only-in-servers = Reading clubs live in servers. Try this in the server where your club meets.

refusal-no-club-to-mean = { clubs-none-yet } { clubs-who-may-create }
refusal-which-club = Which club? Name one with the `club` option: { $names }.
refusal-unknown-club =
    I can't find that club here. { COUNT($names) ->
        [0] { clubs-who-may-create }
       *[other] Clubs here: { $names }.
    }
refusal-club-gone = That club is no longer here. `/club show` shows the ones that are.
refusal-club-closed = That club was closed. `/club show` shows the ones that are running.

## Who may manage a club

clubs-for-organizers =
    That's for organizers: you need the **Manage Server** permission{ $role ->
        [none] {""}
       *[other] , or the role { $role }
    }.
clubs-needs-manage-server = Only members with the **Manage Server** permission can set up a club. Ask one of them, and meanwhile look up a paper with `/paper`.

## Settings that are refused

clubs-which-setting = Which setting? Give at least one option besides `club`.
clubs-not-everyone = `@everyone` can't be a club's role. Choose a role that members can take on, or leave it out.
clubs-not-removable = `without` can clear one of these: { $settings }.
clubs-with-and-without = You gave { $option }, and asked to clear { $setting }. Do one of the two; nothing was changed.

refusal-nameless-club = A club needs a name, such as `Sunday papers`.
refusal-long-club-name = Names can be up to { $most } characters (yours has { $length }).
refusal-club-name-taken = This server already has a club called { $name }. Choose another name.
refusal-unknown-weekday = Which day? Choose one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.
refusal-bad-time-of-day = { $typed } isn't a time. Try `18:00` or `6 pm`.
refusal-setting-out-of-range = { $setting } can be { $least } to { $most }, not { NUMBER($value, useGrouping: "true") }.
refusal-too-many-clubs = A server can have up to { $most } clubs, and this one has that many. Close one first.

## Breaks that are refused

refusal-break-backwards = A break can't end on { DATETIME($last, dateStyle: "medium") } if it begins on { DATETIME($first, dateStyle: "medium") }. Swap the two dates.
refusal-break-too-long = A break can have up to { $most } days (yours has { $days }). For a longer rest, `/club pause` stops the club until `/club resume`.
refusal-break-over = That break was over on { DATETIME($last, dateStyle: "medium") }. Choose dates ahead.
refusal-breaks-overlap = The club has a break { $is_one_day ->
    [yes] on { DATETIME($first, dateStyle: "medium") }
   *[no] from { DATETIME($first, dateStyle: "medium") } to { DATETIME($last, dateStyle: "medium") }
} already. Choose other days, or remove that break first.
refusal-too-many-breaks = A club can have up to { $most } breaks ahead. Remove one first.
refusal-long-break-reason = A reason can be up to { $most } characters (yours has { $length }). Shorten it.

## Time zones that are refused

clubs-large-city = Type a large city in it, such as `Berlin`.
clubs-zones-meant = { COUNT($zones) ->
    [0] { clubs-large-city }
   *[other] Did you mean { LIST($zones, style: "or") }?
}

refusal-which-time-zone = Which time zone? { clubs-large-city }
refusal-not-one-time-zone =
    { $typed } { $fault ->
        [unknown] is an unknown time zone
        [offset] ignores daylight saving time
        [abbreviation] is an abbreviation that may ignore daylight saving time
       *[unclear] { COUNT($zones) ->
            [1] could be a small place
           *[other] could be in several time zones
        }
    }. { clubs-zones-meant }

## What the club's state does not allow

refusal-club-paused-already = The club is already paused. `/club resume` starts it again.
refusal-club-running = The club is already running.
refusal-post-going-out = This week's post is going out right now. Try again in a minute.

## Where a club meets

clubs-bold = { LIST($names, style: "and") }
clubs-not-heard-of =
    Discord isn't telling me about this server right now, so I can't see its channels and roles. Try again in a few minutes.
clubs-cannot-meet-in = A club can't meet in { $channel }. Choose a text or forum channel.
clubs-channel-unseen = I can't see { $channel }. Give me **View Channel** there, then try again.
clubs-channel-lacks =
    I can't run a club in { $channel } yet: I'm missing { $missing } there. Allow it in the channel's settings, under Permissions, then try again.
clubs-not-your-channel = You can't view { $channel } yourself. Choose a channel you can view.
clubs-channel-deleted = The club's channel was deleted. Choose another with `channel` first.
clubs-no-usable-tag =
    { $channel } requires a tag on every post, but has none I may use. Add a tag that isn't only for moderators, then try again.
clubs-tags-in-forums = Only forums have tags, and this club meets in a text channel.
clubs-no-such-tag =
    { $channel } has no such tag. It has: { COUNT($tags) ->
        [0] none I may use
       *[other] { $tags }
    }.

## What is wrong with the settings

clubs-unknown-now =
    Discord isn't telling me about this server right now, so I can't check its channels and roles.
clubs-channel-gone = The channel was deleted. Choose another with `/club edit channel`.
clubs-role-gone =
    The role that posts ping was deleted, so posts ping nobody. Choose another with `/club edit role`.
clubs-organizers-gone = The organizer role was deleted. Choose another with `/club edit organiser_role`.
clubs-tag-gone = The tag for the club's posts was deleted. Choose another with `/club edit tag`.
clubs-tag-wanted = The forum requires a tag on every post, and the club has none. Choose one with `/club edit tag`.
clubs-silent-role =
    Posts will name { $role } but notify nobody. Turn on *Allow anyone to @mention this role* in the role's settings.
clubs-lacks = I'm missing { $missing } in { $channel }. Allow it there.

## Buttons

clubs-try-again = Try again
clubs-close-for-good = Close for good
clubs-about = About this club

## A club's page

clubs-heading =
    -# READING CLUB · { $state ->
        [created] CREATED
        [changed] CHANGED
        [paused] PAUSED
       *[running] RUNNING
    }
    ## { $club }
    In { $channel }, { $slot }
clubs-slot =
    { $rhythm ->
        [weekly] { clubs-weekdays }
        [two-weeks] { clubs-weekdays } every 2 weeks
        [three-weeks] { clubs-weekdays } every 3 weeks
        [four-weeks] { clubs-weekdays } every 4 weeks
        [first] on the first { clubs-weekday } of the month
        [second] on the second { clubs-weekday } of the month
        [third] on the third { clubs-weekday } of the month
        [fourth] on the fourth { clubs-weekday } of the month
       *[last] on the last { clubs-weekday } of the month
    } at { $time }, { $zone }
clubs-weekdays = { $weekday ->
    [0] Mondays
    [1] Tuesdays
    [2] Wednesdays
    [3] Thursdays
    [4] Fridays
    [5] Saturdays
   *[6] Sundays
}
clubs-breaks = **Breaks**
clubs-more-breaks = -# And { $count } more: `/club break` lists all.
clubs-next-post = **Next post** { $at }
clubs-no-new-week = Paused: no new week starts until `/club resume`.
clubs-gap =
    -# That is { $days ->
        [1] 1 day
       *[other] { $days } days
    } after the last one{ $is_late ->
        [yes] ; `/week post` posts it now
       *[no] {""}
    }.
clubs-settings =
    {"**"}Paper logs** are due { $log_days ->
        [1] 1 day
       *[other] { $log_days } days
    } after the post
    {"**"}Reviews** are due { $review_days ->
        [1] 1 day
       *[other] { $review_days } days
    } after that: { $reviewers ->
        [1] 1 reviewer
       *[other] { $reviewers } reviewers
    } per log, { $is_anonymous ->
        [yes] without names
       *[no] with names
    }
    {"**"}Takeaways** { $has_takeaways ->
        [yes] from members without time for a log
       *[no] off
    }
    {"**"}Pings** { $role ->
        [none] nobody yet; choose a role with `/club edit role`
       *[other] { $role }
    }
    {"**"}Organizers** members with Manage Server{ $organizers ->
        [none] {""}
       *[other] {" "}and { $organizers }
    }
clubs-host-picks = **Hosts** may choose the paper of their session
clubs-auto-vote = **Votes** start by themselves after each post, if two papers or more are nominated
clubs-tag-of-posts = **Tag** of its posts: { $tag }
clubs-next-steps =
    {"**"}What to do next**
    - Choose what to read: `/syllabus use` queues a ready track, `/syllabus path` the papers that lead up to one you want to understand. Otherwise we start with the must-reads.
    - `/week preview` shows the next post as it will look, and `/week post` posts it now.
    - `/club edit` changes any of this.
clubs-week-goes-on = -# A week that is under way keeps its deadlines.
clubs-next-posts = **Next posts**
clubs-planned-post =
    - { $at } · { $paper }{ $decided_by ->
        [poll] {" "}· *unless the poll decides otherwise*
        [list] {" "}· *from the list*
       *[queue] {""}
    }
clubs-all-read =
    - { $at }
    The club has read every paper on the list. Queue one with `/syllabus add`.
clubs-troubles = { $is_troubled ->
    [yes] **What went wrong**
   *[no] **Left out**
}
clubs-held-up =
    { $kind ->
        [post] The weekly post
        [post-edit] A change of the weekly post
        [guide] The week's reading guide
        [reminder] A reminder
        [direct] A reminder by direct message
        [digest] The week's digest
        [poll] The poll
        [poll-edit] The new end of the vote
        [poll-result] The poll's result
        [poll-end] The end of the poll
        [moved] The word about new dates
        [catch-up] The word about a catch-up
        [presences] The question who was at the meeting
        [club-news] The word about the club
        [notice] A notice
        [log] A paper log
        [log-edit] A log's new version
        [revised] The word about a revised log
        [assignments] The list of reviewers
        [review] A review
        [review-edit] A change to a review
        [digest-edit] A change to a digest
        [digest-update] News for a digest
        [delete] The removal of an erased message
        [unmention] The removal of a former member's name
        [welcome] The welcome
        [event] The event of the meeting
        [event-edit] A change of the meeting's event
        [event-end] The end of a meeting's event
        [meeting-reminder] A reminder of the meeting
        [host-direct] A direct message to a host
        [host-call] The word to a host
       *[review-reminder] A reminder
    } { $is_twice ->
        [yes] is there twice
       *[no] waits
    }. { $trouble }

## Closing, and held-up messages

clubs-close =
    ## Close { $club }?
    The current week ends, so does a vote without a result, the syllabus is archived, and nothing more is posted. Posts so far stay where they are. You can't undo this. To stop only for a while, use `/club pause`.
clubs-tried = { $count ->
    [0] Nothing is held up.
    [1] I'm sending the message that was held up. `/club show` tells you how it went.
   *[other] I'm sending { $count } messages that were held up. `/club show` tells you how it went.
}
clubs-still-in-the-way = This still needs fixing:

## What the channel and the organizers read

clubs-news =
    {"**"}{ $club }** { $news ->
        [created] starts here! { $is_weekly ->
            [yes] Every week we read a paper together, write a few sentences about it, and review each other's.
           *[no] We read papers together, write a few sentences about each, and review each other's.
        }{ $next ->
            [none] {""}
           *[other] {" "}The first paper comes on { $next }. Press *I'm in*, and I'll name you in its post.
        } New to this? `/howto`
        [paused] is paused. A week under way runs to its end, and no new one starts until `/club resume`.
        [resumed] is back.{ $next ->
            [none] {""}
           *[other] {" "}The next post is on { $next }.
        }
        [break] takes a break: { $days }. No posts, deadlines or reminders on these days.{ $next ->
            [none] {""}
           *[other] {" "}The next post is on { $next }.
        }
        [moved] posts on another day this time: on { $next } instead of on { $days }.
       *[closed] has closed. Thank you for reading together! Its posts stay where they are.
    }
# The name of a forum post.
clubs-welcome-thread = Welcome to { $club }
clubs-notice =
    ### { $whose }: { $kind ->
        [post] the weekly post
        [post-edit] a change of the weekly post
        [guide] the week's reading guide
        [reminder] a reminder
        [direct] a reminder by direct message
        [digest] the week's digest
        [poll] the poll
        [poll-edit] the new end of the vote
        [poll-result] the poll's result
        [poll-end] the end of the poll
        [moved] the word about new dates
        [catch-up] the word about a catch-up
        [presences] the question who was at the meeting
        [club-news] the word about the club
        [notice] a notice
        [log] a paper log
        [log-edit] a log's new version
        [revised] the word about a revised log
        [assignments] the list of reviewers
        [review] a review
        [review-edit] a change to a review
        [digest-edit] a change to a digest
        [digest-update] news for a digest
        [delete] the removal of an erased message
        [unmention] the removal of a former member's name
        [welcome] the welcome
        [event] the event of the meeting
        [event-edit] a change of the meeting's event
        [event-end] the end of a meeting's event
        [meeting-reminder] a reminder of the meeting
        [host-direct] a direct message to a host
        [host-call] the word to a host
       *[review-reminder] a reminder
    } { $is_twice ->
        [yes] is there twice
       *[no] could not be sent
    }
    { $call ->
        [none] {""}
       *[other] { $call }{" "}
    }{ $trouble }
    -# { $is_twice ->
        [yes] I posted it twice{ $channel ->
            [none] {""}
           *[other] {" "}in { $channel }
        } and could not remove the copy.
       *[no] It{ $channel ->
            [none] {""}
           *[other] {" "}was for { $channel } and
        } is kept.
    } Organizers can press *Try again*; `/club show` tells them more.
clubs-a-club = A reading club
