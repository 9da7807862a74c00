# Looking papers up: cards, lineages, reading sets, the catalog, and how to read, write and review.

## Commands

papers-find-papers = Find papers
papers-paper-command = Look a paper up: title, acronym, author and year, arXiv id or DOI
papers-paper-query = Whatever you remember of it; typos are fine
papers-paper-private = Show the card only to me
papers-lineage-command = See what a paper builds on and what it led to, as a picture and in words
papers-cluster-command = Get a reading set: a paper and the ones it builds on, with times and questions
papers-which-paper = Which paper; typos are fine
papers-papers-command = Browse the catalog
papers-papers-tier = Only this tier
papers-papers-topic = Only this topic
papers-howto-command = Learn how to read a paper, write a log about it, and review one

## Refusals, and answers when nothing is found

papers-browse = Browse them all with `/papers`.
papers-nothing-found =
    I don't know a paper called { $query } yet. Try its title, an acronym, an author with a year, or an arXiv id. { papers-browse }
papers-no-arxiv-id = I don't know arXiv { $id } yet. { papers-browse }
papers-no-doi = I don't know DOI { $id } yet. { papers-browse }
papers-no-page = I don't know the paper at { $link } yet. { papers-browse }
papers-open-on-arxiv = Open on arXiv
papers-no-mention =
    I found no paper I know in that message. I look for arXiv ids and links, DOIs, titles, and well-known names such as “LoRA”. To look one up yourself, use `/paper`.
papers-no-topic = I don't know the topic { $named }. Choose one of these: { $topics }.

refusal-unknown-paper = That paper is no longer in the catalog. Look it up again with `/paper`, or browse with `/papers`.
refusal-bad-arxiv-id =
    { $typed } isn't an arXiv id. They look like `2106.09685` or `hep-th/9901001`. Copy it from the paper's page{ $has_odd_digits ->
        [yes] {" "}with its digits as 0 to 9
       *[no] {""}
    }, or type a few words of the title.
refusal-bad-doi =
    { $typed } isn't a DOI. They look like `10.18653/v1/N19-1423`, without spaces. Copy it from the paper's page, or type a few words of the title.
refusal-link-without-paper =
    { $typed } doesn't lead to a paper. A link to one has its id in it, like `arxiv.org/abs/2106.09685`.
refusal-unknown-link =
    I don't know a paper at { $typed }. I understand arXiv and DOI links and the pages of papers in the catalog, and I never open a link. Type the paper's title or its arXiv id.

## Buttons and menus

papers-button = { $goal ->
    [card] Card
    [lineage] Lineage
    [cluster] Cluster
    [write] Write my log
   *[cite] Cite
}
papers-choose = Choose a paper
papers-any = { $by ->
    [tier] Any tier
   *[topic] Any topic
}
papers-every-tier = Every tier
papers-every-topic = Every topic
papers-sample-logs = Sample logs

## The card

papers-contribution = What it contributed
papers-why-it-matters = Why it matters
papers-abstract = Abstract
papers-abstract-gist = Abstract: { $text }
papers-from-logs = From logs in this server
papers-quoted = - “{ $sentence }” – { $author }
papers-quoted-sentence = “{ $sentence }”
papers-in-the-curriculum = In the curriculum
papers-place-in-curriculum = { $section }, no. { $position }
papers-builds-on = Builds on
papers-led-to = Led to
papers-and-more = { $more ->
    [0] { $names }
   *[other] { $names } and { $more } more
}
papers-read-here =
    {"**"}Read here** [Week { $week }]({ $post }) of { $club } · { $logs ->
        [one] 1 log
       *[other] { $logs } logs
    }
papers-read-before = {"**"}Read** on { DATETIME($day, dateStyle: "medium") } in { $club }{ $hosts ->
    [none] {""}
   *[other] {" · "}host: { $hosts }
}{ $links ->
    [none] {""}
   *[other] {" · "}{ $links }
}

## The lineage

papers-lineage = Lineage of { $paper }
papers-no-older =
    {"**"}Builds on**
    -# Nothing in the catalog. This is where the line starts.
