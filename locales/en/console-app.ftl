## The frame of the console: header, navigation, sign-in, states of a page.

console-navigation = Pages
console-loading = Loading
console-try-again = Try again
console-no-such-page = There is no such page, or your role does not open it.
console-undo = Undo
console-dismiss = Dismiss
console-nothing-found = Nothing found
console-newer-go-on = I have seen it: go on with mine
console-draft-forget = Give up what I wrote

console-no-answer = The platform does not answer.
    .remedy = Check the network and whether the platform is running, then try again.
console-unexpected-answer = The platform answered in an unexpected way (status { $status }).
    .remedy = Try again; if it stays so, tell whoever runs the platform.
console-unexpected-error = Something went wrong on this page.
    .remedy = Try again or open the page anew; if it stays so, tell whoever runs the platform.

console-connection-connecting = Connecting
console-connection-live = Live
console-connection-lost = Connection lost
console-connection-silent = No new values

console-simulation = Simulation: { NUMBER($simulated) } of { NUMBER($assets) } assets are simulated. What they report is not real.

console-language = Language
console-scheme = Light or dark
console-scheme-light = Light
console-scheme-dark = Dark
console-scheme-auto = As the device
console-user-menu = { $name }: account
console-role-viewer = Viewer
console-role-operator = Operator
console-role-admin = Administrator
console-sign-out = Sign out

console-sign-in = Sign in
console-sign-in-how = Sign in with the passkey of this device, or with a one-time link.
console-sign-in-passkey = Sign in with a passkey
console-sign-in-link = One-time link
console-sign-in-link-hint = Paste the link that the platform printed or an administrator gave you.
console-welcome = Welcome, { $name }.
console-passkey-why = The link worked this once. With a passkey you sign in on this device by fingerprint, face or PIN from now on.
console-passkey-add = Add a passkey on this device
console-passkey-later = Not now
console-passkey-label = This device
console-passkey-added = The passkey is added. Use it the next time you sign in.
console-passkey-refused = The browser did not use a passkey.
    .remedy = Try again and confirm in the browser's window. A passkey needs an address that begins with https, or localhost.
