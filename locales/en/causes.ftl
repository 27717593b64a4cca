# Causes of outages: what failed, why that is believed.

cause-power-name = Power outage
cause-network-name = Network failure
finding-cause-power = { $customers ->
    [0] { $element } is most probably open ({ $percent } %): { $devices } devices fell silent.
    [one] { $element } is most probably open ({ $percent } %): one customer is without power, { $devices } devices fell silent.
   *[other] { $element } is most probably open ({ $percent } %): { $customers } customers are without power, { $devices } devices fell silent.
}
finding-cause-power-said = { $customers ->
    [0] { $element } says that it is open: { $devices } devices fell silent.
    [one] { $element } says that it is open: one customer is without power, { $devices } devices fell silent.
   *[other] { $element } says that it is open: { $customers } customers are without power, { $devices } devices fell silent.
}
finding-cause-network = { $element } most probably does not carry messages ({ $percent } %): { $devices } devices fell silent. That says nothing of their power.
switch-doubted-name = Switch position in doubt
finding-switch-doubted = { $devices ->
    [one] { $element } says that it is open, but one device behind it still reports: its position is probably wrong.
   *[other] { $element } says that it is open, but { $devices } devices behind it still report: its position is probably wrong.
}

cause-evidence-silent = { $count } of { $known } devices behind it have been silent since { $since }.
cause-evidence-gasps = { $count ->
    [one] One device said with its last energy that it lost its power.
   *[other] { $count } devices said with their last energy that they lost their power.
}
cause-evidence-no-voltage = { $count ->
    [one] One device reports no voltage.
   *[other] { $count } devices report no voltage.
}
cause-evidence-unheard = { $count ->
    [one] One more did not report before and tells nothing.
   *[other] { $count } more did not report before and tell nothing.
}
cause-evidence-battery = { $count ->
    [one] One device still reports, on its battery.
   *[other] { $count } devices still report, on their batteries.
}
cause-evidence-switch-open = Switch { $switch } says that it is open.
cause-evidence-switch-closed = Switch { $switch }, the nearest one above that tells its position, says that it is closed.
cause-evidence-switch-wrong = Switch { $switch } says that it is closed, but everything behind it tells otherwise.
cause-evidence-beside = Elsewhere on feeder { $feeder } { $silent } of { $known } devices are silent.
cause-evidence-reporting = { $count ->
    [one] One device behind it reports.
   *[other] { $count } devices behind it report.
}
cause-evidence-reports = { $count ->
    [one] One resident reported that there is no power.
   *[other] { $count } residents reported that there is no power.
}
cause-ask = Its power is gone with a probability of { $percent } %; its answer would tell most.

urgency-customers = { $count ->
    [one] One customer without power
   *[other] { $count } customers without power
}
urgency-vital = { $count ->
    [one] One vital site without supply
   *[other] { $count } vital sites without supply
}
urgency-high = { $count ->
    [one] One important site without supply
   *[other] { $count } important sites without supply
}
urgency-battery-soon = { $count ->
    [one] One site has less than an hour of battery left
   *[other] { $count } sites have less than an hour of battery left
}
urgency-cut = { $count ->
    [one] One device out of reach
   *[other] { $count } devices out of reach
}

incident-no-cause = Incident { $incident } has no common cause.
    .remedy = Look at its findings; only failures of supply or network have one.
