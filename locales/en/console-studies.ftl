## Siting studies: the list, a new study.

console-studies = Studies
console-studies-hint = Where to place what for the most effect; each study says how good its plan is proven to be, and why.
console-studies-none = There are no studies yet.
console-studies-none-hint = Make one: what is asked, where something may stand, how much money there is.
console-studies-none-look = An administrator can make one.
console-studies-new = New study
console-studies-make = Make it
console-studies-new-name-hint = In one language; the other two can be changed afterwards.
console-studies-begin-with = Begin with
console-studies-empty = An empty study
console-studies-copy-of = A copy of “{ $name }”
console-studies-id-of = Id: { $id }
console-studies-new-question = Where does it reach most?
console-studies-new-demand = New criterion
console-studies-new-option = New option
console-studies-last-run = Last run { $time }
console-studies-delete = Delete
console-studies-delete-of = Delete “{ $name }”
console-studies-delete-sure = Delete “{ $name }”?
console-studies-delete-broken = Its file cannot be read, so it cannot be brought back afterwards.
console-studies-faults = { $count ->
    [one] One fault
   *[other] { $count } faults
}
console-studies-row = line { $row }
console-studies-did-create = The study “{ $study }” is made.
console-studies-did-delete = The study “{ $study }” is deleted.
console-studies-did-save = The study is saved as version { $version }.
console-studies-did-undo = The change is taken back.
console-studies-did-delete-run = The run is deleted.

## The studio: its frame, saving and running.

console-studies-back = All studies
console-studies-version = version { $version }
console-studies-fold = Fold the panel away
console-studies-unfold = Show the panel
console-studies-map = Map of the study
console-studies-tab-ask = Question
console-studies-tab-result = Result
console-studies-tab-runs = History
console-studies-undo = Undo (Ctrl+Z)
console-studies-redo = Redo (Ctrl+Shift+Z)
console-studies-save = Save
console-studies-run = Run exactly
console-studies-save-run = Save and run
console-studies-unsaved = Not saved; kept as a draft in this tab.
console-studies-unsaved-tried = Tried out only: your role cannot save changes.
console-studies-only-look = Your role lets you look at studies. An administrator can change them.
console-studies-only-try = You can try changes out and run what is saved; an administrator can save changes.
console-studies-newer = Somebody has changed this study meanwhile.
console-studies-newer-hint = What you wrote is still here. If you go on with yours, saving it replaces theirs; the history keeps both.
console-studies-how-coarse = Coarse
console-studies-how-exact = Exact
console-studies-how-older = Of another question
console-studies-reckoning = Reckoning…
console-studies-no-answer = There is no result yet.
console-studies-no-answer-hint = Run the study to get one.
console-studies-sites-cost = { $sites ->
    [one] One site · { $cost }
   *[other] { $sites } sites · { $cost }
}
console-studies-money = { $value } { $currency }
console-studies-percent = { $value } %
console-studies-legend = Key
console-studies-legend-firm = Double rim: firm, or must be used
console-studies-legend-left = Site that was left
console-studies-legend-demand = Demand of a unit; filled: what is reached
console-studies-legend-reach = What a site reaches

## The form of a study.

