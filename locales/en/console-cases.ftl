## Cases: acts, the board, cause, consequence, plan, tasks, related cases.

console-act-confirm = Confirm
console-act-unconfirm = Take the confirmation back
console-act-take = Take it
console-act-assign = Assign
console-act-release = Hand it back
console-act-start = Begin the work
console-act-stop = Take the beginning of the work back
console-act-snooze = Snooze
console-act-wake = Back into the queue
console-act-resolve = Resolve
console-act-reopen = Open again
console-act-review = Review
console-act-unreview = Take the review back
console-act-merge = Merge into another case
console-act-unmerge = Take the merge back
console-act-split = Split findings off
console-act-link = Link to another case
console-act-unlink = Remove the link
console-act-comment = Send the note

console-cause = Cause
console-cause-kind-power = Power grid
console-cause-kind-network = Communication network
console-cause-said-open = The switch itself says that it is open.
console-cause-since = Since { $time }.
console-cause-updated = As of { $time }.
console-cause-devices = { $devices } devices depend on it: { $silent } silent, { $reporting } reporting, { $unheard } not reporting before.
console-cause-chance = { $percent } % probable
console-cause-assumed = The probabilities rest on assumed rates of failure.
console-cause-short = { $customers ->
    [0] Probably { $name } ({ $percent } %)
    [one] Probably { $name } ({ $percent } %), one customer hit
   *[other] Probably { $name } ({ $percent } %), { $customers } customers hit
}
console-cause-for = What speaks for it
console-cause-against = What speaks against it
console-cause-nothing = Nothing
console-cause-else = It may also be
console-cause-ask = Whom to ask next
console-cause-what-line = Line
console-cause-what-switch = Switch
console-cause-what-transformer = Transformer
console-cause-what-source = Source
console-cause-what-site = Device
console-cause-what-carrier = Link

incident-happened-revised = Cause seen anew

console-hit = Consequence
console-hit-network = The network failed, not the power: what is cut off may well be working.
console-hit-customers = Customers without power
console-hit-load = Load without power
console-hit-mw = { $load } MW
console-hit-places = Units
console-hit-critical = Critical sites
console-hit-sites = Critical sites that are hit
console-hit-next = Who falls out next
console-hit-battery-holds = battery for { $left }
console-hit-battery-spent = battery spent { $ago }
console-hit-battery-none = no battery
console-hit-kinds = What is hit, by kind
console-hit-kind = Kind
console-hit-dark = Without power
console-hit-cut = Without connection

console-plan = Plan
console-plan-on-grid = Try it on the grid

console-tasks = Tasks
console-tasks-open = Tasks ({ $open } open of { $all })
console-tasks-none = Nothing has been given out yet.
console-tasks-add = Add a task
console-tasks-title = What is to be done
console-tasks-due = By when
console-tasks-due-none = No deadline
console-tasks-done = Done
console-tasks-again = Open again
console-tasks-note = Write a note
console-tasks-note-send = Send
console-tasks-more = More on "{ $task }"
console-tasks-not-done = Could not be done
console-tasks-cancel = Not needed any more
console-tasks-of-playbook = From a playbook
console-tasks-added = Task added: { $task }
console-tasks-changed = { $task }: { $state }
console-tasks-state-open = To do
console-tasks-state-done = Done
console-tasks-state-not_done = Could not be done
console-tasks-state-cancelled = Cancelled

console-case-related = Related cases
console-case-related-none = None yet.
console-case-related-related = Has to do with
console-case-related-caused_by = Is caused by
console-case-related-causes = Causes
console-case-related-kind = How the two belong together
console-case-related-which = Which case
console-case-related-which-any = Type words of its title or asset to find snoozed and finished ones too.
console-case-related-which-open = Type words of its title or asset; finished ones cannot be chosen.
console-case-related-merged = Case { $number } merged into this one
console-case-related-merge-hint = Findings, tasks and links move to the other case. It can be taken back.
console-case-related-unlink = Remove the link to { $incident }
