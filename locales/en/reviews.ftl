# Reviews of paper logs: who has to write one, the form, and what happens to a review.

## Commands

reviews-group = Reviews of paper logs
reviews-next-command = Read the next log you're to review, and review it
reviews-next-club = Which club, if the server has several
reviews-mine-command = Reviews you wrote and received: correct, withdraw, mark as helpful
reviews-who = Who wrote this?

## Refusals

refusal-no-such-review = I can't find that review here. `/review mine` shows the ones you wrote and received.
refusal-no-such-review-draft = I can't find that draft. `/review next` shows whose log you review.
refusal-not-the-author = Only the log's author can mark a review as helpful.
refusal-reviews-of-week-over = That week is over and its digest is out, so its reviews can't change any more.
refusal-own-log = That's your own log, so others review it. `/review next` gives you one of theirs.
refusal-reviewed-already = You already reviewed that log. `/review next` gives you another, and `/review mine` lets you correct this one.
refusal-log-needs-no-review = Its author withdrew that log, so it needs no review. `/review next` gives you another.
refusal-log-outside-weeks = That log isn't about one of the club's weekly papers, so it gets no reviews. Reply to it in the thread instead.
refusal-logs-still-open = That week's logs are still open. Reviews start when they close, and the thread will say who reviews whom.
refusal-own-review-first =
    { $is_for_others ->
        [no] Review your own first.
       *[yes] That log is for { COUNT($reviewers) ->
            [0] other members
           *[other] { JOIN($reviewers, between: " and ") }
        } to review.
    } Yours is { $author }'s log: `/review next` opens it.
refusal-nothing-to-review = You have nothing to review right now. Reviews start when a week's logs close; `/week status` shows when.
refusal-all-reviewed = There's no log left for you to review this week. Thank you!
refusal-asks-little = *One question* is almost empty. What would you like to know?
refusal-not-whole-sentence = *Strongest sentence*: please quote a whole sentence of the log.
refusal-sentence-to-type = *Strongest sentence*: press *Edit* and type it there. The rest of your review is kept.
refusal-not-in-log = *Strongest sentence*: I can't find that sentence in the log. Copy one of its sentences, word for word.
reviews-not-here = I can't find that review here.
reviews-not-for-you = I can't find that review here, or you may not look it up. Choose this on a review's message. It needs the **Manage Server** permission, or the club's organizer role.

## Buttons

reviews-button-write = Review
reviews-button-next = My next review
reviews-button-edit = Edit
reviews-button-post = Post anyway
reviews-button-mine = My reviews
reviews-button-own = { $action ->
    [correct] Correct
    [ask] Withdraw
    [withdraw] Withdraw it
   *[helpful] Helpful
}
reviews-button-newer = Newer
reviews-button-older = Older
reviews-button-log = Open in thread

## The form

reviews-form = Review of { $author ->
    [none] a log
   *[other] { $author }'s log
} on { $paper }
reviews-correction-form = Correct your review on { $paper }
reviews-part = { $part ->
    [problem_and_approach] Problem and approach
    [key_result] Key result
    [limitation] Limitation
    [strongest] Strongest sentence
   *[question] One question
}
reviews-part-hint = { $part ->
    [problem_and_approach] Would someone who hasn't read the paper understand what was done?
    [key_result] Is there one concrete result, and does the paper show it?
    [limitation] Is it about this paper, or could you say it about any?
    [strongest] Copied from the log, word for word
   *[question] Something you'd like the author to answer
}
reviews-pick = Pick a sentence
reviews-pick-hint = One of the log's sentences. Long ones are cut here, but quoted whole.
reviews-rather-type = Type it instead: Edit opens the form again
reviews-rating = { $rating ->
    [met] met
    [partly] partly
   *[missing] missing
}

## After a form is sent

reviews-not-saved = Not saved
reviews-copy = {"**"}Your text is below: copy it.**
reviews-form-outdated = That form is no longer valid. `/review next` opens a new one.
reviews-correction-form-outdated = That form is no longer valid. `/review mine` opens a new one.
reviews-fault = Something went wrong on my side. The people who run this bot can find the cause under the reference **{ $reference }**.
reviews-unsure-heading = Not sure it was saved
reviews-unsure =
    I lost my database in the middle of that, so I don't know yet whether your review was saved. Check `/week status` in a minute before you send it again: it lists the reviews you still owe.
    -# The people who run this bot can find the cause under **{ $reference }**.
reviews-saved = { $already ->
    [yes] That review is already saved.
   *[no] Saved! { $author } will find it under the log in a moment.
}
reviews-done = You're done for week { $week }. Thank you!
reviews-more-waits = { $left ->
    [1] You have one more log to review.
   *[other] You have { $left } more logs to review.
}
reviews-not-posted-yet =
    ### Not posted yet
    { $reason }
