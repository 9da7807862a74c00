# The welcome in a server that the bot has joined.

welcome-message =
    ## 👋 Hi, I'm Paper Club
    I run reading weeks: one machine-learning paper a week, a few sentences about it in your own words, and feedback from each other. I also know { $papers } papers and what each one builds on, so you can look one up any time with `/paper`.
welcome-try-paper = Try a paper
welcome-how-it-works = How it works
welcome-which-paper =
    ### Which paper?
    Pick one to see its card. `/paper` finds any other.
welcome-a-week =
    ## A week in Paper Club
    📄 **Post** · I post a paper, with the ones to read first and a plan for reading it.
    🙋 **Join** · Members press *I'm in*.
    ✍️ **Log** · Everyone writes three to five sentences: problem, approach, key result, one open question.
    💬 **Review** · Each log gets a short review from other members.
    🏁 **Digest** · At the end I post the best sentences, the open questions and what comes next.

    { $may_set_up ->
        [yes] Set up a club to start, or look at a paper first.
       *[no] Anyone with **Manage Server** can set up a club. Until then, look at a paper, or read `/howto`.
    }
