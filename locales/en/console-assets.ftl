## The page of one asset, and words used wherever assets are shown.

console-asset = Asset
console-asset-on-map = On the map
console-asset-passive = This asset measures nothing.
console-asset-passive-hint = What happens to it is told by the devices around it.

console-values = Newest values
console-channel = Channel
console-value = Value
console-quality = Quality
console-measured = Measured
console-stale = stale
console-never = Never

console-quality-good = Good
console-quality-range = impossible value
console-quality-spike = sudden jump
console-quality-stuck = stuck
console-quality-gap = first after a silence
console-quality-late = came late
console-quality-future = time lies ahead
console-quality-duplicate = sent twice
console-quality-unit = wrong unit
console-quality-not_finite = not a number
console-quality-unknown_device = unknown device
console-quality-unknown_channel = unknown channel
console-quality-ancient = clock never set

console-related = Hangs together with
console-powered-by = Powered by
console-connected-via = Connected via
console-related-none = Not known
console-dependants = { $count ->
    [one] One asset hangs on it
   *[other] { $count } assets hang on it
}
console-dependants-all = Show all

console-open-incidents = Open incidents
console-open-incidents-none = None open.
console-incident-suspected = Suspected
console-incident-confirmed = Confirmed
console-incident-assigned = Assigned
console-incident-in_progress = In progress
console-incident-resolved = Resolved
console-incident-reviewed = Reviewed

console-severity-critical = Critical
console-severity-major = Major
console-severity-minor = Minor
console-severity-info = Notice

console-about = About
console-place = Place
console-owner = Owner
console-criticality = Importance
console-criticality-low = Low
console-criticality-normal = Normal
console-criticality-high = High
console-criticality-vital = Vital
console-status = Status
console-status-planned = Planned
console-status-installed = Installed
console-status-simulated = Simulated: exists only in the platform
console-status-retired = Retired
console-backup = Runs without power for
console-hours = { $count } hours
console-position = Position (WGS 84)
console-source = Source
console-id = Id

console-level-alarm-1 = Alarm 1
console-level-alarm-2 = Alarm 2
console-level-alarm-3 = Alarm 3

console-chart = Chart
console-chart-range = How much time
console-range-hour = Hour
console-range-day = Day
console-range-week = Week
console-range-month = Month
console-range-year = Year
console-chart-earlier = Earlier
console-chart-later = Later
console-chart-empty = Nothing was measured in this time.
console-chart-empty-hint = Go back in time, or take a longer range.
console-chart-to-latest = Up to the latest value, { $time }
console-chart-to-now = Back to now
console-chart-empty-latest = The latest value is of { $time }.
console-chart-go-latest = Go to the latest value
console-chart-incomplete = A part of the history could not be read: the curve has holes that are none.
console-chart-only-doubtful = Only doubtful values in this time.
console-chart-words = { $channel }: lowest { $low }, highest { $high }, last { $last }; { NUMBER($good) } good values, { NUMBER($doubtful) } doubtful
console-legend-mean = Value (mean of the step)
console-legend-band = Lowest to highest in the step
console-legend-level = Published level
console-legend-doubtful = Doubtful, not in the statistics ({ $count })
console-export-csv = CSV
console-export-parquet = Parquet