console-studies-part-demand = Demand and weights
console-studies-part-limits = Limits
console-studies-part-options = Options
console-studies-part-sites = Sites
console-studies-part-areas = Areas
console-studies-part-names = Names and question
console-studies-part-search = Search
console-studies-demand-hint = Drag a weight: map and figures follow at once, coarsely.
console-studies-add-demand = Add a criterion
console-studies-add-option = Add an option
console-studies-remove = Remove “{ $name }”
console-studies-other-languages = { $field }: other languages
console-studies-weight-of = Weight: { $name }
console-studies-weight-share = { $share } % of all weight
console-studies-reached-of = Reached: { $name }
console-studies-reached-share = { $share } % reached
console-studies-source-places = People of the units
console-studies-source-assets = Assets of the pack
console-studies-source-customers = Electricity customers
console-studies-source-file = A file beside the study
console-studies-sites-loads = The grid’s transformers
console-studies-sites-assets = Where assets stand
console-studies-sites-raster = Points at even distances
console-studies-sites-file = A file beside the study
console-studies-method-covering = Covering: reach most within the limits
console-studies-method-supply = Supply: spare most hours without power in a storm
console-studies-method-cover-all = Cover all: reach everything at the least cost
console-studies-method-median = Median: the shortest ways to the nearest site
console-studies-field-served-by = Served already by
console-studies-served-hint = It counts the less, the more of these are near.
console-studies-field-served-m = Within, m
console-studies-field-unit-reach = Reached in each unit
console-studies-unit-reach-hint = Share of its demand, 0 to 1
console-studies-field-reliable = Share of storms with power
console-studies-reliable-hint = A site must have power in so many storms, 0 to 1; 0 for no limit
console-studies-field-capacity = Serves at most (0: any)
console-studies-field-twice = Share of a second site
console-studies-twice-hint = Counts only where two reach it, 0 to 0.5
console-studies-field-buildings = File of buildings
console-studies-buildings-hint = GeoJSON beside the study; they hide what lies behind.
console-studies-field-roads = File of roads
console-studies-roads-hint = GeoJSON beside the study; distances go along them. None: as the crow flies.
console-studies-decay-step = In full up to the range
console-studies-decay-linear = Falls evenly to nothing at the range
console-studies-decay-gaussian = Falls like a bell
console-studies-field-names = Name
console-studies-field-question = Question
console-studies-field-source = Source
console-studies-field-kinds = Kinds of assets
console-studies-field-place-kinds = Kinds of places
console-studies-place-kinds-hint = Ids of the pack, with commas between; empty for all.
console-studies-field-file = File
console-studies-file-hint = CSV or GeoJSON beside the study.
console-studies-field-column = Column of weights
console-studies-column-hint = Empty: each point counts 1.
console-studies-field-load-w = Load of each, W
console-studies-field-note = Note: where the figures come from
console-studies-field-assumed = The figures are assumed
console-studies-field-cost = Cost
console-studies-field-running-cost = Running cost a year
console-studies-field-range-m = Range, m
console-studies-field-near-m = From, m
console-studies-field-angle-deg = Angle, degrees
console-studies-field-headings = Headings tried
console-studies-field-decay = With the distance
console-studies-field-power-w = Draws, W
console-studies-field-supply-w = Gives, W
console-studies-field-energy-wh = Energy, Wh
console-studies-option-about = { $cost } · range { $range } m
console-studies-field-sites = May stand at
console-studies-field-step-m = Distance of the points, m
console-studies-field-most = At most so many sites looked at
console-studies-most-hint = 0: all; fewer are drawn by the seed.
console-studies-field-budget = Budget
console-studies-no-budget = No limit of the budget
console-studies-field-years = Years of running cost
console-studies-years-hint = The cost includes the running cost of so many years.
console-studies-field-most-sites = Sites at most
console-studies-field-apart-m = Apart at least, m
console-studies-field-unit-least = In each unit at least
console-studies-field-unit-most = In each unit at most
console-studies-zero-none = 0: no limit
console-studies-field-installed = Installed already
console-studies-installed-hint = Assets of these kinds reach what is around them already.
console-studies-field-installed-range-m = Their range, m
console-studies-field-powered = What loses its power in a storm does not count
console-studies-field-scenarios = Storms replayed
console-studies-must = Must be used
console-studies-must-not = Must not be used
console-studies-ruled-none = None; touch a site on the map.
console-studies-field-method = Method
console-studies-field-currency = Currency
console-studies-field-seed = Seed
console-studies-seed-hint = The same seed gives the same answer.
console-studies-field-seconds = Search at most, seconds
console-studies-seconds-hint = For the exact run only.

## Files beside the studies.

