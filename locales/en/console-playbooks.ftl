## Playbooks: the list, and one at work on an incident.

console-playbooks = Playbooks
console-playbooks-hint = What is to be done when something happens, by whom and by when. The pack holds them as data.
console-playbooks-version = Version { $version } of the pack's playbooks
console-playbooks-none = The pack has no playbooks.
console-playbooks-none-hint = They stand in its file playbooks.toml.
console-playbooks-back = All playbooks
console-playbooks-size = { $steps ->
    [one] One step
   *[other] { $steps } steps
}{ $injects ->
    [0] {""}
    [one] , one message for drills
   *[other] , { $injects } messages for drills
}
console-playbooks-lasts = lasts about { $hours } h
console-playbooks-assumed = The deadlines are assumed
console-playbooks-steps = Steps
console-playbooks-drafts = Drafts
console-playbooks-drafts-hint = Filled in from the incident. A person reads, edits and sends them; the platform sends nothing.

console-playbooks-none-offered = No playbook is meant for this incident.
console-playbooks-offered = { $count ->
    [one] This playbook applies:
   *[other] These playbooks apply:
}
console-playbooks-apply = { $count ->
    [one] This playbook would apply:
   *[other] These playbooks would apply:
}
console-playbooks-start = Start: { $playbook }
console-playbooks-other = Another playbook
console-playbooks-ended = { $count ->
    [one] One playbook has ended
   *[other] { $count } playbooks have ended
}
console-playbooks-done-of = { $done } of { $all } done
console-playbooks-late-count = { $count } overdue
console-playbooks-started = Started { $time } by { $name }.
console-playbooks-ended-at = Ended { $time } by { $name }.
console-playbooks-condition = Only if: { $condition }
console-playbooks-within = within { $minutes } min of the start
console-playbooks-within-after = within { $minutes } min of “{ $step }”
console-playbooks-done = Done
console-playbooks-done-this = Done: { $step }
console-playbooks-skip = Skip
console-playbooks-skip-this = Skip: { $step }
console-playbooks-skip-reason = Why it is skipped
console-playbooks-undo = Take back
console-playbooks-undo-this = Take back: { $step }
console-playbooks-was-done = Done by { $name }, { $time }
console-playbooks-was-skipped = Skipped by { $name }, { $time }
console-playbooks-end = End the playbook
console-playbooks-resume = Take it up again
console-playbooks-to-drill = To the drill

console-playbooks-sent = sent
console-playbooks-edited = Edited
console-playbooks-edited-by = Last edited by { $name }, { $time }
console-playbooks-sent-to = Marked as sent to: { $to } ({ $name }, { $time })
console-playbooks-copy = Copy
console-playbooks-edit = Edit
console-playbooks-save = Save
console-playbooks-reset = Fill in anew
console-playbooks-mark-sent = Mark as sent
console-playbooks-mark-unsent = Not sent after all
console-playbooks-send-hint = The platform sends nothing. Copy the text, send it, then note here where it went.
console-playbooks-send-drill = This is a drill: send nothing to anybody. Note where it would go.
console-playbooks-sent-where = Where it went
console-playbooks-sent-where-hint = For example: the ward's loudspeakers, the duty officer by telephone
console-playbooks-draft-title = Title
console-playbooks-draft-text = Text
console-playbooks-meanwhile = { $name } has changed this draft meanwhile. It now reads:

console-playbooks-undone = Taken back.
console-playbooks-did-start = Playbook started: { $thing }
console-playbooks-did-end = Playbook ended: { $thing }
console-playbooks-did-done = Done: { $thing }
console-playbooks-did-skip = Skipped: { $thing }
console-playbooks-did-edit = Draft edited: { $thing }
console-playbooks-did-reset = Draft filled in anew: { $thing }
console-playbooks-did-sent = Draft marked as sent: { $thing }
