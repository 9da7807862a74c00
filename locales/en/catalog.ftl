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
refusal-catalog-organizers-only = That's for organizers: you need the **Manage Server** permission or a club's organizer role. Suggest a paper with `/catalog suggest` instead.
refusal-not-in-catalog = I don't know a paper with the key { $key }. Pick one from the suggestions.
refusal-shared-paper = { $paper } is in the catalog of all servers, so it can't be changed here. You can add links to it.
refusal-catalog-full = A server can add up to { NUMBER($most, useGrouping: "true") } papers. { $room ->
    [0] This one has no room left
    [1] This one has room for 1 more
   *[other] This one has room for { NUMBER($room, useGrouping: "true") } more
}: remove papers that nobody needs, or add fewer.
refusal-no-title = A paper needs a title. Type it as the paper prints it.
refusal-no-short-name = A short name needs a letter or a digit. Leave the field empty to take the name from the title.
refusal-long-fact = The { catalog-fact } can have up to { NUMBER($most, useGrouping: "true") } characters (yours has { NUMBER($length, useGrouping: "true") }). Shorten it.
refusal-many-facts = A paper can have up to { NUMBER($most, useGrouping: "true") } { $fact ->
    [authors] authors
   *[aliases] other names
} (yours has { NUMBER($count, useGrouping: "true") }). Leave some out.
refusal-bad-paper-link = { $typed } isn't a link that a browser opens. Paste one that starts with `https://`.
refusal-bad-year = The year can be { $least } to { $most }, not { $given }.
refusal-nothing-to-edit = Nothing to change. Give at least one new fact.
refusal-name-taken-by-paper = { $name } already means { $paper }. Choose another name.
refusal-link-taken-by-paper = This link leads to { $paper }, which is in the catalog already, with the same { $matched_by ->
    [arxiv] arXiv id
   *[doi] DOI
}. Give another link.
refusal-link-to-itself = { $paper } can't build on itself. Choose two papers.
refusal-linked-already = { $paper } already builds on { $ancestor }.
refusal-not-linked = { $paper } isn't linked to { $ancestor }. Pick one of its links from the suggestions.
refusal-shared-link = That { $paper } builds on { $ancestor } comes from the catalog of all servers, so it can't be removed here.
refusal-too-many-links = { $paper } already builds on { $most } papers. Remove one of those links first.
refusal-link-cycle = { $paper } can't build on { $ancestor }, because { $ancestor } already builds on it. Each of these builds on the next: { $path }. Remove one of their links first.
refusal-paper-in-use = { $paper } can't be removed while it is in use: { LIST($uses, style: "and") }. Take it out there first. A paper that a week has read stays.
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
refusal-preview-gone = This preview is no longer here: I keep the last three that you asked for, each for a day, and only for you. Start again.
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

## Commands

catalog-command = Add papers of your own to this server's catalog
catalog-add-command = Add a paper, with what it builds on, from a link or its file
catalog-option-source = An arXiv id, a DOI, a link to one, or the title
catalog-option-file = The paper itself: PDF, LaTeX (.tex or .tar.gz), HTML or Markdown, up to 8 MiB
catalog-suggest-command = Suggest a paper that this server could add
catalog-suggestions-command = See which papers members have suggested, and decide about them
catalog-edit-command = Correct a paper that this server has added
catalog-link-command = Note that one paper builds on another
catalog-unlink-command = Remove a link that this server has added
catalog-remove-command = Remove a paper that this server has added
catalog-show-command = See a paper's links, who added it, and where it is used
catalog-import-command = Add papers from a bibliography: BibTeX, RIS or CSL-JSON
catalog-export-command = Download this server's papers as a bibliography
catalog-option-paper = Which paper; typos are fine
catalog-option-own-paper = Which of this server's papers
catalog-option-builds-on = The older paper that it builds on
catalog-option-unlink = The older paper to unlink
catalog-option-why = What it takes from the older paper, in a few words
catalog-option-bibliography = A .bib, .ris or .json file with up to 2,000 entries
catalog-option-format = The kind of file

## Buttons, menus and forms

catalog-button = { $goal ->
    [add] Add
    [facts] Edit facts
    [import] Import
   *[cancel] Cancel
}
catalog-choose-ancestors = What it builds on
catalog-type-it = Type it in
catalog-offer = { $offer ->
    [add-it] Add it
   *[suggest-it] Suggest it
}
catalog-decision = { $decision ->
    [accept] Add
   *[decline] Decline
}
catalog-remove-it = Remove it
catalog-form = { $subject ->
    [new] Add a paper
    [preview] Edit facts
   *[paper] Edit a paper
}
catalog-field = { $field ->
    [title] Title
    [authors] Authors
    [year] Year
    [link] Link
   *[short_name] Short name
}
catalog-hint = { $field ->
    [title] As the paper prints it
    [authors] One a line
    [year] Of the first version
    [link] Where the paper can be read
   *[short_name] What members call it. Leave it empty to take it from the title
}
catalog-bad-year = { $typed } isn't a year. Type four digits, such as 2017.

## Adding a paper

