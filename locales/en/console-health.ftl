## How the platform itself is.

console-health = System
console-health-ok = Working
console-health-degraded = Impaired
console-health-lost = Lost
console-health-about = Version { $version } · { $screens ->
    [one] one screen
   *[other] { $screens } screens
} connected · newest event { $events }
console-health-as-of = As of { $time }
console-health-again = Ask again now
console-health-stale = The connection is down: this is how it was at { $time } ({ $ago }).
console-health-stale-hint = It is read anew by itself as soon as the platform answers.
console-health-parts = Parts
console-health-part-signals = Signals: ingest, history, incidents
console-health-part-web = Console and API
console-health-part-broker = Message broker
console-health-part-supervisor = Supervisor
console-health-part-simulator = Simulator
console-health-lost-title = It has said nothing for some seconds.
console-health-lost-hint = The platform starts it anew by itself. If it stays lost, look into the log of “luylau up”.
console-health-never = Never
console-health-since = In this state since
console-health-said = Last heard
console-health-started = Started
console-health-memory = Memory
console-health-version = Version

console-health-figure-messages = Messages
console-health-figure-waiting = Waiting, by source
console-health-figure-dropped = Dropped, by source
console-health-figure-uncommitted = Rows not yet durable
console-health-figure-series = Series
console-health-figure-rules = Rules at work on series
console-health-figure-streams = Open streams
console-health-figure-restarts = Restarts
console-health-figure-messages_out = Notifications: waiting, and sent or failed in 24 h

console-health-of-broker = Broker
console-health-of-signals = Signals
console-health-of-web = Console
console-health-of-simulator = Simulator
console-health-of-mqtt = MQTT, QoS 1
console-health-of-ingest = HTTP
console-health-of-live = MQTT, QoS 0
console-health-of-pending = Waiting
console-health-of-collected = Gathered for a digest
console-health-of-suppressed = Held until quiet hours end
console-health-of-sent = Sent
console-health-of-failed = Failed

console-health-ingest = What came in
console-health-accepted = Observations kept
console-health-lag = History behind by
console-health-seconds = { $seconds } s
console-health-marked = Kept with a mark
console-health-marked-none = Nothing was marked.
console-health-refused = Refused messages
console-health-refused-none = Nothing was refused.
console-health-count = Count
console-health-stores = Stores
console-health-stores-away = The database does not answer.
console-health-store = Store
console-health-store-history = History
console-health-store-database = Database
console-health-rows = Rows
console-health-size = Size
