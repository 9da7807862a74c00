# Paper logs: the form, what happens to its text, and the logs' messages.

## Commands

paper-logs-commands = Write and read paper logs
paper-logs-write-command = Write a log: problem, approach, key result, limitation
paper-logs-write-paper = Which paper (default: this week's)
paper-logs-edit-command = Write a new version of one of your logs
paper-logs-edit-log = Which of your logs (default: choose from a list)
paper-logs-mine-command = Your logs and drafts
paper-logs-show-command = Show a log, only to you
paper-logs-show-log = Which log
paper-logs-delete-command = Withdraw one of your logs; asks you first
paper-logs-delete-log = Which of your logs

## Refusals, and answers when nothing is found

paper-logs-nothing-matches = I found no log matching { $typed } here. `/log mine` lists yours.
paper-logs-nothing-yet =
    You haven't written a log yet. `/log write` starts one on what your club is reading, or on any paper you name. `/howto` shows what goes into it.

refusal-unknown-log = I can't find that log here. `/log mine` lists yours.
refusal-unknown-log-draft = I can't find that draft. `/log mine` lists yours.
refusal-log-draft-changed = That draft has newer text now, so I kept the newer one. `/log mine` shows it.
refusal-log-form-came-before = You already sent that form, and it couldn't be posted. `/log mine` has its text.
refusal-paper-not-named = Which paper is your log about? Name it with `/log write paper`.
refusal-nothing-read-yet = The club hasn't read anything yet. { refusal-paper-not-named }
refusal-paper-not-in-week =
    The club isn't reading that paper in that week. Use `/log write paper`, and I'll find the right place for your log.
refusal-log-out-of-sight = You can't see that log's club right now, so nothing was changed.
refusal-log-week-skipped = That week was skipped. `/week status` shows the current one.
refusal-no-new-message-needed = That log is already posted. `/log mine` links to it.
refusal-no-thread-for-log = There is no thread to post the log in yet.
refusal-log-withdrawn = You already withdrew that log. `/log edit` brings it back.

## Buttons and menus

paper-logs-button = { $action ->
    [write] Write my log
    [show] Show
    [edit] Edit
    [ask] Withdraw
    [withdraw] Withdraw it
    [again] Post it again
    [draft-edit] Edit
    [draft-post] Post anyway
    [draft-ask] Discard
   *[draft-discard] Discard it
}
paper-logs-continue = Continue
paper-logs-newer = Newer
paper-logs-older = Older
paper-logs-choose-log = Choose a log
paper-logs-choose-place = Choose a place

## The form

paper-logs-form = Paper log · { $paper }
paper-logs-hint = { $field ->
    [problem] What couldn't be done, or not well enough, before?
    [approach] What did the authors do? Say it as you'd tell a friend
    [key_result] One finding, with its number and what it was compared with
   *[limitation] What does the paper leave out, assume, or not show?
}

## Where a log goes

paper-logs-goes-nowhere = Only you will see it. It isn't posted anywhere.
paper-logs-stays-draft = It stays a draft for now, because it can't be posted.
paper-logs-goes-to-club = It goes to **{ $club }**, { paper-logs-in-thread }. The club hasn't read this paper in a week yet.
paper-logs-goes-to-week = It goes to **{ $club }**, week { $week }, { paper-logs-in-thread }.
paper-logs-in-thread = { $thread ->
    [none] as soon as its thread is open
   *[other] in { $thread }
}
paper-logs-changes = It changes your log in **{ $club }**, <#{ $channel_id }>.
paper-logs-which-club = ### Which club is your log for?
paper-logs-which-reader = ### Several clubs are reading **{ $paper }**. Which one is your log for?
paper-logs-which-place = ### No week here is about **{ $paper }**. Where should your log go?
paper-logs-only-me = Only me
paper-logs-only-me-hint = Not posted anywhere
paper-logs-in-newest-thread = In its newest thread
paper-logs-week = Week { $week }

## Saved

paper-logs-saved = { $already ->
    [yes] ### Already saved as version { $version }: { $paper }
   *[no] ### Saved as version { $version }: { $paper }
}
paper-logs-saved-out-of-sight = It belongs to a club you can't see right now. `/log mine` lists it.
paper-logs-saved-alone = Only you can see it. `/log mine` lists it.
paper-logs-saved-changing = { paper-logs-its-message } in <#{ $channel_id }> is being changed now.
paper-logs-saved-outside-weeks =
    This isn't one of the club's weekly papers, so it goes to **{ $club }**'s newest thread{ $thread ->
        [none] {""}
       *[other] , { $thread }
    }.
paper-logs-saved-in-thread = { $thread ->
    [none] It appears in the week's thread as soon as the thread is open.
   *[other] It appears in { $thread }.
}
paper-logs-saved-late =
    {"**"}Late**: this week's logs had already closed, and the log says so. { $is_closed ->
        [yes] Reviews are over too, so nobody is assigned to it, but anyone may still review it.
       *[no] It still gets reviewed, and you owe one review in return: `/review next`.
    }
paper-logs-review-next = `/review next` shows whose log you review.
paper-logs-next =
    {"**"}Next** { $due ->
        [none] When logs close,
       *[other] Logs close { $due }. Then
    } you review each other's logs, and I'll tell you whose.

