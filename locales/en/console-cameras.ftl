## Cameras: the wall, one camera, what cameras saw, clips, the drawing of scenes and privacy zones.

console-cameras = Cameras
console-cameras-wall = Camera wall
console-cameras-open = Camera page
console-cameras-asset = Device
console-cameras-layout = How many cameras at once
console-cameras-layout-of = { $count ->
    [one] 1 camera
   *[other] { $count }
}
console-cameras-choose = { $count ->
    [0] Choose cameras
    [one] 1 chosen
   *[other] { $count } chosen
}
console-cameras-chosen = Cameras on the wall, in this order
console-cameras-all = All cameras
console-cameras-page = Page { $page } of { $pages }
console-cameras-page-before = Page before
console-cameras-page-next = Next page
console-cameras-full = Full screen
console-cameras-key-open = Open the first to ninth camera of the page
console-cameras-key-arrows = Go from camera to camera, at the edge to the next page
console-cameras-key-pages = Page before, next page
console-cameras-key-full = Full screen and back
console-cameras-key-help = This help
console-cameras-picture = Picture of the camera { $camera }
console-cameras-stale = { $seconds ->
    [one] Picture of 1 s ago
   *[other] Picture of { $seconds } s ago
}
console-cameras-no-picture = No picture has come yet.
console-cameras-no-worker = No camera worker tells of it.
console-cameras-lasting-more = { $title } – and { $count } more
console-cameras-people = People: { $count }
console-cameras-vehicles = Vehicles: { $count }
console-cameras-phase-connecting = Connecting
console-cameras-phase-streaming = Running
console-cameras-phase-waiting = Waiting
console-cameras-phase-ended = Ended
console-cameras-phase-unknown = No worker
console-cameras-none = No camera is planned yet.
console-cameras-none-hint = { $count ->
    [0] The city pack has no cameras either: add them to assets.csv first.
    [one] The city pack has one camera that is not watched.
   *[other] The city pack has { $count } cameras that are not watched.
}
console-cameras-plan-where = Plan them in cameras.toml of the city pack; how to, says the guide
console-cameras-no-look = You see how the cameras are, not their pictures.
console-cameras-no-look-hint = Your role does not let you watch live. Ask an administrator if you need to.
console-cameras-no-look-short = Pictures are not for your role.
console-cameras-line-connecting = Pictures are on their way.
console-cameras-line-open = Pictures come live.
console-cameras-line-lost = No pictures come any more. What you see is old; the console connects again by itself.
console-cameras-line-refused = The platform refuses to show pictures. Open the page anew, or sign in again.
console-cameras-nobody = No camera worker is running.
console-cameras-nobody-hint = Nobody looks at the cameras now. “luylau up” starts the workers where cameras are planned; System health says how they are.
console-cameras-motion-only = Only motion is seen: no model is installed.
console-cameras-motion-only-hint = People and vehicles are not told apart. Install a model:

console-cameras-tab-watching = Live and findings
console-cameras-tab-scenes = Edit scenes
console-cameras-tab-privacy = Privacy
console-cameras-live = Live
console-cameras-overlay = Draw scenes and zones over it
console-cameras-drawn = Drawn over the picture: { $names }
console-cameras-masked = Masked: heads, number plates and privacy zones are painted over. Some may be missed: handle it with care.
console-cameras-conditions = Something is wrong with the picture
console-cameras-relearn = This is its new picture
console-cameras-relearn-sure = Learn the picture of { $camera } anew?
console-cameras-relearn-hint = What it had learned of its place is forgotten and cannot be brought back. That it was moved is over at once; things left behind and marks for water are learned anew too, which takes two minutes. Scenes and privacy zones stay where they were drawn: look at them.
console-cameras-relearned = { $camera } learns its picture anew
console-cameras-health = Stream and analysis
console-cameras-health-last = Newest picture
console-cameras-health-since = In this state since
console-cameras-health-frames = Pictures
console-cameras-health-analyses = Analyses
console-cameras-health-age = Age once analysed (95 of 100)
console-cameras-health-dropped = Left out for want of time
console-cameras-health-bitrate = Data rate
console-cameras-health-reconnects = Reconnected
console-cameras-health-broken = Broken packets
console-cameras-health-codec = Codec
console-cameras-health-size = Size
console-cameras-health-lazy = Decoding
console-cameras-health-detector = Model
console-cameras-health-main = Main stream
console-cameras-health-sub = Sub-stream
console-cameras-lazy-yes = keyframes only, nothing moves
console-cameras-lazy-no = every picture
console-cameras-per-second = { $count } a second
console-cameras-milliseconds = { $count } ms
console-cameras-megabits = { $count } Mbit/s
console-cameras-scenes = Scenes
console-cameras-scenes-none = Nothing is watched for yet.
console-cameras-scene-off = Off
console-cameras-precision = { $right } of { $judged } judged findings were right ({ $seen } in all)
console-cameras-precision-none = { $seen ->
    [0] No finding yet
    [one] One finding, not judged yet
   *[other] { $seen } findings, none judged yet
}
console-cameras-counts = Line crossings
console-cameras-counts-span = How much time
console-cameras-counts-line = Line
console-cameras-counts-label = What crossed
console-cameras-counts-all = Everything
console-cameras-counts-none = Nobody crossed this line in this time.
console-cameras-counts-none-hint = Choose a longer time or another class.
console-cameras-counts-sum = “{ $line }”: { $forward } forward, { $backward } backward
console-cameras-counts-how = Each bar is one hour: forward upwards, backward downwards.
console-cameras-counts-table = As a table
console-cameras-counts-hour = Hour

