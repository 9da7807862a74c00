"""What the demo's pinned guide and the members' first messages say."""

from __future__ import annotations

GUIDE = """\
**Welcome to the reading room.** This Discord lives on your own machine and ends when you press Ctrl-C, so try anything.

**Look papers up.** Type `/paper` into the box below and press Tab, type `lora`, take a suggestion, and send it with \
Enter. Under the card that appears, press **Lineage**, **Cluster** or **Cite**. Then try:
- `/paper atention is all you ned`: typos are fine. `/paper dettmers`: it asks back when several papers fit.
- `/lineage mamba`: where a paper comes from and what it led to, drawn. `/cluster ddpm`: what to read in one week.
- `/papers` and `/howto`: the whole catalogue, and how to read, write and review.

**Run a reading week.** Act as **Dana**, who organises; the others are members.
1. `/club create`: a name, the channel `sunday-papers` or the forum `paper-forum`, a day, `18:00`, a time zone.
2. `/syllabus path` to a paper that you would like to understand, then `/week preview`.
3. `/week post` posts at once, in the club's channel: the map below leads there. Or let members vote with \
`/week poll`, or move the clock on to the club's day.
4. As Ada, Bo and Chidi: **I'm in**, then **Write my log** under the post. Move the clock on until logs are due: \
reviewers are named in the week's thread. `/review next` leads to the form; at the end comes the digest.

**The map** has every channel and thread to go to, and the clock: {map}
Time stands still here until you move it.

Some answers only you can see; act as another member, above, to check. On Discord itself a message's menu also offers \
**Find papers**; this local page has no such menu.\
"""

CHATTER = (
    ("bo", "I tried QLoRA last night. Should I have read LoRA first, or arXiv:2110.02861?"),
    ("chidi", "Start with https://arxiv.org/abs/2106.09685v2, the optimizer can wait."),
)
