# `/next` and the button *Next for me*: one sentence about the one thing to do next.

next-step-command = The one thing for you to do next in your reading club
next-step-which-club = Which club, if the server has several
next-step-button = Next for me

next-step-club = -# { $club }
next-step-week = -# { $club } · Week { $week }

# What to do. Each has one button, except for the last.
next-step-what = { $kind ->
    [review] Review { $author }'s log on **{ $paper }**{ next-step-due }.
    [write] { $has_draft ->
        [yes] Finish your log on **{ $paper }**{ next-step-due }. What you typed is kept.
       *[no] Write your log on **{ $paper }**{ next-step-due }. Three to five sentences are enough.
    }
    [join] This week's paper is **{ $paper }**. Are you in?{ $due ->
        [none] {""}
       *[other] {" "}Logs are due { TIMESTAMP($due, style: "F") }.
    }
    [late] { $has_draft ->
        [yes] Logs are closed, but late ones are welcome: finish yours on **{ $paper }**. What you typed is kept.
       *[no] Logs are closed, but late ones are welcome: write yours on **{ $paper }**.
    }
    [help] { $author }'s log on **{ $paper }** has no review yet. Would you like to write one?{ $due ->
        [none] {""}
       *[other] {" "}Reviews are due { TIMESTAMP($due, style: "F") }.
    }
    [edit] Your log on **{ $paper }** is in. { $due ->
        [none] You can still edit it.
       *[other] You can edit it until logs close, { TIMESTAMP($due, style: "F") }. Then you review each other's logs.
    }
    [rest] You can't make it this week, and that's fine. Changed your mind? Press *I'm in*.
   *[done] { $is_over ->
        [yes] Week { $week } is over, so there is nothing left to do.
       *[no] { $has_logged ->
            [yes] You're done for week { $week }, thank you!
           *[no] { $has_takeaway ->
                [yes] Your takeaway for week { $week } is in, thank you!
               *[no] There is nothing for you to do now.
            }
        }{ $is_log_optional ->
            [yes] {" "}You can still write a full log if you like.
           *[no] {""}
        }{ $digest ->
            [none] {""}
           *[other] {" "}The digest is out on { TIMESTAMP($digest, style: "F") }.
        }
    }
}
next-step-due = { $due ->
    [none] {""}
   *[other] , due { TIMESTAMP($due, style: "F") }
}

# Before a club's first week.
next-step-first = { $has_joined ->
    [yes] You're in for the first week! Its paper comes on { TIMESTAMP($at, style: "F") }, and I'll name you in the post. Until then, `/howto` shows how to read it.
   *[no] The first paper comes on { TIMESTAMP($at, style: "F") }. Are you in?
}

# What comes by itself.
next-step-then = { $is_on_its_way ->
    [yes] The next post is on its way.
   *[no] { $at ->
        [none] The club is paused, so no post is planned.
       *[other] The next post is on { TIMESTAMP($at, style: "F") }.
    }
}
