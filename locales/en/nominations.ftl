# Papers that members nominate.

## Commands

nominations-nominate-command = Propose a paper for the club to read; members support it, and then vote
nominations-list-command = See what members propose to read, and support it
nominations-option-paper = Which paper; typos are fine
nominations-option-why = Why it is worth reading, in a sentence
nominations-option-club = Which club (default: this channel's)

## Pages

nominations-button = { $action ->
    [support] Support
    [take-back] Take back
    [choose] Read it in my session
   *[withdraw] Withdraw
}
nominations-heading =
    -# NOMINATIONS
    ## { $club }
    { $count ->
        [0] Nobody has nominated a paper yet. Be the first: `/nominate`
        [1] 1 paper. The next vote offers it.
       *[other] { $count } papers, best supported first. The next vote offers { $is_over_ten ->
            [yes] the first ten
           *[no] them
        }.
    }
nominations-one =
    {"**"}{ $paper }**
    -# { $support ->
        [0] Nobody supports it yet
        [1] 1 member supports it
       *[other] { $support } members support it
    }{ $is_own ->
        [yes] {" "}· your nomination
       *[no] { $member ->
            [none] {""}
           *[other] {" "}· nominated by { $member }
        }
    }{ $place ->
        [none] {""}
       *[other] {" "}· number { $place } in the latest vote
    }
nominations-nominated = { $is_new ->
    [yes] {"**"}{ $paper }** is nominated.
   *[no] You nominated {"**"}{ $paper }** before, and it is still open.
}
nominations-what-next = Members can support it with `/nominations`, and the next vote offers what has most support. You can withdraw it there.
nominations-unknown = { $said } { $may_add ->
    [yes] Add it first, then nominate it.
   *[no] Suggest it first; once an organizer has added it, you can nominate it.
}
nominations-chosen-by-host = Your paper is next. Thank you for hosting!

## Refusals

refusal-nominated-already = {"**"}{ $paper }** is nominated already. Support it in `/nominations` instead.
refusal-too-many-nominations = You can have up to { $most } nominations open: { LIST($papers, style: "and") }. Withdraw one in `/nominations` first, or wait until one is chosen.
refusal-chosen-already = {"**"}{ $paper }** is chosen already, and the club reads it next. Choose another paper.
refusal-no-such-nomination = That nomination is gone. See the open ones with `/nominations`.
refusal-not-choosing-host = Only the next session's host can choose its paper, and only if the club allows it. Members can support your nomination instead.
refusal-vote-decides = Members are voting on what to read next, so the vote decides. If your paper isn't chosen, you can put it through afterwards.
refusal-read-by-club = The club has read {"**"}{ $paper }** already. Choose another paper.
refusal-long-why = Your reason can be up to { $most } characters (yours has { $length }). Shorten it.
refusal-own-nomination = {"**"}{ $paper }** is your own nomination, so you can't support it. Support somebody else's, and say why yours is worth reading.
refusal-nomination-over = The nomination of {"**"}{ $paper }** is over. Choose one that is open.
refusal-not-your-nomination = Somebody else nominated {"**"}{ $paper }**. Only they and organizers can withdraw it.
