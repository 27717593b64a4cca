## Clips of cameras: keeping, reading and deleting them, sealed originals, evidence.

# Clips
clip-nothing-safe = There is no clip, because no picture could be masked safely ({ $too_old } without a recent analysis, { $failed } where masking failed).
    .remedy = Look at the camera’s health and at the load of the machine; as soon as pictures are analysed in time, clips are made again.
clip-missing = There is no clip { $clip }.
    .remedy = Look for it in the list of clips of its camera.
clip-deleted = The clip { $clip } was deleted; its key is destroyed.
    .remedy = It cannot be brought back. The audit log says when and why it was deleted.
clip-range = The clip { $clip } has { $size } bytes; { $start } to { $stop } is no part of it.
    .remedy = Ask for a range within the clip.
clip-file-gone = The file of the clip { $clip } cannot be read ({ $reason }).
    .remedy = Look at the disk and the folder of clips; restore the file from a backup.
clip-file-changed = The file of the clip { $clip } is not what was written; it is not shown.
    .remedy = Look for who or what changed it; restore the file from a backup.
clip-disk-full = The disk with the clips is full ({ $folder }).
    .remedy = Make room, or shorten how long the cameras’ clips are kept. New clips are made as soon as there is room.
clip-read-only = The folder of clips cannot be written to ({ $folder }).
    .remedy = Give the platform’s user the right to write there.
clip-write-failed = A clip could not be written to { $folder } ({ $reason }).
    .remedy = Look at the disk.
clip-clock-jumped = The clock has jumped by more than a day, so no old clips are deleted by it for now.
    .remedy = Look at the machine’s time and where it gets it from. When the clock has gone on evenly for six hours, or after a start at the right time, deleting goes on.
clip-keys-left = The keys of deleted clips may still stand in the database’s write-ahead log, because somebody reads the database for long.
    .remedy = It is tried again every ten minutes. If it stays so, end what reads the database: a backup, or a program that was left open.
clip-no-reason = A reason is missing.
    .remedy = Write why this is done; it goes into the audit log.
clip-no-original = No unmasked original of the clip { $clip } is kept.
    .remedy = Originals are kept only where the camera’s policy says so, and only until their date.
clip-original-no-purpose = The policy of the camera { $camera } keeps originals without saying what for.
    .remedy = Write the purpose of the originals in the camera’s policy, or keep none.

# Sealed originals
vault-too-few = There are { $count } custodians; at least { $least } are needed.
    .remedy = Name more custodians, each with a public key of their own.
vault-twice = “{ $said }” stands twice.
    .remedy = Give each custodian one name and one key.
vault-key = The key of the custodian { $name } is no public key of age.
    .remedy = Write the public key, which begins with age1, as age-keygen prints it.
vault-line = The line is not a name and a public key.
    .remedy = Write a name (a-z, 0-9, hyphens), a space and the public key, which begins with age1.
vault-file-unreadable = The file of custodians cannot be read.
    .remedy = Look at its path and its rights; it is a text file in UTF-8.
vault-identity = This is no identity of age.
    .remedy = Give the line that begins with AGE-SECRET-KEY-1 out of the custodian’s file.
vault-one-custodian = Both identities are one custodian’s.
    .remedy = Two different custodians must take part.
vault-no-pair = These two identities do not open it together.
    .remedy = Look in the header for who can open it; the identities must be those of that time.
vault-changed = The sealed original was changed since it was sealed.
    .remedy = Take it from a backup.
vault-not-sealed = This is no sealed original.
    .remedy = Give the file as it was handed out.
vault-two-needed = { $count } { $count ->
        [one] identity is
       *[other] identities are
    } given; it takes two, of two custodians.
    .remedy = Give --identity twice, each with the file of another custodian.
vault-identity-in-command = An identity stands in the command, where others can read it.
    .remedy = Give the file that age-keygen wrote. Make a new key: this one has been shown.
vault-identity-file = { $file } holds { $count } identities of age; it takes one.
    .remedy = Give the file that age-keygen wrote, with one line that begins with AGE-SECRET-KEY-1.
vault-no-file = There is no file { $file }.
    .remedy = Look at the path.
vault-unreadable = { $file } cannot be read: { $reason }.
    .remedy = Look at its rights.
vault-unwritable = { $file } cannot be written: { $reason }.
    .remedy = Give a path in a folder that is there, with room and rights.
vault-there-already = { $file } is there already; nothing was written.
    .remedy = Give another path with --to.

# luylau cameras open-original
cli-cameras-open-original = Open a sealed original with the keys of two of its custodians. What is written is unmasked.
cli-cameras-identity = File with a custodian’s identity, as age-keygen writes it; give it twice.
cli-cameras-to = Where to write what was sealed: only you can read it, and nothing that is there is replaced.
cli-cameras-original = Original { $subject } of { $camera }, kept until { $until } for: { $purpose }. It opens for { $pairs }.
cli-cameras-original-opened = { $file } is written ({ $size } bytes), UNMASKED. It is H.264, H.265 or JPEG pictures as the camera coded them. Delete it once it has served.
