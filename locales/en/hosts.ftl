# Who hosts a club's sessions: `/host`, messages to hosts, and their card.

## Commands

hosts-group = Who leads which session
hosts-volunteer-command = Offer to host: take turns with others, or one session
hosts-decline-command = Say that you can't host after all, or stop being asked
hosts-list-command = See who hosts the next sessions, and take a role
hosts-assign-command = Choose who hosts a session
hosts-option-club = Which club; leave it out in the club's own channel
hosts-option-week = The session's date
hosts-option-member = Who hosts it
hosts-choice = { DATETIME($day, dateStyle: "medium") } · { $paper ->
    [none] not chosen yet
   *[other] { $paper }
}{ $is_hosted ->
    [yes] {" "}· has a host
   *[no] {""}
}
hosts-pick-a-week = I don't know that session. Pick one from the suggestions, or type its date, such as `20 Dec`.

## Buttons

hosts-button = { $action ->
    [accept] I'll host
    [decline] Not this time
    [offer] I'll host after all
    [willing] Take turns hosting
    [stop] Stop asking me
   *[card] Show my card
}
hosts-give-back = I can't host
hosts-day = { DATETIME($day, dateStyle: "medium") }
hosts-role = { $role ->
    [archaeologist] Archaeologist
    [critic] Critic
   *[practitioner] Practitioner
}
hosts-role-is = { $role ->
    [archaeologist] Where does the paper come from?
    [critic] What is weak about it?
   *[practitioner] How would you use it?
}
hosts-role-back = Give back: { hosts-role }
hosts-role-pick = Take a role on { DATETIME($day, dateStyle: "medium") }

## Messages to hosts

hosts-session-of = { $paper ->
    [none] the session in the week of { DATETIME($day, dateStyle: "medium") }
   *[other] the session on { $paper }
}
hosts-message = { $news ->
    [asked] ### Would you host { hosts-session-of }?
    [taken] ### You host { hosts-session-of }
    [assigned] ### You were chosen to host { hosts-session-of }
    [off] ### You don't need to host on { DATETIME($day, dateStyle: "medium") }
    [moved] ### Your session has moved: { hosts-session-of }
   *[card] ### You host { hosts-session-of }, and it begins soon
}
    {"**"}{ $club }**{ $news ->
        [off] {""}
       *[other] {" "}· { TIMESTAMP($at, style: "F") }
    }
    { $news ->
        [off] The club has no session then, or it is part of another one. There is nothing for you to do, and your next turn comes as before. `/host list` shows the sessions ahead.
        [asked] It's your turn. You open the session, keep an eye on the time, and ask the first question. Answer by { TIMESTAMP($until, style: "f") }; after that I'll ask somebody else.
        [moved] The club's dates have changed, and your session moved along. If you can't host then, say so below, and I'll look for somebody else.
        [taken] Your offer was taken, thank you! Your card has an agenda and questions to ask.
        [assigned] An organizer chose you. If you can't, say so below, and I'll look for somebody else.
       *[card] Your card has an agenda, what members wrote, and questions to ask.
    }
hosts-answered = { $answer ->
    [hosts] You host { hosts-session-of } ({ TIMESTAMP($at, style: "F") }). Thank you! Your card has an agenda and questions to ask.
    [offered] Thank you! { $host ->
        [none] Members who have not hosted for longer are asked first. If they can't, you host { hosts-session-of } ({ TIMESTAMP($at, style: "F") }), and I'll tell you.
       *[other] { $host } hosts { hosts-session-of }. If they can't, you take over, and I'll tell you.
    }
    [asked] You may still host { hosts-session-of } ({ TIMESTAMP($at, style: "F") }).
   *[declined] All right, you don't host { hosts-session-of }. I'll ask somebody else; there is nothing else for you to do.
}
hosts-in-channel = { $host ->
    [none] Thank you! I'll see who hosts { hosts-session-of }.
   *[other] { $host } hosts { hosts-session-of } ({ TIMESTAMP($at, style: "F") }). Thank you!
}
hosts-assigned = { $host } hosts { hosts-session-of } ({ TIMESTAMP($at, style: "F") }). { $told ->
    [own] `/host list` has your card, and `/host decline` gives the session back.
    [untold] Please let them know: before the forum's first week, I have no place to write to them. They may decline with `/host decline`.
   *[told] I'll let them know, and they may decline.
}
hosts-willing = { $is_new ->
    [yes] Thank you! You now take turns hosting **{ $club }**.
   *[no] You take turns hosting **{ $club }** already.
} When it's your turn, I ask you by direct message, or in the club's channel if yours are closed. You have two days to answer, and saying no is fine.
hosts-stopped = I won't ask you to host any more. Sessions that you host already stay yours.
hosts-which = Which session can't you host?
hosts-nothing-to-decline = You host no session, and nobody has asked you to. { $is_willing ->
    [yes] Press the button if you don't want to take turns any more.
   *[no] `/host list` shows who hosts.
}
hosts-cannot-host = { $why ->
    [bot] { $member } is a bot, so it can't host. Choose a member.
    [elsewhere] { $member } isn't in this server, so they can't host. Choose a member.
   *[hidden] { $member } can't see this club, so they can't host it. Choose a member who can view its channel.
}

