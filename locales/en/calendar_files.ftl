# A club's calendar: a file (.ics), and a feed to subscribe to.

calendar-files-command = Get the club's next sessions as a calendar file
calendar-files-file =
    ### Calendar of { $club }
    { $count ->
        [0] No sessions are planned now. Open the file to remove the ones that you have already added to your calendar. When there are new plans, get it again.
        [1] The next { $meets ->
            [yes] meeting
           *[no] weekly post
        }, as planned now.
       *[other] The next { $count } { $meets ->
            [yes] meetings
           *[no] weekly posts
        }, as planned now.
    }{ $count ->
        [0] {""}
       *[other] {" "}Open the file to add them. When plans change, get it again: it moves and cancels the sessions that you have already added.
    }
calendar-files-feed =
    {"**"}Always up to date:** { $since ->
        [none] get an address that your calendar app can subscribe to.
       *[other] you have had an address for your calendar app since { DATETIME($since, dateStyle: "medium") }. I can't show it again; *New address* replaces it.
    }
    -# It is yours alone. It stops working when you leave the server or can't see the club's channel any more.{ $is_organizer ->
        [yes] {" "}*Revoke all addresses* ends everybody's.
       *[no] {""}
    }
calendar-files-button = { $has_one ->
    [yes] New address
   *[no] Get my address
}
calendar-files-revoke = Revoke all addresses
calendar-files-address =
    ### Your calendar address of { $club }
    { $address }
    Copy it now, and subscribe to it in your calendar app: I don't keep it, so I can't show it again. If you had one before, it no longer works.
    -# It is yours alone, so keep it to yourself: whoever has it can see the sessions.
calendar-files-revoked = { $count ->
    [0] Nobody had an address of the calendar of { $club }.
    [1] 1 address of the calendar of { $club } no longer works. Its owner can get a new one with `/week calendar`.
   *[other] { $count } addresses of the calendar of { $club } no longer work. Members who see the club can get new ones with `/week calendar`.
}
calendar-files-nothing = Nothing is planned for this club, so there is nothing to put into a calendar. `/club show` says how it is doing.
calendar-files-no-feed = This bot has no calendar addresses any more. Get the file with `/week calendar`.
refusal-calendar-not-yours = Only organizers can revoke everybody's addresses. *New address* under `/week calendar` replaces yours.

## Inside the calendar: plain text, without Discord's markup

# The name of the event. It begins like this so that a club can read its own file back.
calendar-files-summary = { $paper ->
    [none] Paper club
   *[other] Paper club: { $paper }
}
calendar-files-passcode = The meeting's password is in the club's post in Discord.
calendar-files-where = { $number ->
    [none] { $club }
   *[other] { $club }, week { $number }{ $part ->
        [none] {""}
       *[other] {" "}(meeting { $part } of { $of })
    }
}
calendar-files-status = { $status ->
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
