# What the API says when it refuses something.
session-needed = You are not signed in, or your session has ended.
    .remedy = Sign in with your passkey or a one-time link.
device-credentials-needed = The device did not say who it is.
    .remedy = Send the device's id and password with HTTP Basic.
device-not-itself = The device { $device } may not send as { $named }.
    .remedy = Let each device send under its own id.
asset-unknown = There is no asset { $asset }.
    .remedy = Search for it; it may have another id.
channel-unknown = The asset { $asset } has no channel { $channel }.
    .remedy = The page of the asset lists its channels.
cursor-wrong = The cursor is not one that this list gave.
    .remedy = Begin again without a cursor.
bbox-wrong = The box is not "west,south,east,north" in degrees.
    .remedy = For example 105.9,20.9,106.5,21.6
span-empty = The time span is empty: its end is not after its start.
    .remedy = Choose an end after the start.
span-too-long =
    The time span is too long: at most { $most } values per { $every ->
        [minute] minute
        [day] day
       *[hour] hour
    } are given at once.
    .remedy = Choose a shorter span or a longer interval.
preview-span-wrong = A rule is tried on at least a moment and at most { $days } days of history.
    .remedy = Choose a shorter span.
rule-id-differs = The address names the rule { $path }, the rule itself says { $rule }.
    .remedy = Give both the same id; a rule's id does not change.
import-file-kind = The file "{ $file }" is none that can be imported.
    .remedy = Use one of { $kinds }.
stream-full = As many screens as are allowed ({ $limit }) are connected.
    .remedy = Close one, or ask an administrator.

# Requests
request-unreadable = The request could not be read.
    .remedy = See the API's description.
request-refused = The request was refused.
    .remedy = See the API's description.
request-too-slow = The request did not arrive in time.
    .remedy = Try again on a better connection.
request-too-large = The request is too large.
    .remedy = Send it in smaller parts.
request-not-json = The body is not valid JSON.
    .remedy = Correct it and send it again.
path-unknown = There is nothing at { $path }.
    .remedy = Check the address.
method-not-allowed = { $method } is not possible here.
    .remedy = See the API's description.
request-has-faults =
    { $count ->
        [one] One value of the request is wrong.
       *[other] { $count } values of the request are wrong.
    }
    .remedy = Correct what is listed and send it again.
field-missing = "{ $field }" is missing.
field-unknown = "{ $field }" is not known here.
field-no-choice = "{ $field }" is none of the choices: { $limit }.
field-too-short = "{ $field }" is too short; the least is { $limit }.
field-too-long = "{ $field }" is too long; the most is { $limit }.
field-too-small = "{ $field }" is too small; the limit is { $limit }.
field-too-big = "{ $field }" is too big; the limit is { $limit }.
field-no-number = "{ $field }" is not a number as it should be.
field-wrong = "{ $field }" does not have the form it should.
