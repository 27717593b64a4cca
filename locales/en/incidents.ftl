## Findings, incidents and rules.

incident-title = { $rule }: { $asset }

finding-above = { $value } { $unit }, the limit is { $threshold } { $unit }.
finding-below = { $value } { $unit }, the lower limit is { $threshold } { $unit }.
finding-silent = Nothing received for { $seconds } s; { $limit } s are allowed.
finding-quality-count = { $count } doubtful values within { $seconds } s.
finding-quality-share = { $percent } % of the values within { $seconds } s are doubtful.
finding-anomaly = Out of the ordinary (score { $score }).
finding-anomaly-jump = { $seen } { $unit }, expected between { $low } and { $high } { $unit } (score { $score }).
finding-anomaly-above = For some time above what is expected, on average by more than { $drift } { $unit }; last { $seen } { $unit } (score { $score }).
finding-anomaly-below = For some time below what is expected, on average by more than { $drift } { $unit }; last { $seen } { $unit } (score { $score }).
finding-anomaly-noise = Varies more than usual; last { $seen } { $unit } (score { $score }).
finding-lost-sight-name = The platform hears nothing
finding-lost-sight = For { $seconds } s nothing has come by the way that most messages take. Single devices are not called silent meanwhile.

rule-file-missing = The file is missing.
    .remedy = Put a rules.toml into the pack; one with only the line "version = 1" holds no rules.
rule-file-not-utf8 = The file is not UTF-8 text.
    .remedy = Save it again with the encoding UTF-8.
rule-file-not-toml = The file is not valid TOML; it cannot be read from line { $line }, column { $column }.
    .remedy = Look there for a missing quotation mark, bracket or equals sign, or a key given twice.
rule-version-bad = The version is missing or is no whole number from 1 up.
    .remedy = Write "version = 1" above the first rule.
rule-key-unknown = There is no field "{ $name }" here.
    .remedy = Remove it, or use one of: { $known }.
rule-field-missing = The field "{ $name }" is missing.
    .remedy = Add it; the guide to rules says what it means.
rule-field-type = The field "{ $name }" has the wrong type.
    .remedy = { $wanted ->
        [text] Write text in quotation marks.
        [number] Write a number without quotation marks.
        [whole] Write a whole number.
        [truth] Write true or false.
        [flags] Write a list with at least one quality flag, such as ["stuck"].
        [parts] Write a list of tables, such as [{"{"} rule = "door-open" {"}"}].
        [tables] Begin each rule with a line [[rule]].
       *[table] Write a table, such as {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
rule-field-range = The field "{ $name }" is out of bounds.
    .remedy = Give a number from { $low } to { $high }.
rule-field-choice = "{ $value }" is not possible for "{ $name }".
    .remedy = Use one of: { $choices }.
rule-id-bad = "{ $value }" cannot be used as "{ $name }".
    .remedy = Use 1 to 64 lower-case letters without accents, digits and hyphens inside, such as river-alarm-1.
rule-id-twice = There are two rules with the id "{ $rule }".
    .remedy = Give one of them another id.
rule-name-missing = The name in one language is missing: { $language }.
    .remedy = Give the name in vi, en and ja.
rule-one-of = Exactly one of "{ $one }" and "{ $other }" is needed.
    .remedy = Give one of the two and remove the other.
rule-refers-to-nothing = The city has no "{ $value }" for "{ $name }".
    .remedy = Correct the id, or add what it names to the pack first.
rule-asset-of-other-kind = The asset "{ $asset }" is of the kind "{ $kind }", not the one that the rule names.
    .remedy = Remove asset_kind, or correct it.
rule-channel-unknown = Assets of the kind "{ $kind }" have no channel "{ $channel }".
    .remedy = Use a channel of that kind; the list stands in kinds.toml.
rule-level-unknown = No asset has a level "{ $level }" for the channel "{ $channel }".
    .remedy = Add the level to levels.csv, or give a value in place of it.
rule-unknown = There is no rule "{ $rule }".
    .remedy = Load the list of rules anew; somebody may have removed it.
rule-exists = There is a rule "{ $rule }" already.
    .remedy = Give the new rule another id, or edit the one that exists.
rules-changed = The rules were changed meanwhile: you saw version { $expected }, now it is { $found }.
    .remedy = Load the rules anew and make your change again.
rules-version-unknown = Version { $version } of the rules is not remembered.
    .remedy = Choose a version from the history of rule changes.

incident-unknown = There is no incident "{ $incident }".
    .remedy = Load the list of incidents anew.
incident-changed = The incident was changed meanwhile: you saw version { $expected }, now it is { $found }.
    .remedy = Look at what is new on the timeline, then do it again if it is still right.
incident-replaced = Another incident on the same asset has taken its place meanwhile.
    .remedy = Work on that one; it has what still lasts.
incident-over = What was wrong is over, so there is nothing to open again.
    .remedy = If it comes back, a new incident opens by itself. You can still comment on this one.
incident-cursor-bad = The position in the list is not valid.
    .remedy = Begin at the top of the list again.
incident-text-missing = The text is empty.
    .remedy = Write at least one word.
incident-text-too-long = The text has { $length } characters; { $limit } are possible.
    .remedy = Shorten it.
incident-points-span = The span must be longer than nothing and at most { $days } days.
    .remedy = Give a start before the end, and a shorter span.
