## Work on incidents: states, time line, tasks, shifts, export.

incident-state-suspected = suspected
incident-state-confirmed = confirmed
incident-state-assigned = assigned
incident-state-in-progress = in progress
incident-state-resolved = resolved
incident-state-reviewed = reviewed
incident-resolution-over = over by itself
incident-resolution-fixed = fixed
incident-resolution-false-alarm = false alarm
incident-resolution-merged = merged into another
incident-severity-info = info
incident-severity-minor = minor
incident-severity-major = major
incident-severity-critical = critical
incident-task-state-open = open
incident-task-state-done = done
incident-task-state-not-done = not done
incident-task-state-cancelled = cancelled
incident-link-related = related
incident-link-caused-by = caused by
incident-link-causes = causes

urgency-severity = { $severity ->
        [critical] Critical severity (assumed weight)
        [major] Major severity (assumed weight)
        [minor] Minor severity (assumed weight)
       *[info] For information (assumed weight)
    }
urgency-asset = { $criticality ->
        [vital] Much depends on it: a vital asset (assumed weight)
       *[high] Much depends on it: an important asset (assumed weight)
    }

incident-happened-opened = Incident opened
incident-happened-confirmed = Confirmed
incident-happened-unconfirmed = Confirmation taken back
incident-happened-assigned = Assigned
incident-happened-released = Handed back
incident-happened-started = Work begun
incident-happened-stopped = Beginning of the work taken back
incident-happened-snoozed = Snoozed
incident-happened-woken = Back in the queue
incident-happened-resolved = Resolved
incident-happened-reopened = Opened again
incident-happened-cleared = Over by itself: the cause is gone
incident-happened-reviewed = Reviewed
incident-happened-unreviewed = Review taken back
incident-happened-merged = Merged into another incident
incident-happened-absorbed = Another incident taken in
incident-happened-unmerged = Merge taken back
incident-happened-returned = Incident that was merged given back
incident-happened-split = Findings split off
incident-happened-linked = Linked to another incident
incident-happened-unlinked = Link taken away
incident-happened-commented = Comment
incident-happened-escalated = Graver now
incident-happened-refreshed = Still going on
incident-happened-overdue = Nobody acted in time
incident-happened-task-added = Task added
incident-happened-task-changed = Task changed
incident-happened-task-done = Task done
incident-happened-task-not-done = Task not done
incident-happened-task-cancelled = Task cancelled
incident-happened-task-reopened = Task open again
incident-happened-task-noted = Note on a task
incident-happened-finding-opened = Found
incident-happened-finding-closed = No longer so
incident-happened-finding-moved = Finding moved to another incident

incident-export-title = Incident report
incident-export-made = Made { $now } ({ $offset })
incident-export-simulated = SIMULATED
incident-export-drill = EXERCISE
incident-export-simulated-note = The asset is simulated: this incident is not real.
incident-export-drill-note = This is an exercise, not a real incident.
incident-export-state = State
incident-export-severity = Severity
incident-export-urgency = Urgency (assumed weights)
incident-export-asset = Asset
incident-export-place = Place
incident-export-opened = Opened
incident-export-resolved = Resolved
incident-export-resolution = How it ended
incident-export-reason = Reason
incident-export-learned = What was learned
incident-export-owner = Owner
incident-export-agency = Organisation
incident-export-tasks = Tasks
incident-export-timeline = Time line
incident-export-time = Time
incident-export-who = Who
incident-export-what = What
incident-export-task = Task
incident-export-due = Due
incident-export-platform = Platform
incident-export-left-out = { $count ->
    [one] One more event of findings is in the CSV file.
   *[other] { $count } more events of findings are in the CSV file.
}
incident-export-page = Page { $page }

incident-not-open = This cannot be done any more: the incident is over.
    .remedy = Load the incident anew. You can still comment on it, or open it again.
incident-not-suspected = The incident is confirmed already.
    .remedy = Load the incident anew.
incident-not-confirmed = There is no confirmation to take back here.
    .remedy = Load the incident anew. One that somebody has must be handed back first.
incident-assignee-missing = Nobody is named to whom the incident goes.
    .remedy = Choose a person or an organisation.
incident-not-assigned = Nobody has this incident, so there is nothing to hand back.
    .remedy = Load the incident anew.
incident-agency-unknown = The city has no organisation "{ $agency }".
    .remedy = Load the page anew and choose one of the list.
incident-owner-disabled = This person can no longer sign in.
    .remedy = Choose somebody else.
incident-started = Work on the incident has begun already.
    .remedy = Load the incident anew.
incident-not-started = No work on the incident is in progress.
    .remedy = Load the incident anew.
incident-snooze-span = An incident can be snoozed for { $days } days at most, and not until a time that is past.
    .remedy = Choose a time within the next { $days } days.
incident-not-snoozed = The incident is not snoozed.
    .remedy = Load the incident anew.
incident-not-resolved = This goes only with a resolved incident.
    .remedy = Load the incident anew. A review must be taken back before the incident can be opened again.
incident-not-reviewed = There is no review to take back.
    .remedy = Load the incident anew.
incident-is-merged = The incident is part of another one now.
    .remedy = Work on that one, or take the merge back first.
incident-not-merged = Nobody has merged this incident, so there is nothing to take back.
    .remedy = What the platform put together can be parted by splitting findings off.
incident-merge-self = An incident cannot be merged into itself.
    .remedy = Choose another one.
incident-merge-drill = An exercise cannot be merged.
    .remedy = End the drill: its incident ends with it.
incident-split-unknown = One of the findings does not belong to this incident.
    .remedy = Load the incident anew and choose again.
incident-split-over = None of the chosen findings lasts any more.
    .remedy = Choose at least one that lasts.
incident-split-all = Nothing that lasts would stay in this incident.
    .remedy = Leave at least one finding that lasts.
incident-link-drill = An exercise and a real incident cannot be linked.
    .remedy = Name the other one in a note.
incident-link-self = An incident cannot be linked to itself.
    .remedy = Choose another one.
incident-linked = The two incidents are linked already.
    .remedy = Take that link away first if it is to be another one.
incident-link-unknown = The two incidents are not linked.
    .remedy = Load the incident anew.
task-unknown = The incident has no such task.
    .remedy = Load the incident anew; the task may have gone with a merge.
task-changed = The task "{ $task }" was changed meanwhile: you saw version { $expected }, now it is { $found }.
    .remedy = Look at what is new, then do it again if it is still right.
shift-running = A shift is running already.
    .remedy = Accept its hand-over, or write into it.
shift-unknown = There is no such shift.
    .remedy = Load the list of shifts anew.
shift-changed = The shift was changed meanwhile: you saw version { $expected }, now it is { $found }.
    .remedy = Look at what is new, then do it again if it is still right.
shift-over = The shift has ended.
    .remedy = Write into the one that runs.
shift-not-running = Only a running shift can be handed over.
    .remedy = Load the shift anew.
shift-not-handed-over = The shift is not handed over.
    .remedy = Load the shift anew.
shift-own = Somebody else must accept your hand-over.
    .remedy = Take the hand-over back if you go on yourself.
