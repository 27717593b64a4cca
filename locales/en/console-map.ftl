## Map and list of assets.

console-map = Map
console-map-title = Map and list of assets
console-map-nearer = Nearer
console-map-farther = Farther
console-map-fit = Show everything that passes the filter
console-map-approximate = Dashed borders are approximate: reckoned from the middle and the area of each unit.

console-list = Assets
console-list-count = { $shown } of { $all }
console-list-in-sight = Only on the map
console-list-empty = No asset passes the filter.
console-list-empty-hint = Clear the search or a part of the filter.

console-search = Search assets and places
console-search-hint = Name, kind, place, old address
console-places-found = Places
console-place-before = formerly { $name }

console-filter = { $count ->
    [0] Filter
   *[other] Filter ({ $count })
}
console-filter-groups = Groups
console-filter-kinds = Kinds
console-filter-place = Ward or commune
console-filter-clear = Clear the filter

console-states = States
console-state-alarm = Alarm
console-state-warning = Warning
console-state-faulty = Faulty
console-state-silent = Silent
console-state-unheard = Never heard
console-state-ok = Normal
console-state-passive = Not measured

console-group-hydromet = Rivers, rain, weather, air
console-group-power = Power
console-group-security = Doors, smoke, tilt, water
console-group-camera = Cameras
console-group-network = Network
console-group-site = Sites

console-chosen = Chosen asset
console-chosen-close = Let go of the asset
console-simulated = Simulated
console-assumed = Assumed
console-asset-open = Values, chart, incidents

console-value-open = { $value ->
    [0] Closed
   *[other] Open
}
console-value-smoke = { $value ->
    [0] No smoke
   *[other] Smoke
}
console-value-online = { $value ->
    [0] Offline
   *[other] Online
}
console-value-last_gasp = { $value ->
    [0] Power on
   *[other] Power lost
}
console-value-position = { $value ->
    [0] Open
   *[other] Closed
}
