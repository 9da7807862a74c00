# What is stored about a member, the file with it, and its deletion.

## Commands

privacy-group = What Paper Club stores about you
privacy-show-command = What is stored about you, why, for how long, and who can see it
privacy-export-command = Download everything that is stored about you
privacy-delete-command = Delete what is stored about you

## Buttons

privacy-button-download = Download my data
privacy-button-delete = Delete my data
privacy-button-export = { $reach ->
    [here] Only this server
   *[everywhere] Download from everywhere
}

## What is stored

privacy-heading = ### What Paper Club stores about you
privacy-nothing = Nothing at all. This changes when you press *I'm in*, write a log or a takeaway, review a log, or ask for reminders.
privacy-holding = { $name ->
    [paper-logs] Paper logs
    [log-versions] Versions of your logs
    [log-drafts] Drafts of logs
    [takeaways] Takeaways
    [nominations] Papers you nominated
    [supports] Nominations you support
    [ballots] Ballots in votes that go on
    [reviews] Reviews you wrote or were assigned
    [review-drafts] Drafts of reviews
    [freed-reviews] Reviews you no longer have to write
    [attendances] Weeks you are in or out
    [sign-ups] Clubs whose next week you are in for
    [presences] Meetings you were at
    [calendar-feeds] Your addresses of club calendars
    [willing-hosts] Clubs where you take turns hosting
    [host-answers] Sessions you were asked to host, or hosted
    [session-roles] Your roles in sessions
    [leavers] Servers you left
    [reminders] Reminders you asked for
    [server-papers] Papers you added
    [paper-suggestions] Papers you suggested
    [catalog-previews] Previews of papers to add
    [past-session-hosts] Sessions that you led before your club moved here
    [schedule-matches] Previews of schedules in which you were chosen as a host
    [schedule-previews] Previews of schedules to import
    [mentions] Messages of the bot that mention you
    [erasures] Deletions under way
   *[erasure-messages] Messages left to delete
}
privacy-count =
    - { $what }: { $here ->
        [none] { $total }
       *[other] { $here } in this server, { $total } in all
    }
privacy-why =
    {"**"}Why?** To post your logs, takeaways and reviews, to decide who reviews whom and what is read, to remind you, and to show you what you wrote. It is used for nothing else and given to nobody.
privacy-how-long =
    {"**"}How long?** Logs, takeaways, reviews and answers stay until you delete them, reminders until you stop them. Drafts go when you post or discard them, or when they are old. A ballot goes when its vote is counted. If a server removes the bot, its data goes 30 days later. Backups lose deleted data as new ones replace them.
privacy-who-sees =
    {"**"}Who can see it?** Members who can see your club's channel see your logs, your takeaways, your reviews and whether you are in. In an anonymous club, only organizers can look up who wrote a review. Nominations show your name too, but not in an anonymous club. Drafts, ballots, and logs outside clubs are yours alone. Whoever runs this bot can read its database.
privacy-not-stored =
    {"**"}Not stored:** your name, picture and email address, what you look up, how you vote in Discord's polls (Discord counts the votes), and any message that isn't a form of the bot.
privacy-choice =
    {"**"}Your choice:** `/privacy export` gives you everything as a file, and `/privacy delete` deletes it. { $is_in_server ->
        [yes] Both work for this server alone too.
       *[no] In a server, both work for that server alone too.
    }

## The file

privacy-exported =
    ### Your data{ $everywhere ->
        [yes] {" "}from everywhere
       *[no] {" "}from this server
    }{ $count ->
        [1] {""}
       *[other] , file { $number } of { $count }
    }
    `README.md` is for reading. `data.json` has the same data, and every detail, for programs. Both leave out what others wrote: the sentences you quoted in reviews are in their authors' logs.
privacy-nothing-to-export = { $everywhere ->
    [yes] Nothing is stored about you.
   *[no] Nothing is stored about you in this server.
}
privacy-readme-heading = # What Paper Club stores about you
privacy-readme-about =
    { $server ->
        [none] Everything, in every server and outside of them.
       *[other] Everything in the server { $server }.
    } Made on { $at }. `data.json` has the same data with every detail.
