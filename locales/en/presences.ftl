# Who was at a week's meeting: members say so themselves.

presences-button = I was there
presences-question =
    {"**"}Were you at the meeting of week { $number }?**{ $count ->
        [0] {""}
        [1] {" "}1 was there.
       *[other] {" "}{ $count } were there.
    }
    -# A recording, slides or notes? Organizers and hosts add them with `/week link`.
presences-noted = { $is_there ->
    [yes] Noted: you were at the meeting of week { $number }. Undo: press again.
   *[no] Undone: you no longer count for the meeting of week { $number }.
}
presences-count = {"**"}At the meeting** { $count }
presences-in-digest = -# { $count ->
    [1] 1 was there.
   *[other] { $count } were there.
}
