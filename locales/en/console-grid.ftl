# The grid's screens.
console-grid = Grid
console-grid-map = Map of the grid
console-grid-line-live = energised
console-grid-line-dead = dead
console-grid-line-over = overloaded
console-grid-customers-on = Customers with power
console-grid-customers-off = Customers without power
console-grid-load-off = Load without power
console-grid-feeders-out = Feeders out
console-grid-overloaded = Overloaded elements
console-grid-lowest-voltage = Lowest voltage
console-grid-outages = What is dark
console-grid-no-outage = Everything that is fed in the normal state has power.
console-grid-outage = { $element } · feeder { $feeder }
console-grid-outage-lost = { $customers } customers, { $load } MW
console-grid-site = { $site }: own backup { $hours } h
console-grid-simulation = Simulation
console-grid-what-if = What if …
console-grid-what-if-hint = Touch a switch on the map to open or close it, or a line to put it out of service. Nothing real changes.
console-grid-undo = Take back
console-grid-redo = Do again
console-grid-reset = Start anew
console-grid-move-switch = Open or close a switch
console-grid-move-open = Open { $element }
console-grid-move-close = Close { $element }
console-grid-move-out = { $element } out of service
console-grid-unsolved = The power flow has no solution: the grid cannot carry this load.
console-grid-loops = A loop is closed, or two sources are joined: { $elements }
console-grid-plan = Plan how power comes back
console-grid-plan-needs-fault = Put a line out of service first.
console-grid-never-switches = The platform proposes; people switch. It never operates a switch itself.
console-grid-plan-best = best
console-grid-plan-remote_only = no crew needed
console-grid-plan-fewest_steps = fewest steps
console-grid-plan-brings = Brings back { $customers } customers in { $minutes } min; { $left } stay dark.
console-grid-plan-proven = Proven: nothing better exists.
console-grid-plan-gap = At most { $gap } % could be won.
console-grid-steps = Steps
console-grid-tripped = Protection has opened: { $switches }
console-grid-why-isolate = isolates the fault
console-grid-why-reclose = power again before the fault
console-grid-why-supply = supplies from a neighbour
console-grid-why-shed = sheds for want of capacity
console-grid-why-transfer = transfers load
console-grid-remote = from afar, done by minute { $minutes }
console-grid-crew = by a crew, done by minute { $minutes }
console-grid-step-back = Step back
console-grid-step-next = Next step
console-grid-propose = Propose this plan
console-grid-propose-title = Title
console-grid-propose-note = Note
console-grid-proposed = The plan is proposed.
console-grid-proposals = Proposed plans
console-grid-no-proposal = Nobody has proposed a plan yet.
console-grid-proposal-by = { $name }, { $time }, { $steps } steps
console-grid-withdraw = Withdraw
console-grid-withdrawn = withdrawn
console-grid-basis-measured = measured
console-grid-basis-planned = planned: no switch reports
console-grid-basis-simulated = simulation
console-grid-layer = The grid on the map
console-grid-legend = What the grid's lines and switches on the map mean
console-grid-switch-closed = closed switch
console-grid-switch-open = open switch
console-grid-switch-moved = not in its normal position
console-grid-chosen = The chosen element of the grid
console-grid-chosen-close = Close
console-grid-overhead = overhead line
console-grid-underground = underground cable
console-grid-by-remote = operated from afar
console-grid-by-hand = operated on the spot
console-grid-of-feeder = Feeder { $feeder }
console-grid-feeder-page = Open the feeder
console-grid-try-out = What if it fails?
console-grid-stale = The state could not be renewed. What is shown is from { $time }.
console-grid-load-on = Load with power
console-grid-highest-loading = Highest loading
console-grid-now = now: { $value }
console-grid-since = since { $time }
console-grid-site-left = { $site }: { $hours } h of its own backup left
console-grid-site-unknown = { $site }: own backup not known
console-grid-move-line = Put a line out of service
console-grid-plan-unbound = How much more could be won is not known.
console-grid-plan-steps = { $steps ->
    [one] One step
   *[other] { $steps } steps
}
console-grid-step-done = done
console-grid-step-then = Then { $customers } customers with power, lowest voltage { $voltage }, highest loading { $loading }
console-grid-steps-done = { $done } of { $all } steps done in the simulation
console-grid-steps-keys = Space or Enter: next step. Backspace: one step back.
console-grid-loads-measured = loads measured
console-grid-loads-planned = loads as planned
console-grid-line-guessed = dead, as meters tell
console-grid-estimated = estimated
console-grid-evidence-else = Otherwise: { $others }.
console-grid-suspect = { $element } ({ $probability }{"\u00A0"}%)
console-grid-suspect-source = the supply itself
console-grid-evidence = { $devices ->
    [one] The only device below is silent.
   *[other] { $silent ->
        [one] One of the { $devices } devices below is silent.
       *[other] { $silent } of { $devices } devices below are silent.
    }
}
console-grid-evidence-since = { $devices ->
    [one] The only device below has been silent since { $time }.
   *[other] { $silent ->
        [one] One of the { $devices } devices below has been silent since { $time }.
       *[other] { $silent } of { $devices } devices below have been silent since { $time }.
    }
}
console-grid-evidence-against = { $against ->
    [one] One reports.
   *[other] { $against } report.
}
console-grid-evidence-unheard = { $unheard ->
    [one] One more had told nothing before.
   *[other] { $unheard } more had told nothing before.
}
console-grid-evidence-chance = The probability that { $element } is the cause is { $probability }{"\u00A0"}%.
console-grid-doubted = { $devices ->
    [one] { $switch } says that it is open, but a device behind it reports.
   *[other] { $switch } says that it is open, but { $devices } devices behind it report.
}
console-grid-show = Show { $element }