privacy-readme-where = Where: { $place }
privacy-readme-week = { $club }{ $week ->
    [none] {""}
   *[other] , week { $week }
}
privacy-readme-hidden-club = a club that you can't see
privacy-readme-no-club = not in a club; only you can see it
privacy-readme-withdrawn = You withdrew it.
privacy-readme-version = Version { $number }, { $at }
privacy-readme-reviewed = On a log about { $paper }
privacy-readme-review = Where: { $place }. { $written ->
    [none] Yours since { $assigned }, not written.
   *[other] Yours since { $assigned }, written { $written }.
}
privacy-readme-freed = - { $at }: on a log about { $paper }, in { $place }. { $fate ->
    [given] Somebody else got it.
    [pooled] Anybody may write it.
   *[released] Anybody may write it, you too.
}
privacy-readme-attendance = - { $at }: { $place }{ $paper ->
    [none] {""}
   *[other] {" "}({ $paper })
}: { $answer ->
    [in] you're in
    [out] you can't make it
   *[none] you took your answer back
}
privacy-readme-presence = - { $at }: { $place }: { $answer ->
    [in] you were at the meeting
   *[none] you took back that you were at the meeting
}
privacy-readme-left = - { $at }: the server { $server }
privacy-readme-willing = - { $at }: { $place }
privacy-readme-hosting = - { $at }: { $place }, { $day }: { $what ->
    [asked] you were asked to host
    [offered] you offered to host
    [hosts] you hosted
    [declined] you didn't host
    [hidden] you didn't host: you couldn't see the club's channel
    [hid-yes] you offered to host, and then couldn't see the club's channel
    [hid-host] you hosted, until you couldn't see the club's channel
    [archaeologist] archaeologist
    [critic] critic
   *[practitioner] practitioner
}
privacy-readme-reminder = - { $at }: for the server { $server }
privacy-readme-nomination = Where: { $place }. Since { $at }, { $state ->
    [open] open.
    [chosen] chosen.
   *[withdrawn] withdrawn.
}
privacy-readme-ballot = - { $at }: { $papers }
privacy-readme-added = - { $at }: { $title }, in the server { $server }
privacy-readme-suggested = { $at }, in the server { $server }:
privacy-readme-previewed = - { $at }: in the server { $server }
privacy-mention = { $kind ->
    [reminder] a reminder
    [direct] a reminder by direct message
    [host-direct] a direct message about hosting
    [host-call] the word about hosting
    [revised] the word about a revised log
    [assignments] the list of reviewers
    [review] a review
    [review-edit] a change to a review
    [review-reminder] a reminder to review
   *[other] a message
}
privacy-readme-draft = Where: { $place }. Typed on { $at }.
privacy-readme-not-accepted = What you typed last, which could not be accepted:

## Deletion

privacy-button-reach = { $reach ->
    [here] Only this server
   *[everywhere] Everywhere
}
privacy-button-reviews = { $reviews ->
    [keep] Keep my reviews without my name
   *[delete] Delete my reviews too
}
privacy-button-erase = Delete for good
privacy-button-spare = Keep everything
privacy-erase-heading =
    ### { $is_new ->
        [yes] That question was an old one, and nothing was deleted. Do you still want to delete
       *[no] Delete
    } what is stored about you { $is_here ->
        [yes] in this server
       *[no] everywhere
    }?
