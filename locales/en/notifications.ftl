## Notifications: what people are told, by which way, and what became of it.

notify-channel-email = E-mail
notify-channel-web-push = This browser
notify-channel-telegram = Telegram
notify-channel-zalo = Zalo
notify-channel-webhook = Webhook

notify-occasion-opened = Opened
notify-occasion-escalated = Graver now
notify-occasion-overdue = Nobody acted in time
notify-occasion-assigned = Assigned
notify-occasion-tasked = Task for you
notify-occasion-resolved = Resolved
notify-occasion-digest = Digest
notify-occasion-test = Test

notify-state-collected = collected for a digest
notify-state-suppressed = held back by quiet hours
notify-state-pending = waiting to be sent
notify-state-sent = sent
notify-state-failed = failed
notify-state-dropped = not sent

notify-held-digest = Collected, as the rule says
notify-held-quiet = Held back until the quiet hours end
notify-held-flood = Collected, for there were too many within an hour
notify-held-late = Collected, for it was old already: the platform was down

notify-subject = { $occasion }: { $title } ({ $severity })
notify-subject-drill = DRILL – { $subject }
notify-is-drill = This is a drill. Nothing has happened.
notify-is-simulated = Simulated: the devices are not real.
notify-place = Place: { $place }
notify-urgency = Severity: { $severity }, urgency { $urgency } of 100
notify-task = Task: { $task }
notify-time = Time: { $time }
notify-digest-subject = { $count ->
        [one] Luy Lâu: { $count } message
       *[other] Luy Lâu: { $count } messages
    }
notify-digest-more = { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }
notify-test-subject = Luy Lâu: test message
notify-test-text = This is a test. Notifications reach this address.

notify-settings-changed = The notification settings have changed meanwhile.
    .remedy = Look at them as they are now and change them again.
notify-address-not-own = A rule names the address { $address }, which is none of yours.
    .remedy = Choose from your own addresses.
notify-address-unknown = You have no address { $address }.
    .remedy = It may have been deleted; load the list again.
notify-address-exists = You have this address already.
    .remedy = Use the one that is there, or switch it on again.
notify-too-many-addresses = { $most ->
        [one] There may be { $most } address for each person.
       *[other] There may be { $most } addresses for each person.
    }
    .remedy = Delete one that you no longer need.
notify-email-wrong = This is no e-mail address.
    .remedy = Write it like name@example.vn, without a display name.
notify-email-domain = Mail may not go to { $domain }.
    .remedy = Use an address at work, or have the domain added to email_domains under [notify].
notify-chat-wrong = This is no id of a chat.
    .remedy = Write to the city's bot; the guide to notifications says how to find your id.
notify-url-wrong = This is no URL that the platform can use.
    .remedy = Write it like https://hooks.example.vn/luylau, without name and password.
notify-host-not-listed = The platform may not send to { $host }.
    .remedy = Have the host added to webhook_hosts or push_hosts under [notify].
notify-push-keys = The browser's keys are wrong.
    .remedy = Switch notifications off and on again in this browser.
notify-place-unknown = The city has no place { $place }.
    .remedy = Choose the place from the list.
notify-agency-unknown = The city has no organisation { $agency }.
    .remedy = Choose the organisation from the list.
notify-test-too-soon = { $seconds ->
        [one] A test can be sent once in { $seconds } second.
       *[other] A test can be sent once in { $seconds } seconds.
    }
    .remedy = Wait a moment, then try again.
notify-secrets-damaged = The file with the secrets of notifications is damaged.
    .remedy = Restore it from a backup. If there is none, delete it: browsers must then be added again, and webhooks get new keys.

notify-channel-off = This way of telling people is not set up.
    .remedy = Have it set up under [notify] in the settings.
notify-address-deleted = The address was deleted.
    .remedy = Add it again if it is needed.
notify-address-off = The address is switched off.
    .remedy = Switch it on again.
notify-user-off = The user is disabled.
    .remedy = An administrator can enable the user again.
notify-merged = The incident became part of another one before anybody was told.
    .remedy = Look at the other incident.
notify-unreachable = { $host } cannot be reached ({ $said }).
    .remedy = Check the address, the network and the certificate.
notify-too-slow = { $host } did not answer within { $seconds } s.
    .remedy = Check whether it works, or allow more time with try_s under [notify].
notify-hangs = The try did not end within { $seconds } s.
    .remedy = Have a look at the log of the process web.
notify-fault = The message could not be sent because of a fault in the platform ({ $said }).
    .remedy = Report it, with the log of the process web.
notify-host-private = { $host } leads into a private network, which is not allowed for it.
    .remedy = If it is right, have the host itself written into webhook_hosts under [notify].
notify-redirected = { $host } redirects, and redirects are not followed.
    .remedy = Name the final address.
notify-refused = { $host } refused the message: { $status } { $said }
    .remedy = Check the address and what the receiver expects.
notify-answer-unknown = { $host } answered something that is not understood.
    .remedy = Check the address of the service under [notify].
notify-secret-unreadable = The secret in { $file } cannot be read.
    .remedy = Write the secret alone into the file and let the platform's user read it.
notify-not-let-in = { $host } does not accept the name and password.
    .remedy = Check smtp_user and smtp_password_file under [notify].
notify-mail-refused = { $host } refused the mail: { $status } { $said }
    .remedy = Check the address; ask whoever runs the mail server.
notify-push-gone = The browser no longer takes messages.
    .remedy = Switch notifications on again in that browser.
