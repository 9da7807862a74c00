# Ranked ballots on what a club reads next.

## The vote

ballots-question = ## What should { $club } read next?
ballots-how =
    Press *Vote* and rank as many as you like, the best first. You can change your ballot until { TIMESTAMP($until, style: "F") }, and nobody else sees it.
    -# { $method ->
        [schulze] Counted by the Schulze method: a paper that beats every other head to head wins.
       *[other] Counted by an instant run-off: round by round, the paper with the fewest first choices goes.
    }
ballots-club-closed = The club has closed, so this vote ended without a result. The ballots are deleted.
ballots-button = { $action ->
    [vote] Vote
   *[clear] Take my vote back
}

## A member's ballot

ballots-own =
    ### Your ballot
    { $count ->
        [0] You haven't voted yet. Choose your first choice below; a second and more are up to you.
       *[other] Saved. You can change it until { TIMESTAMP($until, style: "F") }.
    }
ballots-secret = -# Only you see this. Papers that you leave out come after those you rank.
ballots-choice = { $place ->
    [1] First choice
    [2] Second choice
    [3] Third choice
   *[other] Choice { $place }
}
ballots-now = Your choice { $place } now
ballots-no-choice = No paper here

## The result

ballots-won = {"**"}{ $paper }** won with { $count ->
    [1] 1 ballot
   *[other] { $count } ballots
} { $is_left_out ->
    [yes] counted
   *[no] cast
} and is up next: { $how ->
    [alone] nobody ranked any other paper.
    [left] nobody ranked any other paper that the club hasn't read.
    [all] head to head, it beats every other paper.
    [chains] no other paper has a stronger chain of wins against it than it has back (the Schulze method).
    [majority] in round { $number } of the run-off, it had { $votes } of { $of } ballots.
   *[last] in round { $number } of the run-off, it had { $votes } of { $of } ballots and stayed in.
}
ballots-why = { $how ->
    [duel] Closest was **{ $other }**: { $wins } put { $paper } above it, and { $losses } below.
    [even] Closest was **{ $other }**: as many put it above { $paper } as below, { $wins } each.
    [back] More put **{ $other }** above it ({ $losses } to { $wins }), but its chain of wins back is at least as strong ({ $chain } to { $chain_back }).
    [lost-tied] More put **{ $other }** above it ({ $losses } to { $wins }), but that one had dropped out before: it tied for the fewest ballots of those left.
   *[lost] More put **{ $other }** above it ({ $losses } to { $wins }), but that one had dropped out before, with the fewest ballots of those left.
}
ballots-tied = { LIST($papers, style: "and") } tied for number { $place }: { $rule ->
    [listed] they have the same number of first choices, so the one listed first in the vote is ahead.
    [both] more first choices put a paper ahead, and of { LIST($equal, style: "and") }, which have the same number, the one listed first in the vote is ahead.
   *[first-choices] more first choices put a paper ahead.
}
ballots-more-ties = { $count ->
    [1] 1 more tie was
   *[other] { $count } more ties were
} broken in the same way: by more first choices, then by the order of the vote.
ballots-left-out = { LIST($papers, style: "and") } didn't count, because the club read { $count ->
    [1] it
   *[other] them
} while the vote ran.
ballots-runners-up = Then came { LIST($papers, style: "and") }.
ballots-others = { $count } others
ballots-chosen = Chosen by { $count ->
    [1] 1 ranked ballot
   *[other] { $count } ranked ballots
}.

## Refusals

refusal-ranked-twice = {"**"}{ $paper }** is on your ballot twice. Choose each paper once.
refusal-vote-over = { $has_result ->
    [yes] This vote is over. The result is below it, or comes in a moment.
   *[no] This vote ended without a result.
}
refusal-not-on-ballot = {"**"}{ $paper }** isn't in this vote. Choose from the list under it.
