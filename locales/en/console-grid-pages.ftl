## Pages of the grid: feeders, supply security, reliability.

console-grid-pages = Pages of the grid
console-grid-page-map = Map of the grid
console-grid-simulated-only = Simulated
console-grid-absent = This city has no grid.
console-grid-absent-hint = Import a network file, or build a simulated grid.
console-grid-reading = The grid is being read.
console-grid-reading-hint = It appears here by itself in a moment.

console-feeders = Feeders
console-feeders-search = Find a feeder
console-feeders-search-hint = Name, id or substation; accents may be left out.
console-feeders-count = { $count ->
    [one] One feeder
   *[other] { $count } feeders
}
console-feeders-none = No feeder passes the search.
console-feeders-order = Order by
console-feeders-rising = Ascending; turn round
console-feeders-falling = Descending; turn round
console-feeders-name = Feeder
console-feeders-kind = Kind
console-feeders-substation = Substation
console-feeders-customers = Customers
console-feeders-out = Without power
console-feeders-power = Load (MW)
console-feeders-loading = Highest loading
console-feeders-voltage = Lowest voltage (p.u.)
console-feeders-ties = Ties
console-feeder-kind-public = Public
console-feeder-kind-park = Industrial park

console-feeder-overloaded = overloaded
console-feeder-low = low
console-feeder-dead = Dead
console-feeder-energised = Energised
console-feeder-figures = Figures of the feeder
console-feeder-length = Length
console-feeder-sections = Sections
console-feeder-transformers = Transformers
console-feeder-basis = Switch positions
console-feeder-basis-measured = Measured
console-feeder-basis-planned = Planned: no switch reports
console-feeder-basis-simulated = Simulation

console-feeder-diagram = Single-line diagram
console-feeder-diagram-hint = Touch a symbol or go there by the arrow keys. Drag to move; pinch, wheel, + and − to near or remove; 0 shows all.
console-feeder-nearer = Nearer
console-feeder-farther = Farther
console-feeder-fit = Show the whole diagram
console-feeder-line-live = Energised
console-feeder-line-dead = Dead
console-feeder-line-overloaded = Overloaded
console-feeder-mark-none = No element is chosen.
console-feeder-symbol-busbar = Busbar
console-feeder-symbol-breaker = Circuit breaker
console-feeder-symbol-recloser = Recloser
console-feeder-symbol-load_break = Load-break switch
console-feeder-symbol-disconnector = Disconnector
console-feeder-symbol-fuse = Fuse
console-feeder-symbol-tie = Tie switch
console-feeder-symbol-transformer = Transformer
console-feeder-symbol-joint = Joint
console-feeder-element = Element
console-feeder-position = Position
console-feeder-closed = closed
console-feeder-open = open
console-feeder-remote = operated from afar
console-feeder-by-hand = operated on site
console-feeder-supply = Supply
console-feeder-critical = feeds a critical site
console-feeder-section = Section before it
console-feeder-overhead = overhead
console-feeder-cable = cable
console-feeder-beyond = Feeder beyond it
console-feeder-loaded = { $percent }% loaded
console-feeder-customers = { $count ->
    [one] one customer
   *[other] { $count } customers
}
console-feeder-leads-to = leads to { $feeder }

console-feeder-profile = Voltage along the feeder
console-feeder-profile-words = Lowest: { $lowest } p.u. at { $km } km. { $outside ->
    [0] Every node is within the limits.
    [one] One node is outside the limits.
   *[other] { $outside } nodes are outside the limits.
}
console-feeder-profile-hint = One curve a branch; the ring is the lowest voltage, the dashed lines are the limits.
console-feeder-profile-none = No voltage is known on this feeder.
console-feeder-distance = Distance from the head (km)
console-feeder-limit-low = lower limit { $limit }
console-feeder-limit-high = upper limit { $limit }

