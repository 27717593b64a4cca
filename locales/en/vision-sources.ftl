## Cameras: where their pictures come from, and what is wrong there.

# The address
vision-source-no-address = “{ $address }” is no address of a camera.
    .remedy = Write rtsp://HOST/PATH, file:NAME of a recording in the pack’s folder, or usb:0.
vision-source-secret-in-address = The address of a camera holds a user name, a password or another secret, such as a token.
    .remedy = Take both out of the address and set them as the camera’s credentials. Where the camera wants them within the path, write {"{"}user{"}"} and {"{"}password{"}"} in their places.
vision-source-outside = “{ $address }” does not lie in the folder of recordings.
    .remedy = Name a file or folder below it.
vision-source-password-long = User name and password for { $address } are too long together: at most { $most } characters as they stand in an address, where special characters count three times and letters with accents six and more.
    .remedy = Give the camera a shorter password of letters and digits.

# Cameras on the network
vision-source-password = The camera at { $address } does not accept the user name and password.
    .remedy = Set the right ones. Nothing is tried for a minute, as many cameras lock after several wrong ones.
vision-source-forbidden = The camera at { $address } does not let this user see the stream.
    .remedy = Give the user the right to watch live on the camera.
vision-source-not-found = The camera has no stream at { $address }.
    .remedy = Look up the path of its stream in its manual, or ask the camera by ONVIF.
vision-source-refused = The camera at { $address } refuses to send the stream over { $transport }.
    .remedy = Choose the other transport, TCP or UDP.
vision-source-busy = The camera at { $address } says that it cannot serve the stream now.
    .remedy = It may have too many viewers, or be starting. It is tried again by itself.
vision-source-silent = Nothing came from { $address } within { $seconds } s.
    .remedy = Look at the camera and the line to it; over UDP also at firewalls. It is tried again by itself.
vision-source-ended = The camera at { $address } ended the stream.
    .remedy = It may have been started anew. It is tried again by itself.
vision-source-unknown-host = Nobody knows the name { $host } in { $address }.
    .remedy = Correct the name, or write the camera’s IP address.
vision-source-unreachable = The camera at { $address } cannot be reached ({ $said }).
    .remedy = Look at its power, its network and its port. It is tried again by itself.
vision-source-not-rtsp = What answers at { $address } is no RTSP camera; it says “{ $said }”.
    .remedy = Look at host and port: cameras serve their web page on another port than their streams (554 as a rule).
vision-source-no-sense = The camera at { $address } answers, but describes no stream that makes sense.
    .remedy = Start the camera anew; if it stays so, ask its maker for newer firmware.
vision-source-no-video = There is no video at { $address }.
    .remedy = Look at the path: it may be that of the sound alone.
vision-source-codec = There is no decoder for video coded as “{ $codec }”.
    .remedy = Set the camera to H.264, H.265 or MJPEG.
vision-source-undecodable = Nothing came of the last { $count } packets of the stream.
    .remedy = The line may lose too much, or the camera’s firmware has a fault. The stream is opened anew by itself.

# Recordings
vision-source-no-file = There is no recording { $address }.
    .remedy = Put it into the folder of recordings, or correct the name.
vision-source-empty-folder = The folder { $address } holds no film.
    .remedy = Put films into it whose names end in .mp4, .mkv, .avi, .mov, .ts or the like.
vision-source-unreadable = Nothing in { $address } can be played ({ $count } { $count ->
    [one] file
   *[other] files
}).
    .remedy = The files are broken or no films; copy them anew from where they came.

# Cameras on USB
vision-source-no-device = There is no camera { $address } (device { $device }).
    .remedy = Plug it in, or correct the number; ls /dev/video* shows which there are.
vision-source-device-permission = The platform may not read the camera { $address } (device { $device }).
    .remedy = Add the platform’s user to the group video.
vision-source-device = The camera { $address } cannot be opened (device { $device }: { $said }).
    .remedy = Another program may be using it; unplug it and plug it in again.
