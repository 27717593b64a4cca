## Incidents: the queue, one incident, what can be done.

console-incidents = Incidents
console-incidents-queue = Incidents, the most urgent first
console-incidents-open-count = { $count ->
    [one] one open incident
   *[other] { $count } open incidents
}
console-incidents-choose = Choose an incident.
console-incidents-none = No incident is open.
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
console-incidents-cut = Only the newest { NUMBER($count) } are shown. Narrow the filter to see others.
console-incidents-back = All incidents

console-incidents-show = Which incidents
console-incidents-show-active = Active ({ $count })
console-incidents-show-open = Open ({ $count })
console-incidents-show-acknowledged = Seen ({ $count })
console-incidents-show-closed = Closed ({ $count })
console-incidents-search = Search incidents
console-incidents-severity = Severity
console-incidents-severity-count = { $severity } ({ $count })

console-incidents-since = Since { $time } ({ $ago })
console-incidents-simulated = The asset is simulated: this incident is not real.
console-incidents-closed-because = Closed: { $reason }
console-incidents-where = Where
console-incidents-why = Why
console-incidents-limit = Limit
console-incidents-finding-lasts = Since { $from }, last seen { $seen }
console-incidents-finding-over = Over: from { $from } to { $to }
console-incidents-chart = { $channel }: open the chart
console-incidents-chart-words = { $channel }, { $range }: lowest { $low }, highest { $high }, last { $last }
console-incidents-chart-limits = Dashed: { $limits } { $unit }
console-incidents-timeline = Timeline
console-incidents-by-platform = Platform

console-happened-incident-opened = Incident opened
console-happened-incident-acknowledged = Acknowledged
console-happened-incident-unacknowledged = Acknowledgement taken back
console-happened-incident-commented = Comment
console-happened-incident-closed = Closed
console-happened-incident-reopened = Opened again
console-happened-incident-cleared = Closed by itself: the cause is gone
console-happened-incident-escalated = Graver now: { $severity }
console-happened-incident-refreshed = Milder now: { $severity }
console-happened-finding-opened = Found
console-happened-finding-closed = No longer so

console-incidents-acts = What to do
console-incidents-only-look = Your role lets you look, not act. An operator can acknowledge, comment and close.
console-incidents-acknowledge = Acknowledge
console-incidents-unacknowledge = Take the acknowledgement back
console-incidents-close = Close the incident
console-incidents-reopen = Open again
console-incidents-cancel = Cancel
console-incidents-reason = Why it is closed
console-incidents-reason-solved = Solved on site
console-incidents-reason-false-alarm = False alarm
console-incidents-reason-test = Test or maintenance
console-incidents-reason-elsewhere = Handled in another incident
console-incidents-comment = Comment
console-incidents-comment-kept = What you have typed stays here until you send it.
console-incidents-comment-send = Send the comment
console-incidents-done-acknowledge = Acknowledged: { $incident }
console-incidents-done-close = Closed: { $incident }
console-incidents-done-unacknowledge = Acknowledgement taken back: { $incident }
console-incidents-done-reopen = Opened again: { $incident }
console-incidents-meanwhile = The incident changed meanwhile. Nothing was done yet.
console-incidents-text-kept = Your text is kept.
console-incidents-again-acknowledge = Acknowledge all the same
console-incidents-again-unacknowledge = Take the acknowledgement back all the same
console-incidents-again-close = Close all the same
console-incidents-again-reopen = Open again all the same
console-incidents-again-comment = Send the comment all the same
console-incidents-dismiss = Dismiss

console-incidents-keys = Keyboard shortcuts
console-incidents-keys-on = Use keyboard shortcuts
console-incidents-keys-on-hint = Turn them off if they get in the way of speech input or a screen reader.
console-incidents-key-j = Next incident
console-incidents-key-k = Previous incident
console-incidents-key-a = Acknowledge
console-incidents-key-c = Write a comment
console-incidents-key-x = Close, with a reason
console-incidents-key-u = Take the acknowledgement or the closing back
console-incidents-key-help = This help
