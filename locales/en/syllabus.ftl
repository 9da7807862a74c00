# What a club reads next.

## Commands

syllabus-command = What a club reads next
syllabus-use-command = Queue a ready track: the must-reads, a topic, or everything
syllabus-path-command = Queue the papers that lead up to a paper, earliest first
syllabus-add-command = Queue one paper
syllabus-move-command = Move a paper in the queue
syllabus-remove-command = Take a paper out of the queue
syllabus-show-command = See what a club has read, and what comes next and when
syllabus-option-track = Which track
syllabus-option-to = The paper you want to understand in the end
syllabus-option-weeks = At most this many weeks, 1 to 52
syllabus-option-paper = Which paper; typos are fine
syllabus-option-new-position = Its place in the queue; 1 is next (default: last)
syllabus-option-periods = How many posts the paper takes, 1 to 4 (default 1)
syllabus-option-position = Its new place in the queue; 1 is next
syllabus-option-club = Which club (default: this channel's)
syllabus-track = { $slug ->
    [must-read] Must read, in the list's order
    [recommended] Recommended, in the list's order
    [everything] Everything on the list
   *[other] Topic: { $topic }
}

## Pages

syllabus-heading =
    -# SYLLABUS
    ## { $club }
    { $line }
syllabus-counts = -# { $to_come ->
    [1] 1 paper
   *[other] { $to_come } papers
} to come · { $read } read
syllabus-read =
    {"**"}Read**
    { $names }
syllabus-to-come = {"**"}Coming up**
syllabus-winner-first = { $voting }{ $is_running ->
    [yes] {" "}The winner comes first.
   *[no] {""}
}
syllabus-parts = { $count } parts
syllabus-empty = Nothing is queued yet. Start with a ready track (`/syllabus use`), or with the papers that lead up to one (`/syllabus path`).
syllabus-all-read = After that, the club has read every paper on the list.
syllabus-afterwards = { $after_queue ->
    [yes] After that,
   *[no] Until then,
} the reading list takes over{ $since ->
    [none] {""}
   *[other] {" "}on { $since }
}, starting with { $paper }.
syllabus-paused = -# The club is paused, so there are no dates. `/club resume` starts it again.
syllabus-queued =
    {"**"}Queued** { $weeks ->
        [1] 1 week
       *[other] { $weeks } weeks
    }
    { $names }
syllabus-nothing-added = Nothing added: all its papers are already queued or read.
syllabus-way = The path to { $paper }
syllabus-way-known = {"**"}Skipped**, to fit in your number of weeks: { $names }
syllabus-way-nothing-added = Nothing added: the whole path is already queued or read.
syllabus-goal = The goal.
syllabus-left-out = {"**"}Already read**: { $names }
syllabus-queued-already = {"**"}Already queued**: { $names }
syllabus-length = -# The syllabus has { $papers ->
    [1] 1 paper
   *[other] { $papers } papers
} now. `/syllabus show` has the dates.
syllabus-earlier = { $more } earlier ones, { $names }
syllabus-and-more = { $names } and { $more } more
syllabus-more-steps = … and { $more } more
syllabus-placed = { $number ->
    [1] **{ $paper }** is up next.
   *[other] **{ $paper }** is #{ $number } of { $of }.
}{ $was_read ->
    [yes] {" "}The club has read it before and will read it again.
   *[no] {""}
}
syllabus-removed = Removed **{ $paper }**. { $left ->
    [0] The queue is empty now
    [1] 1 paper is left
   *[other] { $left } papers are left
}. `/syllabus show` lists what comes next.

## Refusals

syllabus-unknown-track = I don't know that track. Choose one of these: { $tracks }.
syllabus-no-paper = I don't know a paper called { $typed } yet. Pick one from the suggestions, or browse with `/papers`.
syllabus-closest-paper = I don't know a paper called { $typed }. { $paper } comes closest. Pick one from the suggestions.
syllabus-which-paper = Which one? { $typed } could be { $papers }. Pick one from the suggestions.
refusal-unknown-track = I don't know that track. The tracks are: { $tracks }.
refusal-path-weeks = `weeks` can be { $least } to { $most }, not { NUMBER($given, useGrouping: "true") }.
refusal-queued-already = { $paper } is already queued, as #{ $position }. `/syllabus move` changes that.
refusal-not-queued = { $paper } isn't queued. `/syllabus show` lists what is.
refusal-syllabus-too-long = That would make { $weeks } weeks. A syllabus can have up to { $most }: remove some papers first.
refusal-position-before-first = Positions start at 1, the paper that is up next.
refusal-paper-periods = A paper can take { $least } to { $most } posts, not { $value }.