console-feeder-forecast = Load tomorrow (MW)
console-feeder-forecast-words = Highest: { $peak } MW at { $time }.
console-feeder-forecast-line = Forecast
console-feeder-forecast-band = Interval: { $percent }% of values are expected within
console-feeder-forecast-none = There is no forecast for tomorrow yet.
console-feeder-method-model = By a model of the feeder's past load.
console-feeder-method-seasonal-naive = By the same hours of the week before.

console-feeder-ties-none = No tie leads to another feeder.
console-feeder-tie-nowhere = Leads to no feeder
console-feeder-sites = Critical sites
console-feeder-sites-none = It feeds no site of high or vital criticality.
console-feeder-backup = own backup { $hours } h
console-feeder-backup-unknown = backup not known
console-feeder-history = History of what measures on it
console-feeder-history-none = Nothing measures on this feeder.
console-feeder-history-all = Show all { $count }
console-feeder-weakest = Weakest elements of this feeder

console-security = Supply security
console-security-part-contingencies = Single failures (N-1)
console-security-part-rota = Rota cut
console-security-part-storm = Storm of 2024
console-security-order = Worst by
console-security-order-interruptions = Interruptions expected a year
console-security-order-customers = Customers dark until repaired
console-security-order-tripped = Customers dark at first
console-security-order-sites = Critical sites
console-security-order-p = Load lost
console-security-order-loading = Highest loading
console-security-order-voltage = Lowest voltage
console-security-feeder = Feeder
console-security-feeder-all = All feeders
console-security-summary = { $cases } cases, as of { $time }: { $islanding } leave customers dark, { $overloading } overload what is left.
console-security-assumed = From the normal state. Failure rates are assumed.
console-security-none = No case passes the filter.
console-security-element = Element
console-security-kind = Kind
console-security-kind-line = Line
console-security-kind-switch = Switch
console-security-kind-transformer = Transformer
console-security-interruptions = Customers interrupted a year (expected)
console-security-customers = Dark until repaired
console-security-tripped = Dark at first
console-security-sites = Critical sites
console-security-power = Load lost
console-security-failures = Failures a year
console-security-tie = Tie
console-security-tied = available
console-security-untied = none
console-security-troubles = What is wrong after it
console-security-trouble-unsolved = the power flow has no solution
console-security-trouble-dark = customers dark
console-security-trouble-overload = overload
console-security-trouble-voltage = voltage too low
console-security-dark = Critical sites without power
console-security-dark-none = None, if it failed now.
console-security-simulate = Simulate this
console-security-close = Close the case

console-rota-title = Shed load with least harm
console-rota-hint = Reckons who would lose power when, in fair turns. Nobody is cut.
console-rota-p-mw = Load to shed (MW)
console-rota-slots = Slots
console-rota-slot-hours = Hours a slot
console-rota-wrong = From { $low } to { $high }
console-rota-plan = Plan the rota
console-rota-result = Who loses power when
console-rota-asked = Asked for
console-rota-available = The most without vital sites
console-rota-customer-hours = Customer hours lost
console-rota-most = Longest cut of a customer
console-rota-fewest = Shortest among those who may be cut
console-rota-excluded = Feeders never cut, for their sites
console-rota-gap = Gap
console-rota-gap-hint = Gap: by so much the harm may exceed the least possible; 0 is proven best.
console-rota-slots-label = Load shed by slot
console-rota-slot = Hours { $from }–{ $until }
console-rota-slot-words = { $mw } MW, { $customers } customers, { $feeders } feeders
console-rota-short = falls short
console-rota-target = The dashed line is the load that was asked for.
console-rota-who = Feeders that are cut
console-rota-when = Slots
console-rota-hours = Hours

console-storm-title = Replay on this grid
console-storm-notes = What must be said with it
console-storm-scenarios = { $count } scenarios of which sections fail.
console-storm-bands = Feeders out: scenarios against what was published
console-storm-legend = Broad bar: nine of ten scenarios. Upright mark: expected. Dashed line: published.
console-storm-group-feeders = All feeders
console-storm-group-park = Industrial parks
console-storm-group-public = Public
console-storm-band = expected { $expected } ({ $low }–{ $high })
console-storm-published = published { $count }
console-storm-outside = published figure lies outside the band
console-storm-customers = Customers without power: expected { $expected } ({ $low }–{ $high }).
console-storm-likeliest = Feeders most likely out
console-storm-probability = Share of scenarios

