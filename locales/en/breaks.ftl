# Breaks of a club: days without posts, deadlines and reminders.

## The command

breaks-command = Add a break, such as holidays; without dates, see and remove the club's breaks
breaks-option-from = The first day of the break, such as 20 Dec or 2026-12-20
breaks-option-to = The last day of the break (default: the first day)
breaks-option-reason = Why; members can read it

## Its answers

breaks-added =
    {"**"}Break added**: { $days }
    No posts, deadlines or reminders on these days.{ $next ->
        [none] {""}
       *[other] {" "}The next post is on { $next }.
    } To remove it, use `/club break` without dates.
breaks-question =
    ### What about the week under way?
    It goes on as announced, unless you stretch it.
breaks-week = - Week { $number }: { $is_reviewing ->
    [yes] reviews
   *[no] logs
} are due { $now }; stretched, { $then }
breaks-week-parts = - Week { $number }: stretched, its paper continues on { LIST($days, style: "and") }
breaks-parts = Its paper continues on { LIST($days, style: "and") }
breaks-button = { $choice ->
    [stretch] Stretch it
   *[go-on] Let it go on
}
breaks-stretched = { $count ->
    [0] Nothing is left to stretch. `/week status` shows the dates.
   *[other] Stretched. The week's thread is told.
}
breaks-week-stretched = - Week { $number }: { $is_reviewing ->
    [yes] reviews are due { $reviews_due }
   *[no] logs are due { $logs_due }, reviews { $reviews_due }
}
breaks-going-on = The week under way goes on as announced, with its deadlines and reminders.
breaks-none = {"**"}{ $club }** has no breaks ahead. Add one with `/club break from to`.
breaks-heading = ### Breaks of { $club }
breaks-remove = Remove a break
breaks-option = { DATETIME($first, dateStyle: "medium") }{ $is_one_day ->
    [yes] {""}
   *[no] {" "}to { DATETIME($last, dateStyle: "medium") }
}
breaks-removed =
    {"**"}Break removed**: { $days }{ $next ->
        [none] {""}
       *[other] {"."} The next post is on { $next }
    }. The week under way keeps its dates.

## Refusals

breaks-from-when = When does the break begin? Give `from` too, such as `20 Dec`.
refusal-break-gone = The club has no such break any more. `/club break` lists its breaks.
