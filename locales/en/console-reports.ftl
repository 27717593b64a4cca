## What citizens have reported: the list, one report, the answer.

console-reports = Reports
console-reports-public = Public page
console-reports-back = All reports
console-reports-choose = Choose a report to read it.
console-reports-waiting = Citizens' reports: { $open } open, { $held } held back
console-reports-new-one = New citizen report
console-reports-new = { $count ->
    [one] One new citizen report
   *[other] { $count } new citizen reports
}
console-reports-none = No report passes the filter.
console-reports-none-hint = A new one appears here by itself.
console-reports-more = Show earlier ones
console-reports-only-look = Your role lets you read reports, not work on them.

console-reports-show = Which reports are shown
console-reports-show-open = Open ({ $count })
console-reports-show-held = Held back ({ $count })
console-reports-show-closed = Closed
console-reports-show-all = All
console-reports-search = Search text, address, code
console-reports-status = What the citizen sees
console-reports-attached = Belonging to an incident
console-reports-attached-all = All
console-reports-attached-no = Of no incident
console-reports-attached-yes = Of an incident
console-reports-services = Kinds of reports

console-reports-held = Held back
console-reports-held-hint = Too many came from one address at once, so it waits here and counts as no evidence. Let it through if it is real.
console-reports-code = Code { $code }
console-reports-received = received { $time } ({ $ago })
console-reports-origin-page = from the public page
console-reports-origin-kiosk = from a kiosk
console-reports-origin-open311 = by Open311 from { $system }
console-reports-no-words = Nothing was written.
console-reports-nowhere = No place is known.
console-reports-accuracy = within { $metres } m
console-reports-map = Where the report comes from
console-reports-photo = Photo
console-reports-photo-of = Photo of the report: { $service }
console-reports-photo-large = Show the photo large
console-reports-photo-close = Close
console-reports-photo-refused = The photo was not kept
console-reports-faces = { $count ->
    [0] No face was found in it. Some may be missed: handle it with care.
    [one] One face was painted over. Some may be missed: handle it with care.
   *[other] { $count } faces were painted over. Some may be missed: handle it with care.
}
console-reports-contact = How to reach who reported
console-reports-contact-show = Show how to reach them
console-reports-contact-logged = Each look is logged.
console-reports-contact-none = No telephone or e-mail was given.
console-reports-contact-deleted = Telephone, e-mail and photo were deleted { $time }.

console-reports-of-incident = { $count ->
    [one] One citizen report
   *[other] { $count } citizen reports
}
console-reports-incident = Incident
console-reports-incident-none = It belongs to no incident yet.
console-reports-attach = Attach to an incident
console-reports-move = Move to another incident
console-reports-detach = Detach
console-reports-answer = Public answer
console-reports-answer-none = No answer yet.
console-reports-answer-write = Write an answer
console-reports-answer-change = Change it
console-reports-answer-back = Take the answer back
console-reports-answer-words = Answer
console-reports-answer-hint = Write it in { $language }. Everybody who knows the code can read it: name nobody.
console-reports-answer-send = Publish the answer
console-reports-answer-newer = { $name } has answered meanwhile. The answer now reads:
console-reports-answer-gone = The answer was taken back meanwhile.
console-reports-attach-newer = It was attached meanwhile: { $incident }
console-reports-attach-gone = It was detached from its incident meanwhile.
console-reports-closed-by = Closed by { $name }, { $time }
console-reports-closed-itself = Closed by itself with its incident, { $time }
console-reports-do-close = Close
console-reports-do-reopen = Reopen
console-reports-do-hold = Hold back
console-reports-do-release = Let it through
console-reports-did-attach = Report { $code } attached.
console-reports-did-detach = Report { $code } detached.
console-reports-did-answer = Answer to report { $code } changed.
console-reports-did-close = Report { $code } closed.
console-reports-did-reopen = Report { $code } reopened.
console-reports-did-hold = Report { $code } held back.
console-reports-did-release = Report { $code } let through.
