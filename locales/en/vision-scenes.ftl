## Cameras: what is planned for each, and what is seen in the picture.

# The plan, cameras.toml
vision-plan-file-unreadable = The file cannot be read.
    .remedy = Check the right to read it and the disk.
vision-plan-file-not-utf8 = The file is not UTF-8 text.
    .remedy = Save it again with the encoding UTF-8.
vision-plan-file-not-toml = The file is not valid TOML; it cannot be read from line { $line }, column { $column }.
    .remedy = Look there for a missing quotation mark, bracket or equals sign, or a key given twice.
vision-plan-version-bad = The version is missing or is no whole number from 1 up.
    .remedy = Write "version = 1" above the first camera.
vision-plan-changed = Somebody else has changed the cameras meanwhile: they are at version { $found }, not { $expected }.
    .remedy = Load them again and make your change once more.
vision-plan-key-unknown = There is no field "{ $name }" here.
    .remedy = Remove it, or use one of: { $known }.
vision-plan-field-missing = The field "{ $name }" is missing.
    .remedy = Add it; the guide docs/guide/cameras-scenes.md says what it means.
vision-plan-field-type = The field "{ $name }" has the wrong type.
    .remedy = { $wanted ->
        [text] Write text in quotation marks.
        [number] Write a number without quotation marks.
        [whole] Write a whole number.
        [truth] Write true or false.
        [points] Write a list of points, such as [[0.1, 0.5], [0.4, 0.5], [0.4, 0.9]].
        [labels] Write a list of classes, such as ["person", "car"].
        [hours] Write a list of tables, such as [{"{"} days = ["mon"], start = "18:00", end = "06:00" {"}"}].
        [days] Write a list of at least one day, such as ["sat", "sun"].
        [tables] Begin each with a line such as [[camera]] or [[camera.scene]].
       *[table] Write a table, such as {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
vision-plan-field-range = The field "{ $name }" is out of bounds.
    .remedy = Give a number from { $low } to { $high }. Points are shares of the picture.
vision-plan-field-choice = "{ $value }" is not possible for "{ $name }".
    .remedy = Use one of: { $choices }.
vision-plan-id-bad = "{ $value }" cannot be used as "{ $name }".
    .remedy = Use 1 to 64 lower-case letters without accents, digits and hyphens inside, such as fence-1.
vision-plan-id-twice = The id "{ $id }" stands twice within one camera.
    .remedy = Give one of the two another id.
vision-plan-name-length = The name is empty or too long.
    .remedy = Write 1 to { $most } letters that people recognise the place by.
vision-plan-camera-unknown = The city has no asset "{ $camera }".
    .remedy = Add the camera to assets.csv first, or correct the id.
vision-plan-camera-kind = The asset "{ $camera }" is of the kind "{ $kind }" and no camera.
    .remedy = Name an asset of the kind camera, or correct its kind in assets.csv.
vision-plan-camera-twice = There is a plan for "{ $camera }" already, on line { $first }.
    .remedy = Keep one of the two.
vision-plan-address-secret = The address holds a user, a password or another secret, such as a token.
    .remedy = Take it out and store the camera's access on its page; a password within the path is written {"{password}"}.
vision-plan-address-unknown = "{ $value }" is no address of a stream.
    .remedy = Write rtsp://HOST/PATH, file:NAME of something in the folder of footage, or usb:0.
vision-plan-points-few = { $shape ->
        [line] A line needs { $least } points and more; there are { $count }.
       *[polygon] A polygon needs { $least } points and more; there are { $count }.
    }
    .remedy = Draw it anew on the picture.
vision-plan-points-many = There are { $count } points.
    .remedy = Draw it with { $most } at most.
vision-plan-line-short = The line is shorter than a hundredth of the picture.
    .remedy = Draw it longer.
vision-plan-polygon-crosses = The polygon crosses or touches itself.
    .remedy = Move its corners so that no two edges meet; split it in two if both halves are meant.
vision-plan-polygon-flat = The polygon has no area.
    .remedy = Draw it wider; it has to cover a ten-thousandth of the picture.
vision-plan-twice-in-list = Something stands twice in "{ $name }".
    .remedy = Name each once.
vision-plan-dwell-needed = A scene of the kind "{ $kind }" needs a time.
    .remedy = Say with dwell_s for how many seconds it has to last.
vision-plan-limit-needed = A crowd needs a number of people.
    .remedy = Say with limit from how many on, at least 2.
vision-plan-not-for-kind = A scene of the kind "{ $kind }" has no "{ $name }".
    .remedy = Remove it.
vision-plan-wrong-way-direction = It is not said which way is wrong.
    .remedy = Write direction = "forward" (from the left of the line to its right) or "backward".
vision-plan-labels-vehicles = Only vehicles can be stopped vehicles.
    .remedy = Use some of: { $choices }; or leave the field out for all of them.
vision-plan-hours-empty = The hours end when they begin.
    .remedy = For a whole day write start = "00:00" and end = "24:00".
vision-plan-time-bad = "{ $value }" is no time of the day.
    .remedy = Write hours and minutes with two digits each, such as "06:30"; the end may be "24:00".
vision-plan-purpose-empty = The purpose is empty in this language.
    .remedy = Say why there is this camera, or leave the language out.
vision-plan-original-purpose = Unmasked originals are to be kept, but it is not said what for.
    .remedy = Write original_purpose, or set original = false.

# What is seen
vision-scene-intrusion =
    { $label ->
        [person] { $count ->
            [one] A person
           *[other] { $count } people
        }
        [bicycle] { $count ->
            [one] A bicycle
           *[other] { $count } bicycles
        }
        [motorcycle] { $count ->
            [one] A motorcycle
           *[other] { $count } motorcycles
        }
        [car] { $count ->
            [one] A car
           *[other] { $count } cars
        }
        [bus] { $count ->
            [one] A bus
           *[other] { $count } buses
        }
        [truck] { $count ->
            [one] A truck
           *[other] { $count } trucks
        }
       *[mixed] { $count } people and vehicles
    } inside “{ $scene }” for { $seconds } s
vision-scene-loitering =
    { $label ->
        [person] { $count ->
            [one] A person
           *[other] { $count } people
        }
        [bicycle] { $count ->
            [one] A bicycle
           *[other] { $count } bicycles
        }
        [motorcycle] { $count ->
            [one] A motorcycle
           *[other] { $count } motorcycles
        }
        [car] { $count ->
            [one] A car
           *[other] { $count } cars
        }
        [bus] { $count ->
            [one] A bus
           *[other] { $count } buses
        }
        [truck] { $count ->
            [one] A truck
           *[other] { $count } trucks
        }
       *[mixed] { $count } people and vehicles
    } staying in “{ $scene }” for { $seconds } s
vision-scene-line-crossing =
    { $label ->
        [person] { $count ->
            [one] A person
           *[other] { $count } people
        }
        [bicycle] { $count ->
            [one] A bicycle
           *[other] { $count } bicycles
        }
        [motorcycle] { $count ->
            [one] A motorcycle
           *[other] { $count } motorcycles
        }
        [car] { $count ->
            [one] A car
           *[other] { $count } cars
        }
        [bus] { $count ->
            [one] A bus
           *[other] { $count } buses
        }
        [truck] { $count ->
            [one] A truck
           *[other] { $count } trucks
        }
       *[mixed] { $count } people and vehicles
    } crossed “{ $scene }” ({ $forward } forward, { $backward } backward)
vision-scene-wrong-way =
    { $label ->
        [person] { $count ->
            [one] A person
           *[other] { $count } people
        }
        [bicycle] { $count ->
            [one] A bicycle
           *[other] { $count } bicycles
        }
        [motorcycle] { $count ->
            [one] A motorcycle
           *[other] { $count } motorcycles
        }
        [car] { $count ->
            [one] A car
           *[other] { $count } cars
        }
        [bus] { $count ->
            [one] A bus
           *[other] { $count } buses
        }
        [truck] { $count ->
            [one] A truck
           *[other] { $count } trucks
        }
       *[mixed] { $count } people and vehicles
    } going the wrong way over “{ $scene }”
vision-scene-crowd =
    { $count } { $label ->
        [person] people
        [bicycle] bicycles
        [motorcycle] motorcycles
        [car] cars
        [bus] buses
        [truck] trucks
       *[mixed] things
    } in “{ $scene }” (limit { $limit }); they cover { $density } % of it
vision-scene-stopped-vehicle =
    { $label ->
        [person] { $count ->
            [one] A person
           *[other] { $count } people
        }
        [bicycle] { $count ->
            [one] A bicycle
           *[other] { $count } bicycles
        }
        [motorcycle] { $count ->
            [one] A motorcycle
           *[other] { $count } motorcycles
        }
        [car] { $count ->
            [one] A car
           *[other] { $count } cars
        }
        [bus] { $count ->
            [one] A bus
           *[other] { $count } buses
        }
        [truck] { $count ->
            [one] A truck
           *[other] { $count } trucks
        }
       *[mixed] { $count } people and vehicles
    } standing in “{ $scene }” for { $seconds } s
vision-scene-object-left =
    { $count ->
        [one] An object has been lying
       *[other] { $count } objects have been lying
    } in “{ $scene }” for { $seconds } s; nobody who is followed stands there
vision-scene-water = What is below the line “{ $scene }” can no longer be seen ({ $change } % changed) for { $seconds } s; it may be under water

# Whether the camera sees
vision-condition-dark = The picture is dark ({ $light } % of full brightness)
vision-condition-blurred = The picture is blurred ({ $share } % of its usual sharpness)
vision-condition-blocked = The view is blocked ({ $share } % of the parts that usually show something)
vision-condition-moved = The camera looks elsewhere ({ $share } % of the usual contours fit; shifted by { $shift } % of the picture)
vision-condition-frozen = The picture has not changed at all for { $seconds } s
