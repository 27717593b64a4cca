## Incidents: the queue, one incident, what can be done.

console-incidents = Incidents
console-incidents-queue = Incidents, in the order chosen
console-incidents-open-count = { $count ->
    [one] one incident that nobody has confirmed
   *[other] { $count } incidents that nobody has confirmed
}
console-incidents-none = Nothing is to be done.
console-incidents-none-hint = A new one appears here by itself, within a second.
console-incidents-none-found = No incident passes the filter.
console-incidents-none-found-hint = Clear the search or a part of the filter.
console-incidents-new = { $count ->
    [one] One new incident
   *[other] { $count } new incidents
}
console-incidents-fresh = New
console-incidents-more = { $count ->
    [one] Show one more
   *[other] Show { $count } more
}
console-incidents-cut = Only the first { NUMBER($count) } are shown. Narrow the filter to see others.
console-incidents-back = All incidents

console-incidents-show = Which states are shown
console-incidents-search = Search incidents
console-incidents-severity = Severity
console-incidents-severity-count = { $severity } ({ $count })

console-incidents-since = Since { $time } ({ $ago })
console-incidents-simulated = The asset is simulated: this incident is not real.
console-incidents-where = Where
console-incidents-why = Why
console-incidents-limit = Limit
console-incidents-finding-lasts = Since { $from }, last seen { $seen }
console-incidents-finding-over = Over: from { $from } to { $to }
console-incidents-chart = { $channel }: open the chart
console-incidents-chart-words = { $channel }, { $range }: lowest { $low }, highest { $high }, last { $last }
console-incidents-chart-limits = Dashed: { $limits } { $unit }
console-incidents-chart-lasting = How many findings lasted at a time: at most { $most }, at the end { $last }
console-incidents-timeline = Timeline
console-incidents-by-platform = Platform

console-incidents-acts = What to do
console-incidents-only-look = Your role lets you look, not act. An operator can confirm, take, resolve and write notes.
console-incidents-cancel = Cancel
console-incidents-reason = Why
console-incidents-reason-solved = Solved on site
console-incidents-reason-test = Test or maintenance
console-incidents-reason-elsewhere = Handled in another incident
console-incidents-comment = Note
console-incidents-comment-kept = What you have typed stays here until you send it.
console-incidents-comment-send = Send the note
console-incidents-meanwhile = The incident changed meanwhile. Nothing was done yet.
console-incidents-text-kept = Your text is kept.
console-incidents-assign-newer = It was given out meanwhile: { $names }
console-incidents-assign-gone = It was handed back meanwhile.
console-incidents-dismiss = Dismiss

console-incidents-keys = Keyboard shortcuts
console-incidents-keys-on = Use keyboard shortcuts
console-incidents-keys-on-hint = Turn them off if they get in the way of speech input or a screen reader.

## The board.

console-incidents-map = Incidents on the map
console-incidents-order = Order
console-incidents-order-urgency = Most urgent
console-incidents-order-newest = Newest
console-incidents-mine = Mine
console-incidents-drills = Only exercises
console-incidents-snoozed = Snoozed
console-incidents-overdue = Nobody acted in time
console-incidents-clocks = Clocks that run out next
console-incidents-due = { $left } left
console-incidents-due-past = time ran out { $ago }
console-incidents-due-why = { $state ->
    [suspected] It is to be confirmed by { $time }; if nobody does, those in charge are told again.
   *[other] The work is to begin by { $time }; if nobody begins it, those in charge are told again.
}
console-incidents-escalated = { $count ->
    [one] Nobody acted in time
   *[other] Nobody acted in time ({ $count } times)
}
console-incidents-lately = What happened lately
console-incidents-lately-none = Nothing in the last { $hours } hours.
console-incidents-opened-most = at most { $count } in 10 minutes
console-incidents-now = now
console-incidents-open-case = Open the case
console-incidents-unchoose = Close the preview

## The case.

console-incidents-done = { $done }: { $incident }
console-incidents-again = All the same: { $act }
console-incidents-life = Where the case is in its life
console-incidents-step-done = (done)
console-incidents-urgency = Urgency { $urgency } of 100
console-incidents-urgency-word = Urgency
console-incidents-urgency-why = What the urgency is made of
console-incidents-owner = Who handles it
console-incidents-agency = Organisation
console-incidents-nobody = nobody yet
console-incidents-drill = Exercise
console-incidents-drill-note = This is an exercise: nothing of it is real.
console-incidents-snooze-for = For how long
console-incidents-snooze-until = It comes back { $time }, or earlier if it gets worse.
console-incidents-snoozed-until = Snoozed until { $time }
console-incidents-how = How it ended
console-incidents-ended = Ended
console-incidents-resolution-over = Over by itself
console-incidents-resolution-fixed = Fixed
console-incidents-resolution-false_alarm = False alarm
console-incidents-resolution-merged = Merged into another case
console-incidents-merged-into = To the case that took it in
console-incidents-learned = What was learned
console-incidents-learned-hint = May be empty. What should be done otherwise the next time?
console-incidents-notes = Notes
console-incidents-notes-none = Nobody has written anything yet.
console-incidents-export-pdf = PDF
console-incidents-export-csv = CSV
console-incidents-happened = Event: { $kind }
console-incidents-milder = Milder now: { $severity }
console-incidents-and-more = and { $count } more
console-incidents-more-lines = Show { $count } more
console-incidents-more-findings = { $count ->
    [one] Show one more finding
   *[other] Show { $count } more findings
}
console-incidents-fold = Show fewer
console-incidents-of-rule = { $rule }: { $all }, of which { $lasting } last
console-incidents-split-hint = What is chosen gets a case of its own. At least one that lasts must stay.

console-incidents-key-j = Next incident
console-incidents-key-k = Previous incident
console-incidents-key-o = Open the case
console-incidents-key-b = Back to the board
console-incidents-key-a = Confirm
console-incidents-key-t = Take it
console-incidents-key-g = Assign
console-incidents-key-s = Begin the work
console-incidents-key-x = Resolve
console-incidents-key-v = Review
console-incidents-key-z = Snooze, or back into the queue
console-incidents-key-u = Take the last step back
console-incidents-key-c = Write a note
console-incidents-key-n = Add a task
console-incidents-key-help = This help
