# The wizard that sets a club up.

## Buttons and selects

club-setup-open = Set up a club
club-setup-channel = Channel: where the club meets
club-setup-day = Day of the weekly post
club-setup-day-choice = Day: { clubs-weekday }
club-setup-time = Time of the weekly post
club-setup-time-choice = Time: { $time }
club-setup-zone = Time zone
club-setup-role = Role to ping (optional)
club-setup-confirm-zone = Yes, { $zone }
club-setup-type = { $part ->
    [name] Rename
    [time] Another time
   *[zone] Another time zone
}
club-setup-finish = { $finish ->
    [preview] Preview
    [create] Create
   *[post] Post the first week now
}
club-setup-first-step = { $step ->
    [first-post] Post the first week now
   *[first-preview] Preview
}

## The wizard

club-setup-suggested-name = { $server } papers
club-setup-plain-name = Paper club
club-setup-heading =
    -# NEW READING CLUB
    ## { $club }
club-setup-summary =
    {"**"}Meets in** { $channel ->
        [none] no channel yet
       *[other] { $channel }
    }
    {"**"}Posts a paper** { $slot ->
        [none] at no time yet
       *[other] { $slot }
    }
    {"**"}Pings** { $role ->
        [none] nobody
       *[other] { $role }
    }
    {"**"}First post** { $first ->
        [none] once day, time and time zone are set
       *[other] { $first }
    }
club-setup-guessed = 🕑 { $zone } is my guess. Confirm it below, or choose another time zone.
club-setup-missing = Still to choose: { LIST($parts, style: "and") }.
club-setup-part = { $part ->
    [channel] the channel
    [day] the day
    [time] the time
   *[zone] the time zone
}
club-setup-not-ready = Choose a channel and confirm the time zone first.

## Forms

club-setup-typed-title = { $part ->
    [name] Name the club
    [time] Another time
   *[zone] Another time zone
}
club-setup-typed-label = { $part ->
    [name] Name
    [time] Time of the weekly post
   *[zone] City, country or time zone
}
club-setup-typed-hint = { $part ->
    [name] Up to 40 characters
    [time] Such as 18:30 or 6:30 pm
   *[zone] Such as Lisbon, Japan or America/Chicago
}

## After the club was created

club-setup-created =
    ### { $was_there ->
        [yes] { $club } is already set up
       *[no] { $club } is set up 🎉
    }
    { $at ->
        [none] It is paused: `/club resume` starts it again.
       *[other] The first paper goes up in { $channel } on { $at }. Until then, members can press *I'm in* there.
    }
club-setup-created-and-posted =
    ### { $was_there ->
        [yes] { $club } is already set up
       *[no] { $club } is set up 🎉
    }
    Open { $channel } and press *I'm in* under the post. Then *Next for me* tells you and everyone else what to do next.
club-setup-what-now = Don't want to wait? Post the first week now. To choose which papers come next, use `/syllabus use` or `/syllabus path`.