## The list

hosts-list = ### Hosts of { $club }
hosts-none-planned = { $is_paused ->
    [yes] The club is paused, so no session is planned. Whoever takes turns is asked again once it is back.
   *[no] No session is planned.
}
hosts-session = {"**"}{ DATETIME($day, dateStyle: "medium") }** · { $paper ->
    [none] not chosen yet
   *[other] { $paper }
} · { $cast ->
    [none] { $asked ->
        [none] no host yet
       *[other] { $asked } was asked
    }
   *[other] { $cast }
}{ $answer ->
    [asked] {" "}· you were asked
    [offered] {" "}· you are in reserve
   *[other] {""}
}
hosts-turns = { $count ->
    [0] Nobody takes turns hosting yet. A host opens the session and asks the first question; without one, it runs as usual.
    [1] 1 member takes turns hosting.
   *[other] { $count } members take turns hosting.
}{ $is_willing ->
    [yes] {" "}You are one of them.
   *[no] {""}
}
hosts-history = {"**"}Last hosts**
hosts-past = -# { DATETIME($day, dateStyle: "medium") }: { $name }

## In a week's pages

hosts-line = {"**"}{ $role ->
    [host] Host
    [archaeologist] Archaeologist
    [critic] Critic
   *[practitioner] Practitioner
}** { $name }
hosts-thanks = Thank you for hosting, { LIST($names, style: "and") }!

## The host's card

hosts-card = ### Your session{ $paper ->
    [none] {""}
   *[other] {" "}on { $paper }
}
    {"**"}{ $club }** · { TIMESTAMP($at, style: "F") }
hosts-agenda = {"**"}Agenda** · { $minutes } minutes
hosts-agenda-point = - **{ $minutes } min** { $part ->
    [opening] Welcome, and what everybody takes away in one sentence
    [older] { $paper }: what this week's paper took from it
    [focus] { $paper ->
        [none] The paper
       *[other] { $paper }
    }: the idea, the evidence, the limits
    [questions] Open questions of the members
   *[closing] What we keep, and who reads what next
}
hosts-questions = {"**"}Open questions from the club**
hosts-who-wrote = {"**"}Wrote something** ({ $count }): { $names }
hosts-nobody-wrote = Nobody has written a log yet. Begin with the abstract, and ask what surprised everybody.
hosts-log-link = log
hosts-prompts = {"**"}To ask if it gets quiet**

## Roles

hosts-role-card = ### { hosts-role } on { DATETIME($day, dateStyle: "medium") }
    { $paper ->
        [none] The paper is not chosen yet.
       *[other] The paper is { $paper }.
    } Three questions to prepare:
hosts-role-prompt = { $role ->
    [archaeologist] { $number ->
        [1] Which older paper does it need most, and what did it take from there?
        [2] What did people believe before it?
       *[3] What came of the idea afterwards?
    }
    [critic] { $number ->
        [1] Which claim has the weakest evidence?
        [2] Which comparison or ablation is missing?
       *[3] When would it fail?
    }
   *[practitioner] { $number ->
        [1] What would you build with it, and for whom?
        [2] What does it cost: data, hardware, time?
       *[3] What is the smallest experiment that would convince you?
    }
}
hosts-lineage = {"**"}What { $paper } builds on**
hosts-role-given-back = You have no role on { DATETIME($day, dateStyle: "medium") } any more.

## Refusals

refusal-session-began = That session began { TIMESTAMP($began, style: "R") }. Choose a later one.
refusal-host-found = { $is_no ->
    [yes] { $host } hosts that session, so there is nothing for you to do.
   *[no] { $host } hosts that session by now. Thank you! You stay in the rotation for later ones.
}
refusal-not-asked-to-host = Nobody has asked you to host that session, so there is nothing to answer. You can volunteer for it.
refusal-role-taken = { $member } is the { $role ->
    [archaeologist] archaeologist
    [critic] critic
   *[practitioner] practitioner
} of that session by now. Choose another role.
refusal-no-such-session = There is no such session: it was moved or skipped, or nothing is planned then. `/host list` shows the next ones.
refusal-not-the-host = You don't host that session (any more), so it has no card for you. `/host list` shows who does.