catalog-preview = ### Add this paper?
catalog-short-name = Short name: { $name }
catalog-no-authors = No authors
catalog-no-year = no year
catalog-builds-on = {"**"}It seems to build on** these papers. Uncheck what is wrong.
catalog-no-ancestors = -# Nothing is known about what it builds on. You can link papers later with `/catalog link`.
catalog-ancestor = {"**"}{ $number }. { $title }** ({ $year ->
    [none] { catalog-no-year }
   *[other] { $year }
}) · { $is_known ->
    [yes] in the catalog
   *[no] new: added with title, year and link only
}
catalog-ancestor-sentence = > “{ $sentence }”{ $section ->
    [none] {""}
   *[other] {" "}– { $section }
}
catalog-ancestor-why = -# The paper { $why }.
catalog-notes = -# { $notes }
catalog-sign = { $sign ->
    [own_work] { $count ->
        [1] cites it in a sentence about its own work
       *[other] cites it in { $count } sentences about its own work
    }
    [builds_on] { $count ->
        [1] says that it follows or extends it
       *[other] says { $count } times that it follows or extends it
    }
    [near_proposal] { $count ->
        [1] cites it where it says what it proposes
       *[other] cites it { $count } times where it says what it proposes
    }
    [abstract] names it in the abstract
    [introduction] { $count ->
        [1] cites it in the introduction
       *[other] cites it { $count } times in the introduction
    }
    [method] { $count ->
        [1] cites it in the method section
       *[other] cites it { $count } times in the method section
    }
    [alike] has a similar title
    [own_authors] has an author in common with it
    [by_name] { $count ->
        [1] calls it by its name
       *[other] calls it by its name { $count } times
    }
   *[often] { $count ->
        [1] cites it once
       *[other] cites it { $count } times
    }
}
catalog-why = { LIST($signs, style: "and") }
catalog-another-title = The file says that it is { $title }. Check that it is the same paper.
catalog-year-guessed = The file doesn't say its year. { $year } is the newest year that it cites, so check it.
catalog-no-file-kind = { $file } isn't a kind of file that I read. Use a PDF, LaTeX (`.tex` or `.tar.gz`), HTML or Markdown file.
catalog-file-too-large = { $file } has { NUMBER($size, minimumFractionDigits: 1, maximumFractionDigits: 1) } MiB, and I read files of up to { $most } MiB. Give me the paper's arXiv id or its LaTeX source instead.
catalog-file-gone = I couldn't download { $file } from Discord. Run the command again with the file.
catalog-file-fault = { $fault ->
    [empty] { $file } is empty. Download the paper again.
    [encrypted] { $file } is protected by a password. Remove the password, then try again.
    [damaged] { $file } is damaged or cut off, so I can't read it. Download the paper again.
    [no_text] { $file } has no text that I can read; perhaps it was scanned. Try the LaTeX source or a web page.
    [no_sentences] { $file } has hardly any English sentences that I can read. Use the file that holds the whole paper.
    [too_many_pages] { $file } has more than 200 pages. Use a file that has only the paper.
    [too_large] { $file } needs more memory than any paper should. Try another copy of the paper.
    [too_slow] { $file } took longer than 10 seconds to read. Try another copy of the paper.
    [unsafe_archive] { $file } holds too much, or files that lead outside of it. Use the archive as arXiv has it.
    [no_latex] { $file } holds no LaTeX file with `\documentclass`. Use the archive as arXiv has it.
    [no_references] { $file } has no reference list that I can read, so I can't tell what the paper builds on.
   *[unknown_kind] { $file } is not a PDF, LaTeX, HTML or Markdown file, whatever its name says. Use one of those.
}
catalog-full-text-name = The text on arXiv
catalog-no-title-in-file = I found no title in { $file }.
catalog-nothing-read =
    ### I couldn't read the paper
    { LINES($reasons) }
    You can type its facts in: a title and a link are enough.
catalog-known-already = { $paper } is in the catalog already. Nothing was changed.
catalog-added = { $outcome ->
    [completed] ### Added: { $paper }. Another paper here builds on it
   *[added] ### Added: { $paper }
}
catalog-same-as = { $paper } is in the catalog already{ $matched_by ->
    [arxiv] , with the same arXiv id
    [doi] , with the same DOI
    [title] , with the same title
   *[none] {""}
}. Nothing was changed.
catalog-added-links = {"**"}Builds on** { $names }
catalog-what-next =
    Everybody in this server can look it up with `/paper`. To read it in a club, queue it with `/syllabus add`; `/week post` posts the next paper right away.
catalog-canceled = Canceled. Nothing was added.
catalog-not-saved =
    ### Not saved
    { $reason }

## Suggestions

catalog-suggested = { $is_new ->
    [yes] Thank you! I've noted { $paper } for the organizers. They see it with `/catalog suggestions`.
   *[no] Somebody has already suggested { $paper }. The organizers see it with `/catalog suggestions`.
}
catalog-suggestions = { $count ->
    [0] ### No suggestions are waiting
    [1] ### 1 suggestion is waiting
   *[other] ### { $count } suggestions are waiting
}
catalog-suggestion = { $title ->
    [none] {"**"}{ $source }**
   *[other] {"**"}{ $title }** · { $source }
}
    -# Suggested by { $member } { TIMESTAMP($at, style: "R") }
