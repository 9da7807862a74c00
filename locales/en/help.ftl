# `/help`: what somebody can do here.

help-command = See what you can do here
help-option-topic = What you want to know more about (default: the most useful commands)
help-topic = { $topic ->
    [papers] Papers
    [weeks] Reading weeks
    [logs] Paper logs
    [reviews] Reviews
    [catalog] This server's own papers
    [organizing] Organizing a club
    [privacy] Your data
   *[first-steps] First steps
}
help-topic-hint = { $topic ->
    [papers] Look papers up, and see what they build on
    [weeks] What the club reads, and by when
    [logs] Write logs, revise them, find them again
    [reviews] Review a log, and see the reviews of yours
    [catalog] Suggest papers, add them, and correct what they build on
    [organizing] Set up a reading club, and decide what it reads
    [privacy] See, download or delete what is stored about you
   *[first-steps] The most useful commands for you here
}
help-choose = Choose a topic
help-heading = ### { help-topic }
help-command-line = { $command }: { $does }

help-first-steps = { $reader ->
    [alone] Look a paper up, see where its ideas come from, and write a log about it for yourself. Reading clubs live in servers; `/help` shows more there.
    [without-club] { clubs-none-yet } You can look papers up, and write logs for yourself.
    [member] Each week, a reading club reads one paper: you read it, write a short log about it, and review another member's log.
   *[organizer] A club posts its weeks, reminds people and names reviewers by itself. You decide what it reads, and you can step in at any time.
}
help-about = { $topic ->
    [papers] Find a paper by its title, an acronym, an author and a year, or a link. To find the papers that a message mentions, right-click it → Apps → *{ papers-find-papers }*.
    [weeks] Each week has one post, with the paper, the dates and the buttons.
    [logs] A log is three to five sentences about a paper, in your own words. *Write my log* under a paper or a week opens the same form.
    [reviews] When logs close, everyone who wrote one gets logs to review. A review has three ratings, the log's strongest sentence, and one question.
    [catalog] A server can read papers that I don't know: organizers add them from a link or from their file, and I read what they build on. Nobody in another server sees them.
    [organizing] Organizers have **Manage Server** or the club's organizer role. In an anonymous club, they can look up who wrote a review: right-click it → Apps → *{ reviews-who }*.
   *[privacy] You can see what is stored about you, download it, and delete it.
}

# For a topic with nothing to do here
help-not-here = { $reader ->
    [alone] { clubs-only-in-servers }
    [without-club] { clubs-none-yet } { $may_create ->
        [yes] Start one with `/club create`.
       *[no] Anyone with **Manage Server** can start one with `/club create`.
    }
   *[member] Organizers set up reading clubs and decide what they read. You're one if you have **Manage Server** or the club's organizer role.
}
