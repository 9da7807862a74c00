# Ranked ballots on what a club reads next.

## Refusals

refusal-ranked-twice = {"**"}{ $paper }** is on your ballot twice. Choose each paper once.
refusal-not-on-ballot = {"**"}{ $paper }** isn't in this vote. Choose from the list under it.
