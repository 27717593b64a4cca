## The log of shifts.

console-shifts = Shifts
console-shifts-hint = One shift runs at a time. It takes notes and is handed over to the next with all that is open.
console-shifts-none = No shift runs.
console-shifts-none-hint = Begin one: you lead it until somebody accepts it from you.
console-shifts-only-look = Your role lets you read the log. An operator can begin a shift, write notes and hand over.
console-shifts-begin = Begin a shift
console-shifts-back = All shifts
console-shifts-of = Shift of { $name }
console-shifts-since = Since { $time } ({ $ago })
console-shifts-span = { $from } to { $to }, then { $name }
console-shifts-state-running = Running
console-shifts-state-handed_over = Handed over, not yet accepted
console-shifts-state-ended = Ended
console-shifts-open = { $count ->
    [one] One incident is not over
   *[other] { $count } incidents are not over
}
console-shifts-open-then = { $count ->
    [one] One incident was not over at the hand-over
   *[other] { $count } incidents were not over at the hand-over
}
console-shifts-open-none = Nothing is open.
console-shifts-notes = Notes of the shift
console-shifts-notes-none = Nothing has been written yet.
console-shifts-note = Note
console-shifts-note-send = Write it down
console-shifts-hand-over = Hand over
console-shifts-hand-over-words = What the next shift must know
console-shifts-hand-over-hint = What is under way, what was promised to whom, what to watch.
console-shifts-listed = { $count ->
    [0] No incident is open, so none is listed.
    [one] The one incident that is not over goes with it by itself.
   *[other] The { $count } incidents that are not over go with it by themselves.
}
console-shifts-listed-most = The { $count } most urgent are listed.
console-shifts-handed = Hand-over
console-shifts-handed-at = Handed over { $time }
console-shifts-handed-over = The shift is handed over.
console-shifts-waits = Somebody else must accept it. Until then it stays with you.
console-shifts-accept = Accept, and begin my shift
console-shifts-before = Shifts before
console-shifts-before-none = None has ended yet.
console-shifts-row = { $name } · notes: { $notes } · open incidents: { $incidents }
console-shifts-more = Show earlier ones
