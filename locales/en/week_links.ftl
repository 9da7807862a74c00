# Links of a week: the recording, slides and notes of its meeting.

week-links-command = Add a recording, slides or notes to a week. The same link again shows how to remove it
week-links-option-url = The link, starting with https://
week-links-option-what = What it is: recording, slides, notes, code, or your own words (I recognize well-known sites)
week-links-option-with-password = Show a link that has a password in it to everyone who reads the week
week-links-option-week = Which week; this thread's, or else the newest, if you leave it out
week-links-line = {"**"}Links** { $links }
week-links-week = Week { $number } · { $paper }
week-links-remove = Remove a link …
week-links-changed = { $done ->
    [added] ### Added to week { $number }
    [renamed] ### Renamed in week { $number }
    [removed] ### Removed from week { $number }
   *[known] ### Already in week { $number }
} · { $paper }
week-links-where = { $address ->
    [none] The week's post and its digest show these links.
   *[other] [The week's post]({ $address }) and its digest show these links.
}

## Refusals

refusal-no-web-link = That isn't a link to a page. Copy the whole address: it starts with `https://` or `http://`, and has no spaces.
refusal-link-with-login = That link has a name or password before the site's name, so it can pass for another site. Copy it without everything up to the `@`.
refusal-link-with-passcode = That link has a password in it ({ LIST($parts, style: "and") }), and everyone who can read the week's post could use it. Nobody has seen it yet. Share one without it, or add this one all the same with `with_password:True`.
refusal-long-link = Links can have up to { $most } characters (yours has { $length }). Share a shorter one: most sites have a *Share* button.
refusal-long-link-name = A link's name can have up to { $most } characters (yours has { $length }).
refusal-week-links-full = A week has room for { $most } links, and this one is full. Add one of its links again to get a menu that removes them.
refusal-links-not-yours = Only organizers and the week's host can change its links: send them yours, and they can add it. Organizers have **Manage Server** or the club's organizer role.
refusal-no-week-to-link = This club has no posted week yet. Add links once its first week is out.
