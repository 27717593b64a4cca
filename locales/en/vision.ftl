# Cameras: what they see, and how those who watch them are doing.

scene-intrusion = Somebody inside “{ $name }”
scene-loitering = Somebody stays in “{ $name }”
scene-line_crossing = “{ $name }” was crossed
scene-crowd = Crowd in “{ $name }”
scene-wrong_way = Wrong way across “{ $name }”
scene-stopped_vehicle = Stopped vehicle in “{ $name }”
scene-object_left = Object left in “{ $name }”
scene-water = Water above “{ $name }”
scene-dark = The camera sees only darkness
scene-blurred = The camera's picture is blurred
scene-blocked = The camera is covered
scene-moved = The camera has been moved
scene-frozen = The camera's picture stands still

camera-event-unknown = There is no camera event { $event }.
    .remedy = It may have been deleted after its time; look for it in the list of events.
camera-event-judged = Somebody else has judged this finding meanwhile.
    .remedy = Look at what was said, and judge again if you see it differently.
cameras-worker-away = Camera worker { $worker } does not answer.
    .remedy = It is started anew by itself within seconds; if it stays so, its log says why.
cameras-detector-away = The detector does not answer; people and vehicles are not found meanwhile.
    .remedy = It is started anew by itself within seconds; if it stays so, its log says why.
vision-model-none = No model that finds people and vehicles is installed in { $folder }.
    .remedy = Install one: luylau vision models install nanodet.
camera-unknown = There is no camera { $camera } that is watched.
    .remedy = Plan it in cameras.toml of the city pack.
clip-range-wrong = “{ $range }” is no range of bytes within the clip.
    .remedy = Ask for one range, as in bytes=0-1023.
camera-counts-span = Counts can be asked for over { $days } days at most, from a time to a later one.
    .remedy = Choose a shorter span.
clip-original-coding = The original cannot be kept: “{ $codec }” as this stream codes it plays only within its container.
    .remedy = Keep originals of RTSP streams in H.264, H.265 or MJPEG.
clip-no-custodians = An original is to be kept, and there are no custodians to seal it for.
    .remedy = Name the file with their public keys: [cameras] custodians.
camera-streams-many = { $limit } streams of pictures are open for you already.
    .remedy = Close a screen or a tab that shows cameras.
camera-not-watched = Nobody watches the camera { $camera } just now, so nobody can learn its picture.
    .remedy = Try again once a camera worker tells of it; System health says how the workers are.
camera-learned-stays = What the camera { $camera } had learned cannot be removed: { $reason }.
    .remedy = Look at the rights of the folder checkpoint/cameras in the data folder.

console-health-part-cameras = Cameras: workers and detector
console-health-figure-cameras = Cameras that are planned
console-health-figure-streaming = Cameras that stream
console-health-figure-clips_waiting = Clips that wait to be made
console-health-figure-detected = Looks of the detector
console-health-figure-detector_busy_s = Seconds the detector has worked
console-health-figure-pictures_dropped = Pictures the detector had no time for
console-health-of-cameras = Cameras
console-health-of-camera-worker = Camera workers
