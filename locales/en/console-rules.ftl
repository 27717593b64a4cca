## Rules: the list, the form of a rule, its trial on the history.

console-rules = Rules
console-rules-count = { $count ->
    [one] One rule · version { $version }
   *[other] { $count } rules · version { $version }
}
console-rules-none = There are no rules: nothing opens an incident.
console-rules-none-hint = Make one, or restore an earlier version.
console-rules-only-look = Your role lets you look at rules. An administrator can change them.
console-rules-new = New rule
console-rules-back = All rules
console-rules-copy = Duplicate
console-rules-delete = Delete
console-rules-delete-sure = Delete “{ $rule }”?
console-rules-delete-hint = It stops watching at once. You can undo this afterwards.
console-rules-save = Save
console-rules-discard = Discard changes
console-rules-cancel = Cancel
console-rules-done-create = The rule is made and in force.
console-rules-done-replace = The rule is saved and in force.
console-rules-done-delete = The rule is deleted.
console-rules-done-restore = The earlier rules are in force again.
console-rules-restore = Restore an earlier version
console-rules-restore-hint = Version { $version } is in force. All rules become as they were in the version that you choose.
console-rules-restore-version = Version

console-rules-kind-threshold = Threshold
console-rules-kind-threshold-hint = A good value reaches a limit.
console-rules-kind-heartbeat = Heartbeat
console-rules-kind-heartbeat-hint = A device has sent nothing for too long.
console-rules-kind-quality = Quality
console-rules-kind-quality-hint = Too many values are doubtful.
console-rules-kind-anomaly = Anomaly
console-rules-kind-anomaly-hint = The statistics do not expect the value.
console-rules-off = switched off
console-rules-enabled-of = “{ $rule }” in force
console-rules-says-threshold = { $subject } { $op ->
    [ge] ≥
    [gt] >
    [le] ≤
   *[lt] <
} { $limit }
console-rules-says-periods = Nothing for { $count } reporting periods
console-rules-says-silent = Nothing for { $seconds } s
console-rules-says-quality = { $measure ->
    [share] { $value } % or more within { $seconds } s: { $flags }
   *[count] { $value } or more within { $seconds } s: { $flags }
}
console-rules-says-anomaly = { $subject } unexpected (score from { $score })

console-rules-what = What it is
console-rules-names = Names
console-rules-field-names-vi = Name in Vietnamese
console-rules-field-names-en = Name in English
console-rules-field-names-ja = Name in Japanese
console-rules-field-id = Id
console-rules-id-hint = Lower-case letters a–z, digits and hyphens; it does not change later.
console-rules-id-stays = The id does not change.
console-rules-field-kind = Kind
console-rules-field-severity = Severity
console-rules-severity-hint = How grave the incident is that it opens.
console-rules-field-group = Group
console-rules-group-hint = An asset has at most one open incident for each group.
console-rules-field-enabled = In force
console-rules-enabled-hint = Off: the rule is kept and does nothing.
console-rules-field-note = Note
console-rules-note-hint = Where the limit comes from, or that it is assumed.

console-rules-target = What it watches
console-rules-target-hint = An empty field takes in everything.
console-rules-any = Any
console-rules-field-applies-to = What it watches
console-rules-field-applies-to-asset-kind = Kind of asset
console-rules-field-applies-to-channel = Channel
console-rules-field-applies-to-place = Ward or commune
console-rules-field-applies-to-asset = One asset

console-rules-when = When it fires
console-rules-field-op = Fires when the value is
console-rules-op-ge = at the limit or above (≥)
console-rules-op-gt = above the limit (>)
console-rules-op-le = at the limit or below (≤)
console-rules-op-lt = below the limit (<)
console-rules-against = The limit is
console-rules-choice-value = A number
console-rules-choice-level = A published level
console-rules-choice-periods = Reporting periods
console-rules-choice-silent-s = Seconds
console-rules-choice-count = Number
console-rules-choice-share = Share
console-rules-field-value = Limit
console-rules-field-level = Level
console-rules-level-hint = As the city pack names it, e.g. alarm-3.
console-rules-field-hysteresis = Hysteresis
console-rules-hysteresis-hint = So far must the value go back before it counts as over.
console-rules-silence = Counted in
console-rules-field-periods = Missed reporting periods
console-rules-periods-hint = The period of each channel stands in the city pack.
console-rules-field-silent-s = Silence
console-rules-field-flags = Doubts that count
console-rules-field-measure = Measured as
console-rules-share-hint = From 0 to 1: 0.2 is a fifth of the values.
console-rules-number-hint = So many doubtful values within the window.
console-rules-field-window-s = Window
console-rules-window-hint = How far it looks back.
console-rules-field-min-count = At least so many values
console-rules-min-count-hint = With fewer in the window, a share says nothing.
console-rules-field-min-score = Least score
console-rules-score-hint = 0 takes every anomaly that the detectors report; higher takes the stranger ones.
console-rules-field-min-duration-s = Must hold for
console-rules-min-duration-hint = Shorter does not fire.
console-rules-field-clear-duration-s = Must be gone for
console-rules-clear-duration-hint = Only then is it over: this keeps it from flapping.

console-rules-faults = { $count ->
    [one] One field is wrong
   *[other] { $count } fields are wrong
}
console-rules-others-changed = Other rules were changed meanwhile; this one was not.
console-rules-go-on = Go on
console-rules-meanwhile = This rule was changed meanwhile.
console-rules-meanwhile-fields = Changed: { $fields }
console-rules-meanwhile-kept = What you have typed is still here.
console-rules-gone = Somebody deleted it. Duplicate it or restore an earlier version to have it back.
console-rules-save-mine = Save mine
console-rules-take-theirs = Take over theirs

console-rules-preview = On the history
console-rules-preview-only = An operator can try a rule on the history.
console-rules-span = Which history
console-rules-span-yesterday = Yesterday
console-rules-span-day = The last 24 hours
console-rules-span-week = The last 7 days
console-rules-span-month = The last 31 days
console-rules-try = Try the rule
console-rules-outdated = The form or the span has changed since. Try again.
console-rules-fired = { $count ->
    [0] It would not have fired.
    [one] It would have fired once.
   *[other] It would have fired { NUMBER($count) } times.
}
console-rules-watched = { $count ->
    [one] One series watched, { $start } – { $end }
   *[other] { NUMBER($count) } series watched, { $start } – { $end }
}
console-rules-first-only = Below are the first { $count }.
console-rules-series = { $count ->
    [one] Once, { $first }
   *[other] { $count } times: first { $first }, last { $last }
}
console-rules-lasting = still lasts at the end