## Pointed out before posting

paper-logs-noticed = ### Quick check before it is posted
paper-logs-noticed-choice = You can still post it as it is, or edit it first. Your text is kept.
paper-logs-borrowed =
    - *{ ui-field }* has { $words } { $is_unspaced ->
        [yes] characters
       *[no] words
    } in a row from { $source ->
        [none] another member's log
       *[other] the catalog's text on { $source }
    }: “{ $run }”. Say it in your own words?
paper-logs-short-parts =
    - { LIST($parts, style: "and") } { COUNT($parts) ->
        [1] is
       *[other] are
    } almost empty. A full sentence tells readers more.
paper-logs-sentences =
    - It has { $count ->
        [one] one sentence
       *[other] { $count } sentences
    }; a paper log has { $least } to { $most }.

## Not saved

paper-logs-kept =
    ### Not posted yet
    { $reason }
    Your text is kept as a draft: *Edit* opens it again, `/log mine` lists it.
paper-logs-refused =
    ### Not saved
    { $reason }
    {"**"}Your text is below: copy it.**
paper-logs-not-saved =
    ### Not saved
    I couldn't save your log, which is my fault, not yours. **Your text is below: copy it**, and send it again in a moment.
    -# The people who run this bot can find the cause under **{ $reference }**.
paper-logs-not-sure =
    ### Not sure it was saved
    I lost my database in the middle of that, so I don't know yet whether your log was saved. { $sent ->
        [form] **Look in `/log mine` in a minute before you send it again.** Your text is below, in case you need it.
       *[draft] Look in `/log mine` in a minute: it is there as a log, or still as a draft. Your text is kept either way.
    }
    -# The people who run this bot can find the cause under **{ $reference }**.
paper-logs-form-outdated =
    ### Not saved
    That form is no longer valid. **Your text is below: copy it**, and paste it into a new form with `/log write`.

## A log's message

paper-logs-paper-log = Paper log
paper-logs-version-of = Version { $version }, { TIMESTAMP($at, style: "d") }
paper-logs-was-late = Late
paper-logs-heading =
    { $marks }
    ### <@{ $author_id }> on { $paper }
paper-logs-author-withdrew =
    { $marks }
    <@{ $author_id }> withdrew this log on { $paper }.
paper-logs-revised =
    <@{ $author_id }> revised this log on { $paper } after your review. There's nothing you need to do.
paper-logs-its-message = [Its message]({ $address })

## One log, shown to one member

paper-logs-note-withdrawn = -# Withdrawn: only you see it. To bring it back, press *Edit* and send it.
paper-logs-note-out-of-sight = -# It belongs to a club you can't see right now, so it can't be changed there.
paper-logs-note-alone = -# Only you can see it.

## Why a message is held up

paper-logs-still-there = You withdrew your log on **{ $paper }**, but its message still shows it. { $why }
paper-logs-without-message = Your log on **{ $paper }** is saved as version { $version }. { $why }
paper-logs-not-in-thread =
    Your log on **{ $paper }** is saved, but it isn't in its thread yet. { $why } { paper-logs-watch }
paper-logs-shows-earlier =
    Your log on **{ $paper }** is saved as version { $version }, but its message still shows an earlier one. { $why } { paper-logs-watch }
paper-logs-watch = `/log mine` shows when it is there.
paper-logs-posted-again = I'm posting your log again in { $thread ->
    [none] its thread
   *[other] { $thread }
}.

## Withdrawing and discarding

paper-logs-withdrawing =
    ### Withdraw your log on { $paper }?
    { $destination ->
        [alone] It disappears from your logs
        [thread] Its message will say that it is withdrawn
       *[unposted] It will not be posted
    }, and nobody has to review it any more. You keep the text: `/log edit` brings it back.
paper-logs-withdrawn = You withdrew your log on **{ $paper }**. `/log edit` brings it back.
paper-logs-withdrawn-not-shown =
    You withdrew your log on **{ $paper }**. Its message still shows it for now; check `/log mine`.
paper-logs-discarding =
    ### Discard this draft on { $paper }?
    You can't undo this.
paper-logs-discarded = Draft discarded.

## Several logs

paper-logs-mine =
    ### Your logs
    -# { $logs ->
        [one] 1 log
       *[other] { $logs } logs
    } · { $drafts ->
        [one] 1 draft
       *[other] { $drafts } drafts
    }
paper-logs-which-log = Which log do you mean?
paper-logs-whose = { $whose ->
    [own] yours
    [withdrawn] withdrawn
   *[other] another member
}
paper-logs-draft = **Draft** on **{ $paper }** · { TIMESTAMP($at, style: "R") }
paper-logs-review-draft =
    {"**"}Review draft** on { $author ->
        [none] a log
       *[other] { $author }'s log
    } on **{ $paper }** · { TIMESTAMP($at, style: "R") }
paper-logs-nothing-seen = -# Nothing visible
paper-logs-version = version { $version }
paper-logs-late = late
paper-logs-is-withdrawn = withdrawn
paper-logs-is-out-of-sight = in a club you can't see right now
paper-logs-is-alone = only for you
