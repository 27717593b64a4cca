# The command line: what starts and stops the platform.
cli-up = Start the whole platform on this machine and run it until Ctrl-C.
cli-up-city = The city pack: the id of one that ships, or a folder. Used at the first start only.
cli-up-demo = Also start the device simulator.
cli-up-scenario = What the simulator plays.
cli-up-speed = How many times faster than real time the simulator plays.
cli-up-port = Port of the console, in place of the one that is set.
cli-run = Run one part of the platform until it is told to stop.
cli-run-shard = Which share of the cameras a camera worker watches, from 0.
up-starting = Starting Luy Lâu for { $city } …
up-ready =
    Luy Lâu is running.

        Console:             { $address }
        Sign in (one time):  { $link }
up-simulated =
        Simulated devices are sending (scenario { $scenario }). Nothing on the screens is real.
up-stop-with =
        Stop with Ctrl-C.
up-stopped = Stopped.
part-did-not-start = The part “{ $part }” did not start.
    .remedy = Its log says why: { $log }
already-running = Another Luy Lâu runs on the data folder { $folder }.
    .remedy = Stop it first, or name another folder with --data.
pack-missing = There is no city pack “{ $city }”.
    .remedy = Name one that ships ({ $shipped }) or a folder that holds a city.toml.
setting-refused = The value { $said } is refused.
    .remedy = See docs/guide/settings.md for the settings and their bounds.
setting-too-small = { $said } is too small: at least { $limit }.
    .remedy = For example: { $example }
setting-not-above = { $said } is too small: it must be above { $limit }.
    .remedy = For example: { $example }
setting-too-big = { $said } is too large: at most { $limit }.
    .remedy = For example: { $example }
setting-not-below = { $said } is too large: it must be below { $limit }.
    .remedy = For example: { $example }
setting-no-whole-number = { $said } is not a whole number.
    .remedy = For example: { $example }
setting-no-number = { $said } is not a number.
    .remedy = For example: { $example }
setting-no-truth = { $said } is neither true nor false.
    .remedy = For example: { $example }
setting-no-text = { $said } is not a text; in the file a text stands in quotation marks.
    .remedy = For example: { $example }
setting-no-path = { $said } is not the path of a file or folder; in the file it stands in quotation marks.
    .remedy = For example: { $example }
setting-no-choice = { $said } is not possible. Possible are: { $limit }.
    .remedy = For example: { $example }
setting-no-address = { $said } is not an address.
    .remedy = For example: { $example }
setting-no-group = { $said } stands in place of a group of settings.
    .remedy = For example: { $example }
setting-unknown = There is no setting of this name.
    .remedy = See docs/guide/settings.md for all settings.
folder-forbidden = The folder or file { $file } may not be used: { $said }.
    .remedy = Give the platform a folder that your user may write to (--data).
toml-unreadable = The file is not valid TOML: { $said }.
    .remedy = Mend it at the place that is named.
port-taken = Port { NUMBER($port, useGrouping: 0) } ({ $name }) is in use by another program.
    .remedy = Stop that program, or set another port in luylau.toml: { $setting }.
database-refuses = The database refuses to write: { $said }.
    .remedy = Free disk space or make the data folder writable; nothing that was acknowledged is lost.
source-away = The source “{ $source }” delivers nothing: the broker is away.
    .remedy = It is restarted by itself; if this lasts, look at the broker's log.
pack-has-faults = The city pack has faults; the last good one stays in force.
    .remedy = Run “luylau city check” on the pack's folder.
cli-simulate = Simulate the pack's devices: they sign in and send over MQTT as real ones do.
cli-simulate-city = Folder of the city pack.
cli-simulate-credentials = JSON file with the devices' secrets, as “luylau up --demo” writes it.
cli-simulate-host = Host of the broker.
cli-simulate-port = MQTT port of the broker.
cli-simulate-seed = Same seed, same world.
cli-simulate-from-hour = Leave out so many hours of the scenario's beginning.
cli-simulate-kind = Only devices of this kind; may be given several times.
cli-simulate-truth = File to write what really happens to, as JSON lines.
simulate-begins = Simulating { $count } devices, scenario { $scenario }. Stop with Ctrl-C.
simulate-behind = The simulation falls behind: it reaches { $reached } times real time in place of { $wanted } times, and is { $seconds } s late. Lower --speed, or simulate fewer devices with --kind.
simulate-refused = The platform refuses the secret of { $device }: it has most likely been issued anew, for the real device. The simulator does not speak for it any more.
credentials-unreadable = The credentials cannot be read: { $said }.
    .remedy = Give a JSON object with one secret for each device id.
cli-grid = Network files: check, convert.
cli-grid-check = Name every fault of a network file: element, field, remedy.
cli-grid-convert = Write a network file (pandapower, power-grid-model, CGMES) as a city pack keeps it.
cli-grid-force = Replace the file if it exists.
grid-check-error = Error – { $text }
grid-check-warning = Warning – { $text }
grid-check-note = Note – { $text }
grid-check-faults = { $file }: { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }.
grid-check-good = { $file }: no error; { $nodes } nodes, { $lines } lines, { $switches } switches, { $transformers } transformers, { $loads } loads.
grid-check-warnings = { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }.
grid-convert-done = { $file } written: { $nodes } nodes, { $lines } lines, { $switches } switches, { $transformers } transformers, { $loads } loads.
grid-target-exists = { $file } exists already.
    .remedy = Name another file, or replace it with --force.
cli-city-folder = Folder of the pack; by default the one in use.
