# Why a message is held up: organizers read how to fix it, members what happens next.

# Texts for members must not name steps that only organizers can take.
delivery-trouble-for-members = { $code ->
    [locked] The thread is locked. The organizers know, and I'll post it once they unlock it.
    [channel-gone] The channel was deleted. The organizers know, and I'll post it once they choose another.
    [thread-gone] The week's thread was deleted, so only you can see it.
    [permission] { delivery-missing-permission }
    [no-access] { delivery-missing-permission }
    [text] The server's AutoMod stopped the text. Change the wording and send it again.
    [tag] The forum needs a tag that I don't have. The organizers know.
    [threads-full] The server has too many open threads right now. I'll try again every hour.
    [deleted] Someone deleted its message, so only you can see it.
    [fault] Something went wrong on my side. I'll try again in a few minutes.
   *[other] Discord didn't take it. The organizers know why.
}
delivery-missing-permission = I'm missing a permission there. The organizers know which one.

delivery-trouble-for-organizers = { $code ->
    [locked] The thread is locked. Unlock it, then press *Try again* here or in `/club show`.
    [channel-gone] The channel is gone. Choose another with `/club edit channel`.
    [thread-gone] The week's thread was deleted, so only their authors can see the logs and reviews written for it.
    [permission] I'm missing { LIST($missing, style: "and") } in the channel. Allow it there, then press *Try again* here or in `/club show`.
    [no-access] I can't see the channel. Give me View Channel there, or choose another with `/club edit channel`.
    [text] The server's AutoMod blocked the message. Exempt me from that rule, then press *Try again* here or in `/club show`.
    [tag] The forum requires a tag on every post. Choose one with `/club edit tag`.
    [threads-full] The server has as many active threads as Discord allows. Close a few old ones.
    [deleted] somebody deleted it
    [fault] Something went wrong on my side; reference { $reference }.
    [discord-refused] Discord refused it ({ $number }): { $text }
    [dm-refused] Discord didn't deliver the private message.
    [discord-answered] Discord answered { $status }
    [unreached] { $text }
    [no-answer] no answer was noted
    [fault-on-way] fault { $reference }
    [event-rights] I'm missing { LIST($missing, style: "and") } in this server. [Allow it with this link]({ $link }), or in my role's settings, then press *Try again* here or in `/club show`.
    [event-rights-in] I'm missing { LIST($missing, style: "and") } in { $channel }. Allow it there, then press *Try again* here or in `/club show`.
    [event-gone] somebody removed the event
    [events-full] The server has as many events as Discord allows. Delete a few; I'll try again every hour.
    [place-gone] The place of the meeting is gone. Choose another with `/club edit meeting_place`.
    [nothing-to-say] there was nothing left to say
    [nowhere-to-tell] there was no channel to tell organizers in
    [log-withdrawn] its author withdrew the log
    [review-withdrawn] its writer withdrew the review
    [erased] a member had it erased
    [superseded] a newer version took its place
    [overtaken] skipped: it could not be posted before the next week was due
    [club-closed] the club was closed
    [restored] a backup was restored
    [newer-may-show] a backup was restored: Discord may show a newer version
   *[other] Discord didn't take it.
}
