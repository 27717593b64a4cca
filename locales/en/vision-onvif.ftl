## Cameras asked by ONVIF, what is known of their security, and their passwords.

# Asking
vision-onvif-address = “{ $address }” is no address of a camera.
    .remedy = Write HOST, HOST:PORT or http(s)://HOST:PORT/PATH; a file holds one a line, CAMERA=ADDRESS where the camera is known.
vision-onvif-address-secret = An address holds a user name or a password.
    .remedy = Take both out of it; give the user with --user, the password is asked for.
vision-onvif-camera-id = “{ $camera }” is no camera’s id.
    .remedy = Write the id of its asset: a-z, 0-9 and inner hyphens.
vision-onvif-list-unreadable = { $file } is no text in UTF-8.
    .remedy = Save it as plain text, UTF-8.
vision-onvif-nothing-to-ask = No addresses are given, and no planned camera has one.
    .remedy = Name them: --addresses FILE, or --addresses A,B,C.
vision-onvif-defaults = { $file } does not hold one to { $most } pairs.
    .remedy = Write USER:PASSWORD on each line, from the manuals of your cameras. More than { $most } would lock many cameras.
vision-onvif-no-camera = The pack has no camera “{ $camera }”.
    .remedy = Correct the id, or add the camera to assets.csv.
vision-onvif-unknown-host = Nobody knows the name { $host } ({ $address }).
    .remedy = Correct the name, or write the camera’s IP address.
vision-onvif-refused = { $address } refuses connections at port { $port }.
    .remedy = The device is on, but ONVIF is off there or at another port: look at its network settings.
vision-onvif-unreachable = { $address } cannot be reached ({ $said }).
    .remedy = Look at its power, its network and the address.
vision-onvif-silent = { $address } did not answer within { $seconds } s.
    .remedy = Look at power, network and firewalls; over slow lines give a longer --timeout.
vision-onvif-no-http = What answers at { $address } ends the connection or speaks no HTTP.
    .remedy = Look at the port: ONVIF is at the port of the camera’s web page, 80 as a rule.
vision-onvif-no-tls = { $address } speaks no TLS that is safe enough.
    .remedy = Ask it by http://, or switch HTTPS with TLS 1.2 on at the camera.
vision-onvif-web-page = { $address } answers with a web page and not by ONVIF.
    .remedy = Switch ONVIF on in the camera’s settings, or look up port and path of it in its manual.
vision-onvif-none = There is no ONVIF at { $address } (HTTP { $status }).
    .remedy = Switch ONVIF on in the camera’s settings, or look up port and path of it in its manual.
vision-onvif-broken = { $address } answers by ONVIF with something that cannot be read (HTTP { $status }).
    .remedy = Start the camera anew; if it stays so, ask its maker for newer firmware.
vision-onvif-too-large = The answer of { $address } is larger than { $limit_kb } KiB; the rest was not taken.
    .remedy = Look at what this device is: a camera’s answers are far smaller.
vision-onvif-redirected = { $address } sends us to another address.
    .remedy = Ask it by https://, if the camera takes nothing else.
vision-onvif-forbidden = { $address } forbids to be asked.
    .remedy = Look at the camera’s list of permitted addresses, and at whether it is locked after wrong passwords.
vision-onvif-no-password = { $address } wants a user and a password.
    .remedy = Give a user with --user, or keep both with “luylau cameras password”.
vision-onvif-password = { $address } does not accept the user name and password.
    .remedy = Correct them. Many cameras have users of their own for ONVIF, and lock after several wrong passwords.
vision-onvif-password-or-clock = { $address } does not accept the user name and password; it does not tell its time either, so that its clock may be why.
    .remedy = Correct them. If they are right, set the camera’s clock, best by NTP.
vision-onvif-clock = { $address } does not accept the user name and password, and its clock is { $seconds } s off, which may be why.
    .remedy = Set the camera’s clock, best by NTP; then correct user and password if it stays so.
vision-onvif-fault = { $address } refuses the call: “{ $said }”.
    .remedy = Look at the rights of the user on the camera, and at whether newer firmware is there.
vision-onvif-no-video = { $address } offers no stream with video by ONVIF.
    .remedy = Set a profile with video up on the camera.

# Passwords
vision-password-form = The user name or password cannot be kept: each has at most { $most } printable characters, and the user name is not empty and has no colon.
    .remedy = Choose others on the camera.
vision-password-none = No password of “{ $camera }” is kept.
    .remedy = Look at the camera’s id.
vision-passwords-damaged = The file of the cameras’ passwords is damaged.
    .remedy = Restore it from a backup, or delete it and give the passwords again with “luylau cameras password”.
vision-passwords-not-written = The cameras’ passwords cannot be written: { $said }.
    .remedy = Look at free space and permissions of the folder of secrets.

# Inventory
vision-inventory-day = “{ $value }” is no day.
    .remedy = Write it as 2026-11-27.
