# Papers that members nominate.

## Refusals

refusal-nominated-already = {"**"}{ $paper }** is nominated already. Support it instead.
refusal-too-many-nominations = You can have up to { $most } nominations open: { LIST($papers, style: "and") }. Withdraw one first, or wait until one is chosen.
refusal-read-by-club = The club has read {"**"}{ $paper }** already. Choose another paper.
refusal-long-why = Your reason can be up to { $most } characters (yours has { $length }). Shorten it.
refusal-own-nomination = {"**"}{ $paper }** is your own nomination, so you can't support it. Support somebody else's, and say why yours is worth reading.
refusal-nomination-over = The nomination of {"**"}{ $paper }** is over. Choose one that is open.
refusal-not-your-nomination = Somebody else nominated {"**"}{ $paper }**. Only they and organizers can withdraw it.