papers-no-newer =
    {"**"}Led to**
    -# Nothing in the catalog yet.
papers-other-relatives =
    -# and { $count } more: { $names }{ $is_cut ->
        [yes] {" "}…
       *[no] {""}
    }
papers-builds-on-count = Builds on { $count ->
    [one] 1 paper
   *[other] { $count } papers
}
papers-led-to-count = Led to { $count ->
    [one] 1 paper
   *[other] { $count } papers
}
papers-picture-alone = Nothing older or newer in the catalog
papers-picture-more = and { $count } more
papers-picture-authors = { $others ->
    [0] { LIST($names, style: "and") }
   *[other] { $names } and { $others } more
}
papers-alt-text = Lineage of { $paper }, with the oldest papers at the top.
papers-alt-near = { $direction ->
    [older] { $count ->
        [0] It builds on nothing in the catalog.
        [one] It builds on 1 paper: { $names }.
       *[other] It builds on { $count } papers: { LIST($names, style: "and") }.
    }
   *[newer] { $count ->
        [0] It led to nothing in the catalog yet.
        [one] It led to 1 paper: { $names }.
       *[other] It led to { $count } papers: { LIST($names, style: "and") }.
    }
}
papers-alt-further = { $direction ->
    [older] Those build on { LIST($names, style: "and") }.
   *[newer] Those led to { LIST($names, style: "and") }.
}
papers-further = { $direction ->
    [older] -# Further back: { $names }
   *[newer] -# Further on: { $names }
}
papers-more = { $count } more

## The reading set

papers-cluster =
    ## Reading set: { $paper }
    { $papers ->
        [1] { papers-alone }
       *[other] Read them in this order, oldest first. The last one builds on the others.
    }
papers-alone = The catalog has none of the papers it builds on, so you read just this one.
papers-focus = The main paper of this set.
papers-time-to-set-aside =
    {"**"}Set aside { $time }**
    -# Implementing it (the third pass) takes extra time. `/howto` shows how to read a paper.
papers-minutes = { $least }–{ $most } minutes
papers-min = { $least }–{ $most } min
papers-hours = { $least }–{ $most } hours
papers-to-argue-about = Discuss
# For papers that members have added, so they must fit any paper.
papers-general-prompt = { $number ->
    [1] What could nobody do before this paper, and who needed it?
    [2] Which experiment convinces you most, and which one do you miss?
    [3] Where would the method fail, and does the paper say so?
   *[4] What would you try next if this were your paper?
}

## Citations

papers-cite = Cite { $paper }

## Several papers

papers-did-you-mean =
    ### Did you mean …
    { $count ->
        [1] I don't know { $query }. This one comes closest.
       *[other] Several papers match { $query }.
    }
papers-catalog = The catalog
papers-shelf =
    ### { $shelf }
    -# { $count ->
        [one] 1 paper
       *[other] { $count } papers
    }
papers-empty-shelf = { $added ->
    [yes] Nobody has added a paper here yet. Pick another tier below.
   *[no] No paper is in both. Pick another tier or topic below.
}
papers-mentioned = I found { $count } papers in that message
papers-also-mentioned =
    Also mentioned: { $names }{ $is_cut ->
        [yes] {" "}…
       *[no] {""}
    }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }.

## How to read, write and review

papers-how-to-read =
    ## How to read a paper
    Don't read it from the first word to the last. Go over it up to three times, and stop once you have what you need.

    {"**"}First pass · 5–10 minutes**
    Abstract, figures, tables, conclusion. Now you can say what the paper is about, and whether to read on.

    {"**"}Second pass · 30–60 minutes**
    The introduction, then the method for its idea (not its algebra), then the experiments: what was compared with what, and was it fair? Look in the appendix for the numbers you'd need to repeat it. Leave related work for last.

    {"**"}Third pass · build it**
    Implement the main idea at a small scale. You'll get stuck wherever the paper left something out, and that's where you learn the most.
papers-how-to-write =
    ## How to write a paper log
    Three to five sentences, in your own words, while the paper is still fresh:

    1. **Problem**: what couldn't be done, or not well enough, before?
    2. **Approach**: what did the authors do? Say it as you'd tell a friend.
    3. **Key result**: one finding, with its number and what it was compared with.
    4. **Limitation or open question**: what does the paper leave out, assume, or not show?

    If a sentence could be from the abstract, put it in your own words.