catalog-declined = The suggestion is declined. Nobody is told.

## A paper, its links and its uses

catalog-shared = From the catalog of all servers.
catalog-own = { $is_stub ->
    [yes] Another paper here builds on it, so its title, year and link are here. Added
   *[no] Added
}{ $member ->
    [none] {""}
   *[other] {" "}by { $member }
} { TIMESTAMP($at, style: "D") }
catalog-show-builds-on = {"**"}Builds on**
catalog-led-to = {"**"}Led to** { $names }
catalog-used-here = {"**"}Used here**
catalog-unused = -# No club here uses it yet.
catalog-use-queued = queued in { $club }, position { $position }
catalog-use-poll = offered by the poll in { $club }
catalog-linked = { $paper } now builds on { $ancestor }. `/lineage` shows it.
catalog-unlinked = { $paper } is no longer linked to { $ancestor }.
catalog-remove-sure =
    ### Remove { $paper }?
    It disappears from this server's catalog, together with its links and with papers that only it builds on.
catalog-removed = { $paper } is removed{ $count ->
    [0] .
   *[other] , together with { $stubs }.
}
catalog-edited = ### Changed: { $paper }

## Bibliographies

catalog-no-bibliography = { $file } isn't a bibliography. I read only text in `.bib`, `.ris` and `.json` files.
catalog-bibliography-too-large = { $file } has { NUMBER($size, minimumFractionDigits: 1, maximumFractionDigits: 1) } MiB, and I read bibliographies of up to { $most } MiB. Export fewer papers at once.
catalog-bibliography-fault = { $fault ->
    [too_large] { $file } is too large. Export fewer papers at once.
    [not_text] { $file } is not plain text in UTF-8. I read only text in `.bib`, `.ris` and `.json` files; don't compress it.
    [endnote] { $file } is EndNote's own format. In EndNote, choose the output style *RefMan (RIS) Export*, then File → Export, and give me that file.
    [no_entries] { $file } has no entries. Export the papers again.
    [too_many] { $file } has more than 10,000 entries, and a file can have up to 2,000. Export fewer at once.
    [too_complex] { $file } is too complex: a key, an abbreviation or the nesting is far beyond what a bibliography needs. Export the papers again.
    [too_slow] { $file } takes too long to read. Export fewer papers at once.
    [broken] { $file } can't be read. { $problem }
   *[unknown_format] { $file } is not BibTeX, RIS or CSL-JSON. Export a `.bib`, `.ris` or `.json` file.
}
catalog-at-line = Line { $line }: { $what }
catalog-trouble = { $trouble ->
    [unclosed] the entry{ catalog-of-key } is unclosed. Add the missing brace.
    [open_quote] the entry{ catalog-of-key } has an unclosed quotation mark. Add the missing mark.
    [too_deep] the entry{ catalog-of-key } nests braces too deeply. Remove some.
    [unreadable] the entry{ catalog-of-key } has no fields that I can read. Export it again.
    [not_json] from here on, this is not valid JSON. Export the file again.
    [not_an_entry] this is not an entry of CSL-JSON. Remove it.
    [key_twice] the key { $key } is used twice, first in line { $first }. Both entries count.
    [too_many] from here on, there are more entries than a file can have. Divide the file there.
   *[no_title] the entry{ catalog-of-key } has no title. Add one.
}
catalog-of-key = { $key ->
    [none] {""}
   *[other] {" "}{ $key }
}
catalog-import = { $count ->
    [0] ### Nothing to import
    [1] ### Import 1 paper?
   *[other] ### Import { NUMBER($count, useGrouping: "true") } papers?
}
catalog-import-counts = {"**"}New** { $new } · { $completed ->
    [0] {""}
   *[other] {"**"}Completed** { $completed } ·{" "}
}{"**"}Duplicates** { $duplicates } · **Broken** { $broken }
catalog-import-too-many = There is room for only { $room } more papers in this server. Divide the file, or remove papers first.
catalog-is-new = new: { $paper }
catalog-completes = completes { $paper }, of which only title, year and link are here
catalog-is-duplicate = { $known ->
    [none] duplicate: { $paper } is already in line { $line }
   *[other] duplicate: { $paper } is here as { $known }
}, with the same { $matched_by ->
    [arxiv] arXiv id
    [doi] DOI
   *[title] title
}{ $other_title ->
    [none] {""}
   *[other] {""} but another title: { $other_title }
}
catalog-imported = { $count ->
    [1] ### Imported 1 paper
   *[other] ### Imported { NUMBER($count, useGrouping: "true") } papers
}
    { $duplicates ->
        [0] Look them up with `/paper`.
        [1] Look them up with `/paper`. 1 duplicate was left out.
       *[other] Look them up with `/paper`. { $duplicates } duplicates were left out.
    }
catalog-nothing-to-export = This server has no papers of its own yet. Add some with `/catalog add` or `/catalog import`.
catalog-exported = { $count ->
    [1] This server's own paper:
   *[other] This server's { NUMBER($count, useGrouping: "true") } own papers:
}