console-studies-incidents = Incidents of the last year
console-studies-upload = Upload
console-studies-upload-for = Upload: { $field }
console-studies-upload-of = Upload “{ $name }”
console-studies-files = All files
console-studies-files-for = All files: { $field }
console-studies-files-all = Files beside the studies
console-studies-files-empty = There are no files yet.
console-studies-files-hint = CSV with the columns lat and lon, or GeoJSON of points, buildings or roads.
console-studies-file-choose = Choose a file
console-studies-file-none = None
console-studies-file-no-fit = No file fits.
console-studies-file-missing = is not there
console-studies-file-size = { $size } kB
console-studies-holds-points = { $count ->
    [one] one point
   *[other] { NUMBER($count) } points
}
console-studies-holds-buildings = { $count ->
    [one] one building
   *[other] { NUMBER($count) } buildings
}
console-studies-holds-roads = { $count ->
    [one] one road
   *[other] { NUMBER($count) } roads
}
console-studies-holds-other = { $count ->
   *[other] cannot be read
}
console-studies-file-name = Name beside the studies
console-studies-file-name-hint = Made of the file’s own; studies name it so.
console-studies-file-there = “{ $name }” is there already: { $about }
console-studies-file-there-hint = { $count ->
    [0] It is replaced for good. No saved study names it.
   *[other] It is replaced for good, also for those that name it: { $studies }.
}
console-studies-file-replace = Replace it
console-studies-file-large = The file is larger than { $most } MiB.
    .remedy = Leave out columns and rows that the study does not need, or split it into several files.
console-studies-file-save = Save “{ $name }”
console-studies-file-named = Named by { $studies }; it stays until they name another.
console-studies-delete-file-hint = No saved study names it. It is gone for good.
console-studies-did-upload = “{ $name }” is uploaded and chosen: { $about }.
console-studies-did-upload-other = “{ $name }” is uploaded, but cannot be chosen here: { $about }.
console-studies-did-delete-file = “{ $name }” is deleted.

## Drawing areas on the map.

console-studies-areas-hint = Draw on the map with mouse or finger, or write the corners’ coordinates.
console-studies-draw-area = Draw an area
console-studies-area-sites = Sites only here
console-studies-area-sites-hint = Something may stand only within these.
console-studies-area-keep-out = Keep out
console-studies-area-keep-out-hint = Nothing may stand within.
console-studies-area-demand = Demand only here
console-studies-area-demand-hint = Only demand within these counts.
console-studies-area-about = { $use } · { $count ->
    [one] one corner
   *[other] { $count } corners
}
console-studies-area-change = Change on the map
console-studies-area-crossed = Its sides cross.
console-studies-field-use = What it is for
console-studies-corners = Corners: latitude, longitude
console-studies-corner = Corner { $number } of { $count }; drag it or use the arrow keys, Delete takes it away
console-studies-lat-of = Latitude of corner { $number }
console-studies-lon-of = Longitude of corner { $number }
console-studies-corner-remove = Remove corner { $number }
console-studies-corner-add = Add a corner
console-studies-corner-more = Add corners
console-studies-corner-back = Take the last corner back
console-studies-drawing = Drawing an area
console-studies-draw-hint = { $count ->
    [0] Touch the map at each corner of the area.
    [one] One corner; three are the least.
   *[other] { $count } corners; three are the least.
}
console-studies-move-hint = Drag the corners, or move one with the arrow keys.
console-studies-draw-done = Done

## A site on the map.

console-studies-close-site = Close
console-studies-why = It reaches { $own } alone and adds { $adds } to the plan.
console-studies-standing-core = Firm: it is in { $share } % of the good plans.
console-studies-standing-flips = It depends on the weighing: it is in { $share } % of the good plans.
console-studies-standing-rare = Seldom chosen: it is in { $share } % of the good plans.
console-studies-would-add = It would reach { $own } alone and add { $adds }.
console-studies-in-plans = It is in { $share } % of the good plans.
console-studies-shared = { $shared } of it is reached by “{ $rival }”.
console-studies-show-rival = Show that site
console-studies-site-other = The plan that is shown says nothing of this site.
console-studies-site-asset = Open the asset here
console-studies-powered = It has power in { $share } % of the storms.

## Results.

