## Notifications: where one is told, of what, when not, and what became of it.

console-notifications = Notifications
console-notifications-hint = How you are told of incidents when you do not look at this screen.
console-notifications-addresses = Where you are told
console-notifications-no-address = You have no address yet.
console-notifications-no-address-hint = Add this browser, a mailbox or a chat.
console-notifications-add = Add an address
console-notifications-add-this = Add: { $channel }
console-notifications-not-ready = Not set up on this platform
console-notifications-browser = Browser (Web Push)
console-notifications-push-denied = The browser does not let this page tell you anything. Allow notifications for it in the browser's settings, then try again.
console-notifications-push-insecure = Browsers take notifications over HTTPS only. Open the console by its https address.
console-notifications-push-missing = This browser cannot be told of anything. On an iPhone or iPad, add the console to the home screen first.
console-notifications-push-failed = The browser's push service does not answer. Check the network, then try again.
console-notifications-push-lost = This browser no longer takes notifications. Add it anew.
console-notifications-last = Last message { $time }
console-notifications-never = No message yet
console-notifications-on = On
console-notifications-off = Off
console-notifications-use = Use { $name }
console-notifications-test = Test
console-notifications-test-of = Send a test message to { $name }
console-notifications-rename = Rename
console-notifications-rename-of = Rename { $name }
console-notifications-renamed = Renamed: { $name }
console-notifications-switched-on = Switched on: { $name }
console-notifications-switched-off = Switched off: { $name }
console-notifications-delete = Delete
console-notifications-delete-of = Delete { $name }
console-notifications-delete-sure = This cannot be taken back. To pause an address, switch it off instead.
console-notifications-name = Name
console-notifications-name-hint = What you call it here
console-notifications-field-email = E-mail address
console-notifications-field-email-hint = Messages go there in your language.
console-notifications-field-chat = Id of the chat
console-notifications-field-chat-hint = Write to the city's bot first; it answers with this id.
console-notifications-field-webhook = URL
console-notifications-field-webhook-hint = Its host must be listed in the platform's settings. Each message is signed.
console-notifications-secret = Key of { $name }
console-notifications-secret-hint = The receiver checks the signature of each message with this key.
console-notifications-secret-key = Key

console-notifications-what = Of what you are told
console-notifications-what-hint = You are told of an incident by whichever rule fits, once for each address.
console-notifications-no-rule = There is no rule, so you are told of nothing.
console-notifications-rule = Rule { $number }
console-notifications-rule-add = Add a rule
console-notifications-rule-remove = Remove rule { $number }
console-notifications-remove = Remove
console-notifications-occasions = Occasions
console-notifications-severity = From this severity on
console-notifications-places = Places
console-notifications-places-hint = None chosen: everywhere
console-notifications-agencies = Organisations
console-notifications-agencies-hint = None chosen: all
console-notifications-urgency = From this urgency on
console-notifications-urgency-hint = 0 to 100; 0 tells of all
console-notifications-digest = How often
console-notifications-digest-hint = Collected messages come as one
console-notifications-every = { $minutes ->
    [0] At once
    [60] Collected, every hour
    [240] Collected, every 4 hours
    [1440] Collected, once a day
   *[other] Collected, every { $minutes } minutes
}
console-notifications-mine-only = Only what is mine
console-notifications-drills = Drills too
console-notifications-to = To
console-notifications-to-all = To (none chosen: to all)
console-notifications-nowhere = It goes nowhere: choose an address that is switched on.
console-notifications-quiet = Quiet hours
console-notifications-quiet-on = Keep quiet hours
console-notifications-quiet-from = From
console-notifications-quiet-to = Until
console-notifications-quiet-critical = Critical incidents come all the same
console-notifications-quiet-hint = The city's time ({ $zone }). What comes meanwhile is sent together at the end.
console-notifications-no-occasion = A rule names no occasion. Choose one, or remove the rule.
console-notifications-no-time = The quiet hours need a beginning and an end.
console-notifications-same-time = The quiet hours begin and end at the same time.
console-notifications-save = Save
console-notifications-saved = Notification settings saved.
console-notifications-discard = Discard the changes

console-notifications-deliveries = Messages
console-notifications-whose = Whose messages
console-notifications-own = Mine
console-notifications-all = Everybody's
console-notifications-no-delivery = No message yet.
console-notifications-more = Show earlier ones
console-notifications-address-gone = deleted address
console-notifications-created = made { $time }
console-notifications-sent = sent { $time }
console-notifications-due = due { $time }
console-notifications-attempts = { $count } tries
console-notifications-items = { $count } messages in one
