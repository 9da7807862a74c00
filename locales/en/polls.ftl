# The vote on what a club reads next.

polls-question = What should { $club } read next?
polls-over =
    ### The vote is over
    { $result }
polls-on-the-ballot = ### The candidates
polls-voting = { $state ->
    [running] Members are voting on what to read next, in { $channel } until { TIMESTAMP($until, style: "F") }.
    [native] The vote in { $channel } is over, and Discord hasn't told me its result yet. I keep asking, and the next post waits for it for up to ten minutes. After that, the post brings the paper that would be next without a vote, and the winner comes one post later.
   *[other] The vote in { $channel } is over, and is being counted.
}
polls-outrun = **The poll that is running can't move along.** It ends { TIMESTAMP($ends, style: "F") }, after the next post. So that post brings the next paper of the syllabus, and the poll decides on the one after it.

## The result

polls-votes = { $votes } of { $cast } { $cast ->
    [1] vote
   *[other] votes
}
polls-chosen = Chosen by vote, with { polls-votes }.
polls-won = {"**"}{ $paper }** won with { polls-votes } and is up next.
polls-tied = It tied with { LIST($papers, style: "and") }. In a tie, the paper listed first in the poll wins.
polls-gave-way = { LIST($papers, style: "and") } ranked higher, but { $count ->
    [1] was
   *[other] were
} read while the poll ran.
polls-nominated-by = Nominated by { LIST($members, style: "and") }. Thank you!
polls-nobody-voted = Nobody voted, so the next paper is chosen as if there had been no vote.
polls-all-read = The club read every paper that got votes while the vote ran, so the next one is chosen as if there had been none.

## Refusals

refusal-poll-running = { $is_over ->
    [yes] I'm still counting the vote in { $channel }. Try again in a few minutes.
   *[no] Members are voting already, in { $channel } until { TIMESTAMP($until, style: "F") }. The next vote can start after that.
}
refusal-no-such-poll = That poll's club is no longer here. `/club show` shows the ones that are.
refusal-up-next = {"**"}{ $paper }** is up next anyway, before this vote would end. Choose other papers.
refusal-too-few-chosen = A vote needs at least { $least } papers. Add one, with a comma between them.
refusal-too-many-chosen = A vote can have up to { $most } papers (yours has { $count }). Leave some out.
refusal-too-few-candidates = There aren't enough unread papers for a vote. Members can propose some with `/nominate`, and organizers can add some with `/catalog add`.
refusal-no-thread-for-poll = In a forum, a poll goes into the week's thread, and there is none yet. Start one with `/week post`.
