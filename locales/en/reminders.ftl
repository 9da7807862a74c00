# Reminders by direct message: `/remind`, and the message itself.

reminders-group = Reminders by direct message, only if you ask for them
reminders-on-command = Get a direct message when your log or a review is due soon
reminders-off-command = Stop these direct messages

reminders-on = { $is_new ->
    [yes] Reminders are on for this server!
   *[no] Reminders are on already.
} I'll send you a direct message two days before your log is due if you're in and haven't written it, and a day before your reviews are due.
    If your direct messages are closed, I mention you in the week's thread instead, at most once a week. `/remind off` stops them.
reminders-off = { $was_on ->
    [yes] Reminders are off{ $is_everywhere ->
        [yes] , in every server
       *[no] {""}
    }. `/remind on` brings them back.
   *[no] Reminders were off already. `/remind on` turns them on.
}
reminders-direct =
    { $due_what ->
        [log] ### Your log on { $paper } is due { TIMESTAMP($due, style: "F") }
       *[reviews] ### { $count ->
            [1] Your review
           *[other] Your { $count } reviews
        } on { $paper } { $count ->
            [1] is
           *[other] are
        } due { TIMESTAMP($due, style: "F") }
    }
    Week { $week } of **{ $club }**{ $link ->
        [none] .
       *[other] {": "}{ $link }
    }
    -# You asked for this with `/remind on`.
reminders-stop = Stop reminders
