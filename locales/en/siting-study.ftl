# Studies of siting: what is wrong with a study's file.

study-file-unreadable = The study's file cannot be read.
    .remedy = Check its name, the right to read it and the disk.
study-file-not-utf8 = The file is not UTF-8 text.
    .remedy = Save it again with the encoding UTF-8.
study-file-not-toml = The file is not valid TOML; it cannot be read from line { $line }, column { $column }.
    .remedy = Look there for a missing quotation mark, bracket or equals sign, or a key given twice.
study-key-unknown = There is no field "{ $name }" here.
    .remedy = Remove it, or use one of: { $known }.
study-field-missing = The field "{ $name }" is missing.
    .remedy = Add it; the guide docs/guide/siting.md says what it means.
study-field-type = The field "{ $name }" has the wrong type.
    .remedy = { $wanted ->
        [text] Write text in quotation marks.
        [texts] Write a list of texts, such as ["clinic", "pump_station"].
        [number] Write a number without quotation marks.
        [whole] Write a whole number.
        [corners] Write a list of corners [latitude, longitude], 10000 at most, such as [[21.18, 106.05], [21.18, 106.07], [21.2, 106.06]].
        [truth] Write true or false.
       *[table] Write a table, such as {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
study-field-range = The field "{ $name }" is out of bounds.
    .remedy = Give a number from { $low } to { $high }.
study-field-choice = "{ $value }" is not possible for "{ $name }".
    .remedy = Use one of: { $choices }.
study-id-bad = "{ $value }" cannot be used as "{ $name }".
    .remedy = Use 1 to 64 lower-case letters without accents, digits and hyphens inside, such as camera-dome.
study-id-twice = The id "{ $id }" is there twice.
    .remedy = Give one of the two another id.
study-name-missing = The text in one language is missing: { $language }.
    .remedy = Give it in vi, en and ja.
study-list-empty = There is no [[{ $name }]].
    .remedy = Begin at least one with a line [[{ $name }]].
study-file-elsewhere = "{ $value }" is no file beside the study.
    .remedy = Put the file into the study's folder and give its name alone.
study-area-crossed = The area "{ $area }" encloses nothing: its sides cross, or it has fewer than three different corners.
    .remedy = Draw it again with three corners at least, in turn, so that no sides cross.
study-near-not-below-range = It reaches from { $near } m to { $range } m, which is nothing.
    .remedy = Give a near_m below range_m.
study-limit-missing = Nothing limits the plan: neither a budget nor a number of sites.
    .remedy = Set budget or most_sites in [limits].
study-unit-bounds = At least { $least } sites in each unit and at most { $most } is impossible.
    .remedy = Set unit_least no higher than unit_most.
study-must-and-must-not = The site "{ $site }" is both wanted and refused.
    .remedy = Remove it from must or from must_not.
study-supply-needs-assets = This method serves assets of the pack and nothing else.
    .remedy = Set source = "assets" and their kinds.
study-cover-all-limit = "{ $name }" does not go with the method cover_all.
    .remedy = Remove it, or use the method covering.
study-cover-all-option = The option "{ $id }" does not go with the method cover_all.
    .remedy = Use options that reach all around (angle_deg 360, no near_m, decay step), or the method covering.
study-layer-alone = "{ $name }" does not go with the rest of the study.
    .remedy = Use it in a study of covering without decay and without powered; unit_reach and twice one at a time.
study-surroundings-supply = "{ $name }" does not go with the method supply.
    .remedy = Remove it: a supply reaches its own site alone.
study-roads-looking = Roads do not go with options that look in a direction or past buildings.
    .remedy = Use roads with options of angle_deg 360, one heading and no near_m, and without buildings.
study-list-long = There are { $count } [[{ $name }]], and { $most } at most can be taken.
    .remedy = Remove some, or put them into a file.
study-text-long = This text is longer than { $most } letters.
    .remedy = Shorten it.
study-preview-busy = Too many studies are being looked at just now.
    .remedy = Wait some seconds and change something again, or run the study exactly.
study-capacity-alone = The capacity of the option "{ $id }" does not go with the rest of the study.
    .remedy = Use it with the method median, one demand, one option and most_sites, and no other limit.
study-changed = The study was changed meanwhile: you changed version { $expected }, now there is { $found }.
    .remedy = Load it again and repeat your change.

# Points of demand and sites.

siting-file-unreadable = The file cannot be read.
    .remedy = Put it beside the study and check its name and the right to read it.
siting-file-not-utf8 = The file is not UTF-8 text.
    .remedy = Save it again with the encoding UTF-8.
siting-file-broken = The CSV file is broken: { $reason }.
    .remedy = Look at that row for a quotation mark that is not closed.
siting-file-column = The column "{ $name }" is missing; there are: { $given }.
    .remedy = Name the columns in the first row; latitude and longitude are called lat and lon.
siting-file-empty = The file holds no points.
    .remedy = Give at least one row.
siting-file-geometry = The geometry is neither a point nor closed polygons of degrees in range.
    .remedy = Use Point, Polygon or MultiPolygon in WGS84, longitude first.
siting-file-number = "{ $value }" in "{ $name }" is no number.
    .remedy = Write a number with a point for the decimals.
siting-file-range = { $value } in "{ $name }" is out of bounds.
    .remedy = Latitudes lie from -90 to 90, longitudes from -180 to 180, weights are not negative.
siting-demand-empty = The demand "{ $demand }" weighs nothing.
    .remedy = Look whether its kinds exist in the pack, and whether its weights are above 0 and some lie within the areas drawn.
siting-assets-none = The pack has no asset of these kinds in service: { $kinds }.
    .remedy = Use kinds that the pack has.
siting-grid-none = The pack has no grid.
    .remedy = Use another source, or give the pack a grid.json or grid.toml.
siting-sites-none = There is no site in the territory.
    .remedy = Use another source of sites, a smaller step, or larger areas.
siting-sites-outside = { $count } sites lie outside the territory, such as { $sites }.
    .remedy = Check their latitude and longitude, or remove them.
siting-values-wrong = What the plans reach is not known for all of them.
    .remedy = Give a number for every plan and criterion.
siting-least-weights = The least weights sum to { $total }.
    .remedy = Let them sum to 1 at most, none below 0.
siting-weights-none = No criterion has a weight.
    .remedy = Give at least one of them a weight above 0.
siting-supply-site-unasked = Supplies may stand at sites that no criterion asks for, such as { $sites }.
    .remedy = Use the same kinds of assets for the sites as for the demand.
siting-site-not-there = { $count } sites that the limits name are no candidates, such as { $sites }.
    .remedy = Check their ids, or remove them from must and must_not.
siting-spread-wrong = Nothing can be drawn so: { $draws } draws, spread { $spread }, budget { $budget }.
    .remedy = Ask for at least one draw, a spread of 0 or more, and a budget's spread from 0 to below 1.

# How far a run is.

siting-floor-unreachable = In { $count } units not even all sites together reach { NUMBER($share, maximumFractionDigits: 1) } % of the demand: { $units }.
    .remedy = Ask for less in unit_reach, or give more sites or a longer reach there.
siting-floor-none-found = No plan was found that reaches { NUMBER($share, maximumFractionDigits: 1) } % of the demand in every unit.
    .remedy = Give more money, sites or seconds, or ask for less in unit_reach.
siting-file-outline = This is no outline of a building.
    .remedy = Give Polygons or MultiPolygons of longitude and latitude with closed rings.
siting-file-line = This is no road.
    .remedy = Give LineStrings of longitude and latitude with at least two corners.
siting-raster-many = The raster would have { NUMBER($count) } points; { NUMBER($most) } at most can be looked at.
    .remedy = Give a larger step_m in [sites].
siting-apart-many = { NUMBER($count) } pairs of sites are nearer to each other than apart_m; { NUMBER($most) } at most can be looked at.
    .remedy = Give a smaller apart_m, or fewer sites.
siting-columns-many = Sites, options and headings make { NUMBER($count) } columns; { NUMBER($most) } at most can be looked at.
    .remedy = Give fewer sites (most), options or headings.
siting-supply-twice = Two criteria ask for the asset { $asset }.
    .remedy = Let one criterion ask for each asset; the method supply counts an asset once.
siting-site-number = A site's number is below { $least } or too large.
    .remedy = Number the sites from 0.
siting-unit-limit = A limit of sites in a unit is { $said }.
    .remedy = Use 0 or more.
siting-reliable-none = No site has power in { NUMBER($share, maximumFractionDigits: 1) } % of the storms; the best has it in { NUMBER($most, maximumFractionDigits: 1) } %.
    .remedy = Ask for less in reliable, or take other sites.
siting-site-twice = Two sites have the id "{ $site }".
    .remedy = Give each site of the file an id of its own.
siting-step-points = Gathering points and reach
siting-step-plan = Finding the plan
siting-step-compare = Comparing with other plans
siting-step-why = Finding the reasons
siting-step-done = Done

# The commands of siting.

cli-siting = Studies of siting: check, run, solve.
cli-siting-check = Name every fault of a study's file: row, field, remedy.
cli-siting-run = Answer a study: the plan, how good it is proven to be, and why.
cli-siting-out = Folder for the answer, its tables and its notes in three languages.
siting-check-good = The study “{ $name }” (version { $version }) has no faults.
siting-run-took = Took { $seconds } s.
siting-run-written = Written to { $folder }.

# The command that solves an instance of the literature.

cli-siting-solve = Solve an instance of the literature: maximal covering (sjc, mclp) or p-median (pmed).
cli-siting-format = sjc: points, and their demand beside them; pmed: a graph of the OR-Library; mclp: keywords as TSPLIB has them.
cli-siting-p = How many to choose; with pmed what the file says, if left out.
cli-siting-r = How far a point reaches, in the unit of the file (metres for degrees); for sjc and mclp.
cli-siting-seconds = How long may be searched.
cli-siting-seed = Same seed, same plan, where the time does not cut the search.
cli-siting-json = Print one JSON object.
cli-siting-output = CSV file for what is chosen.
siting-solve-read-covering = { $name }: { NUMBER($nodes, useGrouping: 0) } nodes with a demand of { NUMBER($demand, useGrouping: 0) }; p = { NUMBER($p, useGrouping: 0) }, r = { NUMBER($r, useGrouping: 0) }
siting-solve-read-median = { $name }: { NUMBER($nodes, useGrouping: 0) } nodes with a demand of { NUMBER($demand, useGrouping: 0) }; p = { NUMBER($p, useGrouping: 0) }
siting-solve-chosen = Chosen ({ NUMBER($count, useGrouping: 0) }): { $nodes }
siting-solve-covered = Demand covered: { NUMBER($value, useGrouping: 0) } ({ NUMBER($share, maximumFractionDigits: 2) } %); no choice covers more than { NUMBER($bound, useGrouping: 0) }
siting-solve-ways = Sum of ways: { NUMBER($value, useGrouping: 0) }; no choice has less than { NUMBER($bound, useGrouping: 0) }
siting-solve-gap = Gap: { NUMBER($gap, maximumFractionDigits: 4) } %
siting-solve-proof = { $optimal ->
        [yes] Proven: no choice is better
       *[no] Not proven whether a choice is better
    } ({ $proof ->
        [exact] branch and bound to its end
        [branch] branch and bound, ended by time
       *[lagrange] Lagrangian bound
    })
