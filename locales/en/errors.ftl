# Errors that no single part owns.
fault-where =
    { $row ->
        [0] { $file } { $column }
       *[other] { $file }, row { NUMBER($row, useGrouping: 0) }, { $column }
    }
file-has-faults =
    { $count ->
        [one] One fault in { $files }; nothing was taken over.
       *[other] { $count } faults in { $files }; nothing was taken over.
    }
    .remedy = Correct what is listed and try again.
internal-error = Something went wrong inside the platform.
    .remedy = Try again. If it happens again, tell an administrator when it was; the log says more.
broker-away = The message broker does not answer ({ $said }).
    .remedy = It is restarted by itself; wait a moment and try again.
part-not-answering = A part of the platform does not answer ({ $subject }).
    .remedy = Look at the page on system health; parts are restarted by themselves.
