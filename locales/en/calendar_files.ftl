# A club's calendar: a file (.ics), and a feed to subscribe to.

calendar-files-command = Get the club's next sessions as a calendar file
calendar-files-file =
    ### Calendar of { $club }
    { $count ->
        [0] No sessions are planned now, and the ones in this file are canceled.
        [1] The next { $meets ->
            [yes] meeting
           *[no] weekly post
        }, as planned now.
       *[other] The next { $count } { $meets ->
            [yes] meetings
           *[no] weekly posts
        }, as planned now.
    } Open the file to add them. When plans change, get it again: it moves and cancels the sessions that you have already added.
calendar-files-address =
    {"**"}Always up to date:** subscribe to this address in your calendar app.
    { $address }
    -# Whoever has the address can see the sessions, so keep it inside the club.{ $steers ->
        [yes] {" "}*New address* replaces it: everyone who subscribed has to subscribe again.
       *[no] {""}
    }
calendar-files-button = New address
calendar-files-renewed =
    ### { $club } has a new calendar address
    The old one no longer works.
calendar-files-nothing = Nothing is planned for this club, so there is nothing to put into a calendar. `/club show` says how it is doing.
calendar-files-no-feed = This bot has no calendar addresses any more. Get the file with `/week calendar`.
refusal-calendar-not-yours = Only organizers can replace the calendar's address. `/week calendar` shows the current one.

## Inside the calendar: plain text, without Discord's markup

# The name of the event. It begins like this so that a club can read its own file back.
calendar-files-summary = { $paper ->
    [none] Paper club
   *[other] Paper club: { $paper }
}
calendar-files-where = { $number ->
    [none] { $club }
   *[other] { $club }, week { $number }{ $part ->
        [none] {""}
       *[other] {" "}(meeting { $part } of { $of })
    }
}
calendar-files-standing = { $standing ->
    [posted] {""}
    [planned] { $has_paper ->
        [yes] Planned: the club can still change the paper.
       *[no] The paper isn't chosen yet.
    }
    [skipped] Skipped: the club has no session this time.
    [break] { $reason ->
        [none] The club has a break.
       *[other] The club has a break: { $reason }
    }
   *[cancelled] Canceled.
}
