# Takeaways: one sentence about a week's paper, from members without time for a log.

takeaways-button = { $action ->
    [withdraw] Withdraw
    [edit] Edit
   *[write] Takeaway
}
takeaways-form = Takeaway · { $paper }
takeaways-hint = { $field ->
    [takeaway] { $is_change ->
        [yes] What will you remember? Empty both fields to withdraw it.
       *[no] What will you remember of the paper? One sentence is enough.
    }
   *[other] What would you like to ask the club? You can leave this empty.
}

## Answers

takeaways-saved =
    ### { $is_change ->
        [yes] Changed: your
       *[no] Saved: your
    } takeaway from { $paper }
takeaways-next = It appears in the week's digest with your name, and you count as in. You can change it until then, and you can still write a full log.
takeaways-withdrawn = Your takeaway for week { $number } is withdrawn.
takeaways-kept =
    ### Not saved yet
    { $reason }
    Your text is kept: *Edit* opens the form with it.
takeaways-refused =
    ### Not saved
    { $reason }
    {"**"}Your text is below: copy it.**
takeaways-not-saved =
    ### Not saved
    Sorry, something went wrong on my side. **Your text is below: copy it**, and try again in a moment. If it keeps happening, give the people who run this bot the reference **{ $reference }**.
takeaways-not-sure =
    ### Perhaps saved
    Sorry, I lost my database in the middle of that. Press *Takeaway* in a moment to see whether your text is there. **It is also below: copy it.** The people who run this bot can find the cause under the reference **{ $reference }**.

## In a week's messages

takeaways-count = {"**"}Takeaways** { $count }
takeaways-in-digest = ### Takeaways ({ $count })
takeaways-question-by = { $question } – from { $author }

## Refusals

refusal-takeaways-off = This club has turned takeaways off. You can still write a log with `/log write`.
refusal-takeaway-kept = { refusal-draft-kept }
