# A server's own papers.

## Names

catalog-fact = { $fact ->
    [title] title
    [short_name] short name
    [authors] author
    [venue] venue
    [url] link
    [aliases] other name
    [why] reason
   *[abstract] abstract
}

## Refusals

refusal-no-server-here = Papers can only be added in a server. Run this in one.
refusal-catalog-organizers-only = That's for organizers: you need the **Manage Server** permission or a club's organizer role. You can suggest a paper instead.
refusal-not-in-catalog = I don't know a paper with the key { $key }. Pick one from the suggestions.
refusal-shared-paper = { $paper } is in the catalog of all servers, so it can't be changed here. You can add links to it.
refusal-catalog-full = A server can add up to { NUMBER($most, useGrouping: "true") } papers. { $room ->
    [0] This one has no room left
    [1] This one has room for 1 more
   *[other] This one has room for { NUMBER($room, useGrouping: "true") } more
}: remove papers that nobody needs, or add fewer.
refusal-no-title = A paper needs a title. Type it as the paper prints it.
refusal-long-fact = The { catalog-fact } can have up to { NUMBER($most, useGrouping: "true") } characters (yours has { NUMBER($length, useGrouping: "true") }). Shorten it.
refusal-many-facts = A paper can have up to { NUMBER($most, useGrouping: "true") } { $fact ->
    [authors] authors
   *[aliases] other names
} (yours has { NUMBER($count, useGrouping: "true") }). Leave some out.
refusal-bad-paper-link = { $typed } isn't a link that a browser opens. Paste one that starts with `https://`.
refusal-bad-year = The year can be { $least } to { $most }, not { $given }.
refusal-nothing-to-edit = Nothing to change. Give at least one new fact.
refusal-name-taken-by-paper = { $name } already means { $paper }. Choose another name.
refusal-link-to-itself = { $paper } can't build on itself. Choose two papers.
refusal-linked-already = { $paper } already builds on { $ancestor }.
refusal-not-linked = { $paper } isn't linked to { $ancestor }. Pick one of its links from the suggestions.
refusal-shared-link = That { $paper } builds on { $ancestor } comes from the catalog of all servers, so it can't be removed here.
refusal-too-many-links = { $paper } already builds on { $most } papers. Remove one of those links first.
refusal-link-cycle = { $paper } can't build on { $ancestor }, because { $ancestor } already builds on it: { $path }. Remove one of those links first.
refusal-paper-in-use = { $paper } can't be removed while it is in use: { LIST($uses, style: "and") }. A paper that a week has read stays.
refusal-queued-use = queued in { $club }
refusal-poll-use = offered by the poll in { $club }
refusal-week-use = { $number ->
    [none] in a week to come
   *[other] in week { $number }
} of { $club }
refusal-log-use = in { $count ->
    [1] 1 log or draft
   *[other] { $count } logs or drafts
}
refusal-ancestor-use = as what { $paper } builds on
refusal-more-uses = in { $count ->
    [1] 1 more place
   *[other] { $count } more places
}
refusal-unseen-use = in { $count ->
    [1] 1 place
   *[other] { $count } places
} you can't see
refusal-preview-gone = This preview is no longer here: previews last a day, and only for the person who asked for them. Start again.
refusal-suggested-paper-known = { $paper } is in the catalog already{ $matched_by ->
    [arxiv] , with the same arXiv id
    [doi] , with the same DOI
   *[title] , with the same title
}. Look it up with `/paper`.
refusal-empty-suggestion = Nothing to suggest. Paste a link, an arXiv id, a DOI or a title.
refusal-too-many-suggestions = You have { $most } suggestions waiting. Suggest more once an organizer has decided about some.
refusal-suggestions-full = { $most } suggestions are waiting in this server. Ask an organizer to decide about some first.
refusal-suggestion-gone = This suggestion is no longer here. Open the list again to see what is waiting.
refusal-suggestion-decided = Somebody has decided about this suggestion already: { $paper ->
    [none] it was declined
   *[other] { $paper } was added
}.
refusal-too-many-entries = A file can have up to { NUMBER($most, useGrouping: "true") } entries (yours has { NUMBER($count, useGrouping: "true") }). Split it.
refusal-nothing-to-import = The file has no paper that can be added. Check the list of problems, correct the file, and import it again.
