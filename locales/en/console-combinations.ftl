## Combinations in the list of rules and on a page of their own.

console-rules-kind-combination = Combinations
console-rules-kind-combination-hint = Findings of several devices at one place and time become one incident.
console-rules-combination-note = Combinations are written in the city pack (rules.toml). Here they can be switched on and off, and tried.
console-rules-part-all = All of these
console-rules-part-any-of = One of these
console-rules-part-unless = Not while there is
console-rules-part-group = any rule of the group { $group }
console-rules-part-feeds = where the supply also feeds: { $kind }
console-rules-part-min = on { $count } devices at least
console-rules-together-metres = within { $metres } m of the first
console-rules-together-place = in the same ward or commune
console-rules-together-supply = below the same transformer
console-rules-together-network = behind the same network switch
console-rules-together-span = begun within { $seconds } s of each other
console-rules-together-any-time = whenever they began
console-rules-clear-any = It is over when one of them has been missing for { $seconds } s.
console-rules-clear-all = It is over when none of them has lasted for { $seconds } s.