console-studies-found = Answer
console-studies-of-run = Run of { $time }, version { $version }
console-studies-of-trial = Reckoned coarsely from what the form says now
console-studies-older = This answers what was asked then, which is not what the form says now.
console-studies-gap = At most { $gap } % below the best possible.
console-studies-budget-left = Budget { $budget }; { $left } is left.
console-studies-marks = To be known with every figure
console-studies-order-by = Order by { $column }
console-studies-head-powered = Powered
console-studies-of-asked = { $reached } of { $asked }
console-studies-file-pdf = Note, PDF
console-studies-file-html = Note, HTML
console-studies-file-csv = Table, CSV
console-studies-file-geojson = GeoJSON
console-studies-take = Take into the pack as planned assets
console-studies-take-hint = The sites become planned assets of the pack; their source names this run. The change of the pack can be taken back.
console-studies-take-kind = As which kind of assets
console-studies-take-sites = { $count ->
   *[other] Sites: { $count }
}
console-studies-take-do = { $count ->
    [one] Take one site
   *[other] Take { $count } sites
}
console-studies-taken = { $count ->
    [one] One planned asset is in the pack.
   *[other] { $count } planned assets are in the pack.
}
console-studies-pack-changed = The pack has been changed further meanwhile.
    .remedy = Take the newer changes back first.
console-studies-plans-hint = Cost and value of each plan; touch one to see it on the map.
console-studies-other-plan = The map shows the plan “{ $plan }”. The tables of criteria and units are of the run’s own plan.
console-studies-own-plan = Show the run’s own plan
console-studies-chart = Chart of cost against value of { $count } plans; the table below says the same.
console-studies-axis-cost = Cost, { $currency }
console-studies-head-value = Value
console-studies-head-bound = Cannot exceed
console-studies-show-beaten = Show those that others beat in everything
console-studies-hide-beaten = Hide those that others beat
console-studies-compare-best = Compare with the best

## Runs and history.

console-studies-runs = Runs
console-studies-no-runs = There are no runs yet.
console-studies-no-runs-hint = “Run exactly” puts the study into the queue.
console-studies-run-queued = Waiting
console-studies-run-running = Running
console-studies-run-done = Done
console-studies-run-failed = Failed
console-studies-run-cancelled = Cancelled
console-studies-queue = { $before ->
    [0] Waiting; it is next.
   *[other] Waiting; { $before } before it.
}
console-studies-step = { $step } · { $share } %
console-studies-begins = It begins…
console-studies-cancelling = Being cancelled…
console-studies-cancel-run = Cancel the run
console-studies-progress = Progress of the run
console-studies-asked-by = { $name }, version { $version }
console-studies-took = { $seconds } s
console-studies-show-run = Show
console-studies-compare-before = Compare with the one before
console-studies-delete-run = Delete the run of { $time }
console-studies-delete-run-hint = Its answer is gone for good.
console-studies-history = Saved versions
console-studies-no-history = Nothing has been changed in the platform yet.
console-studies-change-made = Made
console-studies-change-deleted = Deleted
console-studies-change-parts = Changed: { $parts }
console-studies-undo-change = Go back to before this

## Two plans side by side.

console-studies-compare = Compare plans
console-studies-compare-choose = Choose two plans.
console-studies-compare-hint = Of one study or of two; the page’s address names both, so it can be passed on.
console-studies-compare-side = Run { $side }
console-studies-compare-plan = Plan { $side }
console-studies-run-of = { $study }, { $time }, version { $version }
console-studies-swap = Swap A and B
console-studies-map-of = Map of plan { $side }
console-studies-linked = The maps move together
console-studies-compare-legend = In the plan’s own colour, with a double rim: sites that only it has; green: sites of both.
console-studies-compare-units = The two studies measure in different units, so their values cannot be compared.
console-studies-compare-whole = What each criterion and unit gets is known of the best plan of a run only.
console-studies-figures = Figures
console-studies-head-figure = Figure
console-studies-difference = Difference
console-studies-cost-in = Cost, { $currency }
console-studies-points = { $value } points
console-studies-sites-only-a = Only in A: { $count }
console-studies-sites-only-b = Only in B: { $count }
console-studies-sites-changed = In both, with another option or heading: { $count }
console-studies-sites-both = Alike in both: { $count }