papers-how-to-review =
    ## How to review a log
    Rate each part as *met*, *partly* or *missing*:

    - **Problem and approach**: would someone who hasn't read the paper understand what was done, and why?
    - **Key result**: is there one concrete result, and does the paper really show it?
    - **Limitation**: is it about this paper, or could you say it about any paper?

    Then pick the log's **strongest sentence** and ask **one question** you'd like answered. Be specific and kind: the author may be reviewing your log too.
papers-privacy = -# See, download or delete what Paper Club stores about you: `/privacy show`

## Sample logs

# The numbers are from LoRA's table 4 (GPT-3 175B), the 350 GB from its section 4.2.
papers-samples = Two logs about LoRA
papers-sample =
    ### { $heading }
    { $parts }

    {"**"}Why?** { $why }
papers-good-log = A good log
papers-good-part = { $field ->
    [problem] Fine-tune GPT-3 for ten tasks and you end up with ten copies of 350 GB, because every weight has changed.
    [approach] LoRA leaves the big matrices alone. Next to the ones that produce queries and values, it trains two skinny matrices, whose product is added to the weights once training ends.
    [key_result] With 4.7 million trained parameters GPT-3 gets 91.7% on MNLI, where training all 175 billion gets 89.5%; on WikiSQL it is just behind, 73.4 to 73.8.
   *[limitation] Only attention is adapted: would the feed-forward layers, which hold most of the weights, need a higher rank?
}
papers-good-why =
    Every sentence says something. The result has its numbers, what they were compared with, and the one case that went the other way. The question fits only this paper, and an experiment could answer it.
papers-weak-log = A weak log of the same paper
papers-weak-part = { $field ->
    [problem] Large models are very expensive.
    [approach] It freezes the pretrained weights and trains a pair of small matrices next to each chosen weight matrix; their product is the update.
    [key_result] It works really well and beats other methods.
   *[limitation] More experiments are needed.
}
papers-weak-why =
    All four parts are there, but three would fit a hundred papers: expensive in what way, better than what, by how much, which experiment? The fourth is copied from the paper's card, and the bot would point that out before posting.

## Papers of the world that nobody has added yet

papers-world-mark = not in our catalog yet
papers-world-button = { $goal ->
    [world-card] Card
    [world-lineage] Lineage
   *[world-cite] Cite
}
papers-world-offer = { $offer ->
    [add-it] Add to our catalog
   *[suggest-it] Suggest it
}
papers-world-first = { $goal ->
    [cluster] A reading set needs a paper of our catalog, and this one isn't in it yet. Add it first, or suggest it.
   *[write] Logs are about papers of our catalog, and this one isn't in it yet. Add it first, or suggest it.
}
papers-world-choice = { $paper } ({ papers-world-mark })
papers-world-source = { $source ->
    [arxiv] arXiv
    [openalex] OpenAlex
    [semantic_scholar] Semantic Scholar
    [bibtex] a bibliography
   *[own] a list of papers
}
papers-world-origin = From { LIST($sources, style: "and") }{ $citations ->
    [0] {""}
    [one] , cited once
   *[other] , cited { NUMBER($citations, useGrouping: "true") } times
}
papers-world-relatives = { $direction ->
    [older] {"**"}Cites**
    -# { $count ->
        [0] { $lists ->
            [0] The source of this paper has no reference lists.
           *[other] { LIST($sources, style: "and") } { $lists ->
                [one] lists
               *[other] list
            } no paper that I know.
        }
       *[other] As listed by { LIST($sources, style: "and") }, best known first. Nobody has checked which of them it builds on.
    }
   *[newer] {"**"}Cited by**
    -# { $count ->
        [0] No paper that I know.
       *[other] As listed by their sources, best known first.
    }
}
papers-world-added-first = I know { $paper }, but it isn't in our catalog yet. An organizer can add it with `/catalog add`, and everyone can suggest it with `/catalog suggest`.
