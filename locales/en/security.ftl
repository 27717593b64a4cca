## Identity, permissions, device credentials, limits, audit log, and their commands.

# Users
user-name-invalid = A user's name has 1 to { $longest } letters, none of them invisible.
    .remedy = Choose another name.
user-exists = There is already a user named { $name }.
    .remedy = Choose another name, or make a new link for that user.
user-missing = There is no user { $user }.
    .remedy = Look at the list of users.
user-disabled = The user { $name } is disabled.
    .remedy = Enable the user first.
role-unknown = There is no role { $role }.
    .remedy = Use viewer, operator or admin.
language-unknown = { $language } is not one of the languages.
    .remedy = Use vi, en or ja.
last-admin = { $name } is the last administrator.
    .remedy = Make another user an administrator first.

# Signing in
link-invalid = This sign-in link has been used, is too old, or never existed.
    .remedy = Ask an administrator for a new link.
passkey-refused = The passkey could not be verified.
    .remedy = Try again. If it fails again, ask an administrator for a sign-in link.
passkey-exists = This passkey is registered already.
    .remedy = Use it to sign in.
passkey-missing = You have no such passkey.
    .remedy = Load the page again.
challenge-unknown = The request for a passkey has expired or was answered already.
    .remedy = Start again.
session-missing = You have no such session; it may have ended already.
    .remedy = Load the page again.
sign-in-locked =
    { $minutes ->
        [one] Signing in is locked for one more minute after too many failed attempts.
       *[other] Signing in is locked for { $minutes } more minutes after too many failed attempts.
    }
    .remedy = Wait, or ask an administrator for help.

# Limits and permissions
too-many-requests =
    { $seconds ->
        [one] Too many requests; wait one second.
       *[other] Too many requests; wait { $seconds } seconds.
    }
    .remedy = Send fewer requests.
origin-refused = The request comes from another site ({ $origin }).
    .remedy = Open this platform at its own address.
action-denied = Your role does not permit this ({ $action }).
    .remedy = Ask an administrator. The page on permissions says which role permits what.
policy-invalid = The policy is not valid: { $said }
    .remedy = Correct the policy file and start again.
policy-id-missing = Each policy needs an @id that no other policy has; this one has { $policy }.
    .remedy = Give the policy an @id of its own.

# Devices
device-id-invalid = A device's id has 1 to 64 of the letters a-z, 0-9 and inner hyphens.
    .remedy = Use the id that the city pack gives the device.
device-credential-missing = The device { $device } has no credential that works.
    .remedy = Look at the list of devices.
device-credential-none = No credential was ever issued to this device.
    .remedy = Issue one, or let the device enrol.
device-credential-revoked = The credential of this device was revoked.
    .remedy = Issue a new one if the device is to come back.
device-credential-wrong = The secret is not this device's.
    .remedy = Set the device to the secret that was issued last.
enrolment-missing = The device { $device } is not waiting to be adopted.
    .remedy = Load the list of unknown devices again.
enrolment-closed = Unknown devices are not let in, because there is no enrolment token.
    .remedy = Make an enrolment token and set the devices to it.
enrolment-token-wrong = The enrolment token is not the present one.
    .remedy = Set the device to the present token.
enrolment-secret-weak = The device's own secret is too short or repeats itself.
    .remedy = Let the device make up at least 16 random letters.
enrolment-secret-differs = Another device with this id is waiting to be adopted.
    .remedy = Find out which one is right; dismiss the other one.
enrolment-full = Too many devices are waiting to be adopted.
    .remedy = Adopt or dismiss some of them.
enrolment-not-written = The database could not be written, so no new device can enrol.
    .remedy = Make room on the disk and see whether it can be written.

# Audit log
audit-entry-missing = The audit log has { $size } entries; entry { $index } is not among them.
    .remedy = Ask for an earlier one.
audit-entry-gone = Entry { $index } of the audit log is missing.
    .remedy = Keep the database as it is and compare it with the last backup.
audit-entry-changed = Entry { $index } of the audit log was changed after it was written.
    .remedy = Keep the database as it is and compare it with the last backup.
audit-node-differs = The tree of the audit log does not fit its entries, near entry { $index }.
    .remedy = Keep the database as it is and compare it with the last backup.
audit-head-differs = The audit log does not begin with the one whose head was kept: an entry before { $index } was changed.
    .remedy = Keep the database as it is and compare it with the last backup.
audit-tail-missing = Entries at the end of the audit log, from { $index } on, are missing.
    .remedy = Keep the database as it is and compare it with the last backup.
audit-head-unreadable = This is not a head of the audit log.
    .remedy = Give a file that "luylau audit head" wrote.

# Commands
database-missing = There is no database in { $folder }.
    .remedy = Start the platform there once with "luylau up", or name its folder with --data.
database-away = The database does not answer: { $said }
    .remedy = See whether the disk is full or read-only, and try again.
file-not-written = { $file } could not be written: { $said }
    .remedy = Name a file that does not exist yet, in a folder that you may write to.
cli-data = Folder of the platform's data.
cli-lang = Language of the output; by default that of the system.
cli-users = Manage the people who may sign in.
cli-users-add = Create a user and print a one-time sign-in link.
cli-users-role = What the user may do.
cli-users-language = Language that the user reads.
cli-users-list = Print all users.
cli-users-link = Print a new one-time sign-in link for a user.
cli-users-disable = Keep a user out; sessions end at once.
cli-users-enable = Let a disabled user in again.
cli-user-added = The user { $name } is created. This link signs in once:
cli-user-name = Name
cli-user-role = Role
cli-user-language = Language
cli-user-state = State
cli-user-id = Id
cli-user-active = active
cli-user-off = disabled
cli-user-is-off = { $name } can no longer sign in.
cli-user-is-on = { $name } can sign in again.
cli-devices = Manage the credentials that devices sign in with.
cli-devices-issue = Issue secrets to devices; each is shown this once.
cli-devices-all = All devices of the city that never had a credential.
cli-devices-out = New file for the secrets, readable by you alone.
cli-devices-which = Name devices, or use --all.
    .remedy = For example: luylau devices issue gauge-dap-cau
cli-devices-out-missing = The secrets of all devices need a file.
    .remedy = Name a new file with --out.
cli-devices-issued =
    { $count ->
        [one] One secret is in { $file }. It cannot be shown again.
       *[other] { $count } secrets are in { $file }. They cannot be shown again.
    }
cli-device-stranger = The city pack has no device { $device }: what it sends is held, not used. Check the name, or adopt the device in the console once it has sent; a secret issued by mistake is ended by “luylau devices revoke { $device }”.
cli-devices-revoke = Keep a device out until it gets a new secret.
cli-devices-enrolment = Print a new enrolment token for unknown devices.
cli-devices-close = Let no further unknown device in.
cli-devices-list = Print which devices have a credential.
cli-device-is-revoked = The device { $device } can no longer send anything.
cli-enrolment-is-closed = No further unknown device is let in.
cli-device-id = Device
cli-device-kind = Secret
cli-device-since = Since
cli-device-revoked-at = Revoked
cli-device-issued = issued
cli-device-reissued = issued anew
cli-device-adopted = its own
cli-audit = Check and export the audit log.
cli-audit-head = Print the head of the audit log; keep it in another place.
cli-audit-verify = Reckon the whole audit log anew and say whether it was changed.
cli-audit-kept = Head that was kept earlier.
cli-audit-export = Write the audit log as JSON, one entry a line.
cli-audit-out = New file, readable by you alone; by default the screen.
cli-audit-from = First entry to write.
cli-audit-sound = The audit log is sound: { $size } entries, root { $root }.
