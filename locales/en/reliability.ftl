disk-full = The disk that holds { $folder } is full.
    .remedy = Free some space on that disk; then everything goes on by itself, and nothing that was acknowledged is lost.
disk-read-only = The disk that holds { $folder } can only be read.
    .remedy = Make it writable again (look at the disk itself if the system has made it so); then everything goes on by itself.
part-is-down = The part “{ $part }” is down and is being restarted.
    .remedy = Wait a few seconds; if this lasts, look at its log.