console-reliability = Reliability
console-reliability-period = Period
console-reliability-period-year = This year
console-reliability-period-last-year = Last year
console-reliability-period-months-12 = Last 12 months
console-reliability-period-months-3 = Last 3 months
console-reliability-period-own = Chosen days
console-reliability-day-first = First day
console-reliability-day-last = Last day
console-reliability-day-wrong = The last day must not lie before the first.
console-reliability-by = Grouping
console-reliability-by-all = Whole
console-reliability-by-feeder = By feeder
console-reliability-by-place = By unit
console-reliability-name-feeder = Feeder
console-reliability-name-place = Unit
console-reliability-csv = Table (CSV)
console-reliability-pdf = Report (PDF)
console-reliability-none = No interruption was written down in this period.
console-reliability-none-hint = Choose another period, or import the outage log.
console-reliability-whole = The whole grid
console-reliability-part = Which interruptions
console-reliability-part-all = All
console-reliability-part-ordinary = Without major event days
console-reliability-part-planned = Planned
console-reliability-part-unplanned = Unplanned
console-reliability-saidi-min = SAIDI (min)
console-reliability-saifi = SAIFI
console-reliability-caidi-min = CAIDI (min)
console-reliability-maifi = MAIFI
console-reliability-asai = ASAI (%)
console-reliability-interruptions = Rows of the log
console-reliability-index = Index of the bars
console-reliability-months = By month
console-reliability-month-words = unplanned { $unplanned }, planned { $planned }
console-reliability-summary = { $start } to { $end }: { $rows } rows of the log, { $imported } of them imported; { $customers } customers.
console-reliability-major = Major event days (2.5 beta method): threshold { $threshold } minutes a day from { $days } days of history; days above it: { $count ->
    [0] none
   *[other] { $count } ({ $which })
}.
console-reliability-major-short = The history covers less than the five years of the standard; the threshold is provisional.
console-reliability-major-impossible = No major event days can be told: the history before the period covers { $days } days, and at least 365 are needed.
console-reliability-still-out = { $count ->
    [one] One row has not ended; it counts up to now and will still grow.
   *[other] { $count } rows have not ended; they count up to now and will still grow.
}
console-reliability-unassigned = { $count ->
    [one] One row names nothing that the grid has; it counts in the whole only.
   *[other] { $count } rows name nothing that the grid has; they count in the whole only.
}

console-measurements = Measurements
console-measurements-hint = The state of the grid that fits all measurements best. Standard deviations are assumed: 1{"\u00A0"}% of a voltage, 2{"\u00A0"}% of a power. What is left out is listed here with the reason.
console-measurements-again = Estimate anew
console-measurements-time = Estimated
console-measurements-all = Measurements
console-measurements-used = Used
console-measurements-left-out = Left out
console-measurements-nodes-measured = Nodes measured
console-measurements-nodes-estimated = Nodes estimated
console-measurements-nodes-doubtful = Nodes doubtful
console-measurements-nodes-unobservable = Nodes unknown
console-measurements-nodes-dead = Nodes dead
console-measurements-highest-voltage = Highest voltage
console-measurements-flagged = Measurements that are left out
console-measurements-fits = Everything that is measured fits together.
console-measurements-more = { $count ->
    [one] One more is not listed.
   *[other] { $count } more are not listed.
}
console-measurements-islands = Parts of the grid
console-measurements-consistent = Measured, and all fits together
console-measurements-contradictory = What is measured contradicts itself
console-measurements-unobservable = No voltage is measured: nothing is known
console-measurements-wait = The state is being estimated. This may take some seconds.
console-measurements-device = Device
console-measurements-channel = Channel
console-measurements-value = Measured
console-measurements-expected = By all others
console-measurements-deviations = Standard deviations off
console-measurements-reason = Reason
console-measurements-island = Part of the grid
console-measurements-known = How well it is known
