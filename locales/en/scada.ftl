## Outstations over IEC 60870-5-104: what is wrong with the map, and with the line.

# The map
scada-not-set = No folder with a map of outstations is set.
    .remedy = Name it as folder in the group [scada] of luylau.toml; the guide docs/guide/scada.md shows its two files.
scada-no-points = The outstation “{ $said }” has no point in points.csv.
    .remedy = Add its points, or take the outstation out.
scada-outstation-unknown = The outstation “{ $said }” is not in outstations.csv (like: { $near }).
    .remedy = Add it there, or correct the id.
scada-not-whole = { $said } is no whole number.
    .remedy = Write the address or port without a fraction; addresses in three parts (1.2.3) must be reckoned into one number.
scada-point-twice = The point { $said } stands in row { $first } already.
    .remedy = Keep one of the two rows.
scada-device-unknown = The pack has no asset “{ $device }” (like: { $near }).
    .remedy = Add the device to assets.csv of the city pack, or correct the id.
scada-channel-unknown = The kind of the device { $device } has no channel “{ $said }” (like: { $near }).
    .remedy = Add the channel to its kind in kinds.toml of the city pack, or correct the name.
scada-channel-no-unit = The channel “{ $said }” of { $device } has no unit, so an invalid value could not be told from a good one.
    .remedy = Give the channel a unit in kinds.toml; for positions of switches “count”.
scada-unit = The unit “{ $said }” does not fit the channel, which is in { $wanted }.
    .remedy = Write a unit of the same quantity, or leave the cell empty and set the factor.
scada-factor-zero = With the factor 0 every value would be the same.
    .remedy = Leave the cell empty for 1, or write the scale of the point.
scada-map-faults = The map of outstations has { $count } faults ({ $files }); nothing is read from them.
    .remedy = Correct the files; they are read anew within seconds. “luylau run scada” names each fault.

# The line
scada-no-connection = The outstation { $outstation } cannot be reached ({ $said }).
    .remedy = Look at its address, the network and its list of permitted controlling stations. It is tried again by itself.
scada-ended = The outstation { $outstation } ended the connection ({ $said }).
    .remedy = It may serve one controlling station only, or have been started anew. It is tried again by itself.
scada-silent = The outstation { $outstation } did not answer within { $seconds } s; the connection is made anew.
    .remedy = Look at the line. If it is slow, raise scada.answer_s.
scada-not-104 = The outstation { $outstation } sent something that is not IEC 60870-5-104: { $said }; the connection is made anew.
    .remedy = Look at whether host and port are those of its IEC 104 interface.
scada-sequence = The outstation { $outstation } numbered a message { $said } instead of { $wanted }; the connection is made anew.
    .remedy = If it recurs, the outstation’s program has a fault; ask its maker.
scada-asdu = The outstation { $outstation } sent a message of type { $type } whose length ({ $bytes } bytes) does not fit; the connection is made anew.
    .remedy = Set it to two bytes of cause, two of common address and three of object address, as IEC 104 demands.
scada-control = The outstation { $outstation } sent a control message that was not due ({ $said }); the connection is made anew.
    .remedy = If it recurs, the outstation’s program has a fault; ask its maker.
scada-window = The outstation { $outstation } has { $count } messages waiting here; the connection is made anew.
    .remedy = It sends more unacknowledged messages than the standard allows, or the broker is away; look at the broker.
scada-refused = The outstation { $outstation } refuses to tell all values of station { $station }.
    .remedy = Look at whether this common address is one of the outstation’s, and whether it allows general interrogation.
scada-kind-differs = The outstation { $outstation } sends { $count } points as another kind than the map says, first { $station } / { $address }; they are left out.
    .remedy = Correct their kind in points.csv.

console-health-part-scada = SCADA: outstations over IEC 104
