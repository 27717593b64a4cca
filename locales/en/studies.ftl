# Siting studies in the platform: the pack's studies, their runs and answers.

study-unknown = There is no study “{ $study }” in the pack.
    .remedy = Look into the list of studies; somebody may have deleted it.
study-exists = The pack has a study “{ $study }” already.
    .remedy = Give the new one another id, or change the one that is there.
study-id-differs = The study to be changed is “{ $path }”, but the data are of “{ $study }”.
    .remedy = Send the data of the same study; to rename one, create it under its new id.
study-id-not-file = The study is called “{ $id }”, but its file { $file }.
    .remedy = Call the file by the study’s id, or correct the id.
studies-many = The pack has { $limit } studies, and no more are kept.
    .remedy = Delete some that nobody needs.
study-data-unkeepable = The study holds something that cannot be kept: an empty value (null), a number beyond 64 bits, text that is not Unicode, or tables within tables without end.
    .remedy = Leave fields out that have no value, and correct the others.
study-change-unknown = The study “{ $study }” has no change { $change } that is told any more.
    .remedy = Look into its list of changes.

study-runs-many = { $limit } runs wait or run already.
    .remedy = Wait until some are over, or cancel those that nobody needs.
study-run-unknown = There is no run “{ $run }”.
    .remedy = It may have been deleted, or given way to newer runs of its study.
study-run-over = The run is over already.
    .remedy = Load it again to see what came of it.
study-run-active = The run is not over yet.
    .remedy = Cancel it first, then delete it.
study-run-died = The process that carried the run out ended { $tries } times without a word; it is not begun again.
    .remedy = Memory is the likeliest reason: use fewer points or sites. “study-worker.log” in the folder of logs says more.
study-run-memory = There was not enough memory for the study.
    .remedy = Use fewer points or sites, or a wider step, or give the machine more memory.
study-run-broke = The run broke off by a fault of the program: { $said }.
    .remedy = Run it again. If it recurs, tell who looks after the platform; “study-worker.log” in the folder of logs says more.

study-answer-none = The run { $run } has no answer.
    .remedy = Wait until it is done, or run the study again.
study-answer-lost = The file with the answer of { $run } is gone.
    .remedy = Restore the folder “answers” from the backup, or run the study again.
study-answer-damaged = The file with the answer of { $run } is not what was written.
    .remedy = Restore it from the backup, or run the study again.
study-answer-unreadable = The answer’s file cannot be read: { $reason }.
    .remedy = Look at the disk and at who may read the folder “answers”.
study-answer-not-written = The answer cannot be written: { $reason }.
    .remedy = Make room on the disk or make it writable, then run the study again.
study-answer-old = The answer of { $run } was written by another version of the platform.
    .remedy = Run the study again.

study-kind-unknown = The pack has no kind of assets “{ $kind }”.
    .remedy = Use one that the city has; GET /city lists them.
study-site-not-chosen = The run { $run } has not chosen the site “{ $site }”.
    .remedy = Name sites of its plan only.
study-sites-none = The run { $run } has chosen no site.
    .remedy = Change the study’s limits and run it again.
study-site-planned = The site “{ $site }” was taken into the pack before, as { $asset }.
    .remedy = Leave it out, or take that change of the pack back first.
city-change-planned = { $count } sites of the study { $study } taken over as planned assets

study-file-name = No file may be called “{ $name }”.
    .remedy = Use 1 to 64 lower-case letters without accents, digits and hyphens, a letter or digit first, then .csv, .geojson or .json, such as foreign-residents.csv.
study-file-unknown = There is no file “{ $file }” beside the studies.
    .remedy = Look into the list of files; somebody may have deleted it.
study-file-exists = There is a file “{ $file }” already. It is as before.
    .remedy = Look at it and replace it on purpose, or use another name.
study-file-changed = The file “{ $file }” was changed or deleted meanwhile. Nothing was done.
    .remedy = Load the list of files again and repeat your change.
study-file-named = The file “{ $file }” is named by studies: { $studies }.
    .remedy = Let these studies name another file, or delete them first.
study-files-many = There are { $limit } files beside the studies, and no more are kept.
    .remedy = Delete some that no study names.

console-health-part-studies = Siting studies
console-health-of-studies = Studies
console-health-figure-studies = Runs of studies
console-health-of-queued = Waiting in the queue
console-health-of-running = Running
console-health-of-done = Done
console-health-of-cancelled = Cancelled
console-action-study-read = See siting studies and their answers
console-action-study-run = Run siting studies, cancel runs
console-action-study-edit = Change siting studies, delete runs