reviews-did-you-mean = Did you mean this one?
reviews-kept = Your text is kept as a draft: *Edit* opens it again, `/log mine` lists it.
reviews-quick-check =
    ### Quick check before it is posted
    Your question is almost empty, so the author has little to answer. What would you like to know?
    Your text is kept: edit it, or post it as it is.
reviews-held-up = Your review of { $author }'s log is saved, but it isn't in the thread yet. { $trouble } `/week status` shows when it's there.

## The log to review

reviews-week = -# { $club } · Week { $week }
reviews-turn = ### { $reason ->
    [more] One more, if you like
   *[other] Yours to review
}: { $author }'s log on { $paper }
reviews-turn-due = -# { $reason ->
    [more] Reviews are open until
   *[other] Due
} { TIMESTAMP($due, style: "F") } · { TIMESTAMP($due, style: "R") }
reviews-turn-late = -# The week's reviews are over. A late one is welcome all the same.
reviews-turn-freed = -# You can still write it, and now anyone else may take it too.
reviews-turn-draft = -# What you typed before is still in the form.
reviews-turn-rubric = -# Rate each part as *met*, *partly* or *missing*, pick the log's strongest sentence, and ask one question. `/howto` explains each part.

## In the thread

reviews-somebody = someone in the club
reviews-review =
    ### A review of { $author }'s log on { $paper }
    -# by { $reviewer }
reviews-review-withdrawn = -# The review of { $author }'s log that was here was withdrawn by its writer.
reviews-assigned = { $reviewer } reviews { LIST($authors, style: "and") }
reviews-assigned-secretly = Everyone who wrote a log can review now: { $names }
reviews-privately = -# Reviews are anonymous here. The button shows only you which log is yours to review.
reviews-one-log = ### One log came in, { $author }'s
reviews-one-log-for-anybody = Nobody else wrote one, so anyone may review it.
reviews-logs-closed = ### Logs are closed: { $logs } came in
reviews-logs-for-anybody = There was nobody to assign them to, so anyone may review them.
reviews-continued = ### Who reviews, continued
reviews-given = { $reviewer }, { LIST($authors, style: "and") }'s log is yours to review too.
reviews-given-why = -# A reviewer dropped out.
reviews-given-secretly = A reviewer dropped out, so reviews may have changed hands: { $names }
reviews-due = Reviews are due { TIMESTAMP($due, style: "F") }
reviews-can-be-written = { $names }, you have a review left.
reviews-anybody = From now on, anyone may take one.
reviews-logs-wait = { $logs ->
    [one] 1 log still needs a review: { $names }. { reviews-anybody }
   *[other] { $logs } logs still need a review: { $names }. { reviews-anybody }
}
reviews-logs-wait-secretly = { $logs ->
    [one] 1 log still needs a review. { reviews-anybody }
   *[other] { $logs } logs still need a review. { reviews-anybody }
}
reviews-time-left = If you have a review left, there is still time.
reviews-asked = { $reviewer }, could you take { $author }'s?
reviews-asked-why = -# You've done your part already. Nobody has reviewed these yet.

## My reviews

reviews-nothing-yet = You haven't written or received a review here yet. `/review next` shows whose log you can review.
reviews-mine =
    ### Your reviews
    -# { $written } written{ $written ->
        [0] {""}
       *[other] {" "}· { $helpful } found helpful
    } · { $received } received
reviews-mine-heading = {"**"}You** about { $author } on { $paper }
reviews-mine-heading-hidden = {"**"}You** about a log on { $paper }
reviews-hidden-club = In a club you can't see right now
reviews-received-heading = { $reviewer ->
    [none] Someone in the club
   *[other] { $reviewer }
} about { $log } on { $paper }
reviews-your-log = your log
reviews-with-link = { $what } ([the review]({ $address }))
reviews-withdraw =
    ### Withdraw your review of { $author }'s log?
    { $is_posted ->
        [yes] Its message will say that it is withdrawn
       *[no] It will not be posted
    }, and you keep its text as a draft.
reviews-withdrawn =
    ### Withdrawn
    { $is_owed ->
        [yes] The log is still yours to review in week { $week }: `/review next` opens it, filled in.
       *[no] *Review* under the log opens it again.
    }
reviews-corrected = { $already ->
    [yes] That correction is already saved.
   *[no] Corrected.
} The review of { $author }'s log shows it in a moment.
reviews-revised = { $author } revised { $address ->
    [none] the log
   *[other] [the log]({ $address })
} on **{ $paper }** after your review.
reviews-revised-note = -# There's nothing you need to do. Only you see this, and only once.
reviews-counted = { $first ->
    [yes] Thanks, counted anonymously. Its writer sees only how many of their reviews were helpful.
   *[no] You already marked it as helpful.
}
reviews-written-by = That review was written by { $reviewer }. Only you see this.