privacy-erase-nothing = { $is_here ->
    [yes] Nothing is stored about you in this server.
   *[no] Nothing is stored about you.
}
privacy-erase-goes = **What goes**
privacy-erase-what = - { $what ->
        [logs] { $count ->
            [1] Your log, with every version and message, and what others quoted from it
           *[other] Your { $count } logs, with every version and message, and what others quoted from them
        }
        [takeaways] { $count ->
            [1] Your takeaway
           *[other] Your { $count } takeaways
        }
        [drafts] { $count ->
            [1] 1 draft
           *[other] { $count } drafts
        }
        [duties] { $count ->
            [1] 1 review that you have to write: it goes to somebody else, if anybody can take it
           *[other] { $count } reviews that you have to write: they go to others, if somebody can take them
        }
        [presences] { $count ->
            [1] That you were at a meeting
           *[other] That you were at { $count } meetings
        }
        [feeds] Your { $count ->
            [1] address of a club's calendar: your calendar app
           *[other] { $count } addresses of clubs' calendars: your calendar app
        } gets nothing more
        [choosing] Your name and reasons on what you nominated, which nominations you support, and your ballot if a vote goes on
        [hosting] Where you host or hosted, were asked to, or have a role: sessions ahead are free for others
        [reminders] That you asked for reminders by direct message, and those that I sent you
       *[answers] { $count ->
            [1] Your answer under a weekly post
           *[other] Your answers under { $count } weekly posts
        }
    }
privacy-erase-reviews = - { $reviews ->
        [keep] Your name on { $count ->
            [1] the review
           *[other] the { $count } reviews
        } that you wrote
       *[delete] { $count ->
            [1] The review
           *[other] The { $count } reviews
        } that you wrote. Where reviews are anonymous, others may guess from what disappears which were yours.
    }
privacy-erase-name = - Your name in my other messages
privacy-erase-stays = **What stays**
privacy-erase-reviews-stay = - { $count ->
        [1] The review that you wrote, as a former member's. Once all is done, nothing says that it was yours, so you can't delete it any more.
       *[other] The { $count } reviews that you wrote, as a former member's. Once all is done, nothing says that they were yours, so you can't delete them any more.
    }
privacy-erase-others-stay = - What others wrote about your logs, in their own words
privacy-erase-nominations-stay = - Papers that you nominated, as nobody's, so that others can still choose them
privacy-erase-rest-stays =
    - Clubs that you created
    - What Discord keeps itself: your own messages, and your votes in polls
privacy-erase-for-good = This can't be undone. You can use Paper Club again whenever you like.
privacy-spared = Nothing was deleted.
privacy-erased = { $is_new ->
    [yes] ### Deleted from the database
   *[no] ### Deleted already
}
    { $is_under_way ->
        [yes] Messages in Discord follow now. This answer changes once they are done, unless that takes more than a few minutes. `/privacy show` tells you at any time.
       *[no] Nothing of it is left, in the database or in Discord.
    }
privacy-erased-all =
    ### Deleted
    { $is_here ->
        [yes] Nothing about you in this server is left
       *[no] Nothing about you is left
    }, in the database or in Discord. Backups lose it as new ones replace them.
privacy-erasure =
    ⏳ **Your data is being deleted{ $is_here ->
        [yes] {" "}in one server
       *[no] {""}
    }** since { TIMESTAMP($at, style: "f") }. It is gone from the database. { $left ->
        [0] The last messages are being checked.
        [1] 1 message is left.
       *[other] { $left } messages are left.
    }
privacy-erasure-held = - { $channel ->
    [none] {""}
   *[other] { $channel }:{" "}
}{ $trouble }
privacy-erasure-trouble = { $code ->
    [locked] The thread is locked. Unlock it, or ask an organizer to.
    [permission] I'm missing { LIST($missing, style: "and") } there. Ask an organizer to allow it.
    [no-access] I can't see the channel. Ask an organizer to give me View Channel there.
    [channel-gone] I can't reach the channel. If the server removed me, ask somebody who runs it to delete my messages.
    [text] The server's AutoMod blocked the change. Ask an organizer to exempt me from that rule.
   *[other] { $said }
}
privacy-erasure-goes-on = - I try again by myself, at first every hour.

## Servers

privacy-left-server-letter =
    I was removed from **{ $server }**, so its clubs are paused. I keep their weeks, logs and reviews until { TIMESTAMP($erased, style: "D") }. After that I erase them.

    Was it a mistake? Add me to the server again before that day. Then nothing is lost, and `/club resume` starts a club again.

    -# I'm writing to you because you own this server.