vision-inventory-change = Inventory of { $cameras } { $cameras ->
    [one] camera
   *[other] cameras
} changed
vision-inventory-group-identity = What it is
vision-inventory-group-password = Passwords
vision-inventory-group-vulnerabilities = Vulnerabilities
vision-inventory-group-updates = Updates
vision-inventory-group-channels = Secure channels
vision-inventory-group-data = Users’ data
vision-inventory-group-conformity = Conformity
vision-inventory-field-manufacturer = manufacturer
vision-inventory-field-model = model
vision-inventory-field-hardware = hardware version
vision-inventory-field-serial = serial number
vision-inventory-field-password-asked = asks for a password
vision-inventory-field-unique-password = unique password set
vision-inventory-field-default-password-refused = default password refused
vision-inventory-field-vulnerability-contact = contact for vulnerabilities
vision-inventory-field-firmware = firmware version
vision-inventory-field-update-mechanism = update mechanism
vision-inventory-field-https = encrypted management (HTTPS)
vision-inventory-field-rtsps = encrypted video (RTSPS)
vision-inventory-field-data-location = where its data lie
vision-inventory-field-conformity = declaration of conformity

# Commands
cli-cameras = Cameras: ask them what they are, check plans and inventory, keep passwords.
cli-cameras-discover = Ask cameras by ONVIF: device, streams, clock, encryption. Without --addresses those that are planned.
cli-cameras-addresses = Addresses (A,B,C), or a file with one a line; CAMERA=ADDRESS names the camera.
cli-cameras-user = User on the cameras. The password is asked for, or taken from LUYLAU_CAMERA_PASSWORD. Without it the kept passwords are used.
cli-cameras-save = Write what was found into the inventory of the working copy.
cli-cameras-try-defaults = Try these pairs too (a file, USER:PASSWORD a line, five at most). Cameras may lock for a while.
cli-cameras-timeout = Seconds that a camera has for an answer.
cli-cameras-check = Check the plans of the cameras and their inventory.
cli-cameras-inventory = Print what is known of each camera’s security, and what is missing.
cli-cameras-csv = As a CSV file, to the standard output.
cli-cameras-password = Keep user and password of a camera; the password is asked for, or taken from LUYLAU_CAMERA_PASSWORD.
cli-cameras-password-user = User on the camera; asked for if it is left out.
cli-cameras-forget = Delete what is kept for this camera.
cli-cameras-ask-user = User on the camera
cli-cameras-ask-password = Password of { $user }
cli-cameras-ask-again = Once more
cli-cameras-password-kept = User and password of { $camera } are kept.
cli-cameras-password-forgotten = User and password of { $camera } are deleted.
cli-cameras-same-password = These cameras have the same password: { $cameras }.
cli-cameras-device = { $address }  camera: { $camera }  { $manufacturer } { $model }  firmware { $firmware }  serial number { $serial }  hardware { $hardware }
cli-cameras-stream-main = {"  "}main   { $name }: { $codec } { $size }, { $fps } pictures/s  { $uri }
cli-cameras-stream-sub = {"  "}sub    { $name }: { $codec } { $size }, { $fps } pictures/s  { $uri }
cli-cameras-stream-other = {"  "}other  { $name }: { $codec } { $size }, { $fps } pictures/s  { $uri }
cli-cameras-clock-untold = {"  "}clock: it does not tell its time
cli-cameras-clock-right = {"  "}clock: right
cli-cameras-clock-fast = {"  "}clock: { $seconds } s fast
cli-cameras-clock-slow = {"  "}clock: { $seconds } s slow
cli-cameras-channels = {"  "}encrypted: HTTPS { $https }, RTSPS { $rtsps }
cli-cameras-open = {"  "}It tells what it is without a password.
cli-cameras-default-refused = {"  "}It took none of the default passwords that were tried.
cli-cameras-default-taken = {"  "}IT TOOK A DEFAULT PASSWORD. Change it.
cli-cameras-yes = yes
cli-cameras-no = no
cli-cameras-unknown = not known
cli-cameras-summary = { $good } of { $count } answered.
cli-cameras-saved = Inventory: { $count } { $count ->
    [one] entry
   *[other] entries
} new or changed.
cli-cameras-nothing-new = The inventory stays as it is.
cli-cameras-not-saved = { $address } is not in the inventory: nobody has said which camera it is. Write CAMERA={ $address }.
cli-cameras-check-good = { $folder }: plans of { $count } { $count ->
    [one] camera
   *[other] cameras
} and the inventory, no fault.
cli-cameras-check-faults = { $folder }: { $count } { $count ->
    [one] fault
   *[other] faults
}.
cli-cameras-head-camera = Camera
cli-cameras-head-model = Model
cli-cameras-head-firmware = Firmware
cli-cameras-head-checked = Checked on
cli-cameras-head-met = Met
cli-cameras-head-group = Requirements
cli-cameras-head-cameras = Cameras that meet them
cli-cameras-unmet = { $camera } falls short: { $fields }
cli-cameras-assumed = { $camera }, assumed only: { $fields }
cli-cameras-missing = { $camera }, not known: { $fields }
cli-cameras-bare = Of { $count } { $count ->
    [one] camera
   *[other] cameras
} nothing is known; --csv lists them too.
cli-cameras-basis = Fields by groups of QCVN 135:2024/BTTTT as we read it; conformity itself is for a laboratory to test.