console-cameras-events = Camera findings
console-cameras-events-hint = What all cameras saw, the newest first.
console-cameras-search = Search all cameras
console-cameras-more = Show earlier ones
console-cameras-new = { $count ->
    [one] One new camera finding
   *[other] { $count } new camera findings
}
console-cameras-nothing = The cameras have told of nothing yet.
console-cameras-nothing-hint = As soon as a scene sees something, it appears here by itself.
console-cameras-nothing-fits = Nothing passes the filter.
console-cameras-nothing-fits-hint = Take a part of the filter away.
console-cameras-lasts = Lasts
console-cameras-event-span = { $from } to { $to }
console-cameras-event-since = since { $from }
console-cameras-confidence = ({ $percent } % sure)
console-cameras-model = model { $model }
console-cameras-judge = Was it right? { $title }
console-cameras-verdict-right = Right
console-cameras-verdict-wrong = Wrong
console-cameras-verdict-open = Not judged
console-cameras-verdict-right-by = Called right by { $name }
console-cameras-verdict-wrong-by = Called wrong by { $name }
console-cameras-judged-right = Called right: { $title }
console-cameras-judged-wrong = Called wrong: { $title }
console-cameras-judged-open = Judgement taken back: { $title }
console-cameras-filter-labels = Class
console-cameras-filter-scenes = Scene
console-cameras-filter-kinds = Kind of scene
console-cameras-filter-cameras = Camera
console-cameras-filter-verdict = Judgement
console-cameras-filter-lasting = Lasting or over
console-cameras-filter-from = From (city time)
console-cameras-filter-to = To (city time)
console-cameras-lasting-all = All
console-cameras-lasting-yes = Lasting
console-cameras-lasting-no = Over
console-cameras-label-person = Person
console-cameras-label-bicycle = Bicycle
console-cameras-label-motorcycle = Motorcycle
console-cameras-label-car = Car
console-cameras-label-bus = Bus
console-cameras-label-truck = Truck
console-cameras-kind-intrusion = Intrusion
console-cameras-kind-loitering = Loitering
console-cameras-kind-line_crossing = Line crossing
console-cameras-kind-crowd = Crowd
console-cameras-kind-wrong_way = Wrong way
console-cameras-kind-stopped_vehicle = Stopped vehicle
console-cameras-kind-object_left = Object left
console-cameras-kind-water = High water
console-cameras-kind-dark = Camera in the dark
console-cameras-kind-blurred = Camera blurred
console-cameras-kind-blocked = Camera covered
console-cameras-kind-moved = Camera moved
console-cameras-kind-frozen = Picture stands still

console-cameras-clip-play = Play the clip: { $title }
console-cameras-clip-none = No clip
console-cameras-clip-soon = The clip comes in a moment
console-cameras-clip-not-you = Clips are not for your role
console-cameras-clip-close = Close
console-cameras-clip-broken = The clip cannot be played.
console-cameras-clip-broken-hint = It may have been deleted after its time, or this browser does not play WebM.
console-cameras-clip-logged = The clip is masked. Each look at it is logged.
console-cameras-clip-span = { $from } to { $to }
console-cameras-clip-expires = kept until { $time }
console-cameras-clip-size = { $width } × { $height }, { $size } MB
console-cameras-clip-mask = masked by { $mask }
console-cameras-clip-purpose = What the camera is for: { $purpose }
console-cameras-clip-take = Export as evidence
console-cameras-clip-original = Fetch the sealed original
console-cameras-clip-original-hint = Unmasked, kept until { $time }. It stays sealed: only two custodians together can open it, outside of the platform.
console-cameras-original-fetched = The sealed original is saved; “luylau cameras open-original” opens it with two custodians’ keys.
console-cameras-clip-remove = Delete the clip
console-cameras-clip-remove-sure = Its key is destroyed: the clip cannot be brought back. What is known of it stays.
console-cameras-clip-why = Why?
console-cameras-clip-why-hint = It goes into the audit log with your name.
console-cameras-exported = The package of evidence is saved; verify.py in it checks it.
console-cameras-deleted = The clip is deleted.
console-cameras-finding-gone = What the camera saw is no longer kept.

