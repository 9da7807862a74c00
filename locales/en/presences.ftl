# Who was at a week's meeting: members say so themselves.

presences-button = I was there
presences-question =
    {"**"}Were you at { $meeting }?**{ $count ->
        [0] {""}
        [1] {" "}1 was there.
       *[other] {" "}{ $count } were there.
    }
    -# A recording, slides or notes? Organizers and hosts add them with `/week link`.
# Which meeting; a paper of several periods has several.
presences-meeting = { $part ->
    [none] the meeting of week { $number }
   *[other] meeting { $part } of { $of } of week { $number }
}
presences-noted = { $is_there ->
    [yes] Noted: you were at { $meeting }. Undo: press again.
   *[no] Undone: you no longer count for { $meeting }.
}
presences-count = {"**"}At the meeting** { $count }
presences-counts = {"**"}At the meetings** { LIST($counts, style: "and") }
presences-in-digest = -# { $count ->
    [1] 1 was there.
   *[other] { $count } were there.
}
presences-in-digest-each = -# At its meetings, { LIST($counts, style: "and") } were there.
