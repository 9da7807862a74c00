"""The texts of the demo's pinned guide and of the members' first messages."""

from __future__ import annotations

GUIDE = """\
**Welcome to the reading room.** This Discord runs only on your own machine and is gone after Ctrl-C, so try anything.

**Look up a paper.** Type `/paper` into the box below, press Tab, type `lora`, pick a suggestion and press Enter. \
Under the card that appears, press **Lineage**, **Cluster** or **Cite**. Then try:
- `/paper atention is all you ned`: typos are fine. `/paper dettmers`: the bot asks back when several papers fit.
- `/lineage mamba`: where a paper comes from and what it led to. `/cluster ddpm`: what to read in one week.
- `/papers` and `/howto`: the whole catalog, and how to read, write and review.
- `/catalog add`, as Dana, with `demo/one-factor-for-all-layers.pdf` as `file`: the bot reads what it builds on.

**Run a reading week.**
1. At the top, choose to view as **Dana**, who organizes; the others are members. On the map, open **general** and \
press **Set up a club**. Choose `sunday-papers` or `paper-forum`, confirm the time zone, and press **Post the first \
week now**.
2. Open the club's channel on the map. As Ada and Bo, press **I'm in**, then **Next for me**: it opens the form for a \
log. Press it whenever you wonder what to do next.
3. On the map, skip ahead until logs are due: reviewers are named in the week's thread. There, **Next for me** opens \
the form for a review.
4. Skip ahead to the end of the week: its digest follows in the thread.
5. As Dana, plan what comes next: `/syllabus path` leads up to a paper you want to understand, \
`/week preview` shows the next post, and `/week poll` lets members vote.

**Meet live.** On the map, **Set up this club** leads you through a vote, a host, an event and a meeting.

**The map** has every channel and thread, the events, and the clock, which stands still until you move it. **Map** at \
the top of every channel opens it, or use a second tab: {map}

Some answers only you can see: view as another member to check. Discord has **Find papers** in a message's menu, too.\
"""

CHATTER = (
    ("bo", "I tried QLoRA last night. Should I have read LoRA first, or arXiv:2110.02861?"),
    ("chidi", "Start with https://arxiv.org/abs/2106.09685v2, the optimizer can wait."),
)