console-cameras-scene-new = New scene
console-cameras-scene-choose = Choose a scene in the list or in the picture, or begin a new one.
console-cameras-scene-name = Name
console-cameras-scene-kind = What is watched for
console-cameras-scene-enabled = Watch for it
console-cameras-scene-labels = What counts
console-cameras-scene-labels-hint = Nothing chosen: whatever counts for this kind by nature.
console-cameras-scene-dwell = For how many seconds it must last
console-cameras-scene-dwell-hint = 0: it counts at once.
console-cameras-scene-dwell-needed = This kind needs more than 0.
console-cameras-scene-limit = From how many people on
console-cameras-scene-remove = Remove the scene
console-cameras-nameless = Without a name
console-cameras-to-correct = To be corrected
console-cameras-direction-of-line_crossing = Which way is a finding
console-cameras-direction-of-wrong_way = Which way is wrong
console-cameras-direction-forward = Forward
console-cameras-direction-backward = Backward
console-cameras-direction-both = Both
console-cameras-direction-none = Only count
console-cameras-direction-hint = Forward is from the left of the line to its right, looking from its first point to its last: the arrow shows it.
console-cameras-hours = When in the week (city time)
console-cameras-hours-always = Always
console-cameras-hours-part = Time { $number }
console-cameras-hours-from = From
console-cameras-hours-to = To
console-cameras-hours-over = It goes on past midnight.
console-cameras-hours-no-day = Choose at least one day.
console-cameras-hours-add = Add a time
console-cameras-hours-remove = Remove time { $number }
console-cameras-draw-choose = Choose what is to be changed.
console-cameras-draw-polygon = Touch the picture at each corner, then end the drawing. Three corners are the least.
console-cameras-draw-line = Touch the picture at each point of the line, from its first to its last, then end the drawing.
console-cameras-draw-move = Drag points, or move one with the arrow keys (with Shift finer); + adds a point, Delete takes it away.
console-cameras-draw-ready = Place a ready shape
console-cameras-draw-done = End the drawing
console-cameras-draw-undo = Undo
console-cameras-draw-redo = Redo
console-cameras-draw-add = Add a point
console-cameras-draw-remove = Delete the point
console-cameras-draw-anew = Draw anew
console-cameras-point = Point { $number } of { $count }: { $x } % from the left, { $y } % from the top
console-cameras-point-after = Add a point after point { $number }
console-cameras-save = Save
console-cameras-unsaved = Not saved yet. It stays in this tab as a draft.
console-cameras-correct-first = { $count ->
    [one] Correct one thing first; it is marked.
   *[other] Correct { $count } things first; they are marked.
}
console-cameras-refused = The platform does not take it
console-cameras-newer = Somebody else has changed this camera’s plan meanwhile.
console-cameras-newer-hint = What you drew is kept. If you go on, saving replaces what they made.
console-cameras-saved-scenes = Scenes of { $camera } saved
console-cameras-saved-privacy = Privacy of { $camera } saved
console-cameras-leave = Leave without saving?
console-cameras-leave-hint = What you changed is not saved. It stays in this tab as a draft: you find it here when you come back.
console-cameras-leave-yes = Leave
console-cameras-zones = Privacy zones
console-cameras-zones-hint = What lies in a zone is painted over in everything that anybody sees of this camera, live and in clips.
console-cameras-zones-none = No zone is drawn.
console-cameras-zone-points = { $count ->
    [one] One corner
   *[other] { $count } corners
}
console-cameras-zone-new = New zone
console-cameras-zone-name = Name of the zone
console-cameras-zone-name-new = Zone { $number }
console-cameras-zone-remove = Remove the zone
console-cameras-keeping = Purpose and keeping
console-cameras-retention = How many days clips are kept
console-cameras-retention-hint = Then their keys are destroyed.
console-cameras-retention-wrong = Give a number from 1 to { $most }.
console-cameras-purpose = Why there is this camera, in { $language }
console-cameras-originals = Unmasked originals
console-cameras-originals-kept = They are kept for { $days } days, sealed for two custodians together: { $purpose }
console-cameras-originals-none = None are kept.

console-cameras-view-note = What it sees: { $view }° wide, { $range } m far. From nearby the map shows it.
