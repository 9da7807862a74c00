# Who hosts a club's sessions.

## Refusals

refusal-session-began = That session began { TIMESTAMP($began, style: "R") }. Choose a later one.
refusal-host-found = { $host } hosts that session by now. Thank you! You stay in the rotation for later ones.
refusal-not-asked-to-host = Nobody has asked you to host that session, so there is nothing to answer. You can volunteer for it.
