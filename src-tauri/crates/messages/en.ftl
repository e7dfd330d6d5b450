# What Latchkey says, in English. One line a message; `de.ftl` has the same ones.
#
# The style: short, British spelling, never "we". "Log in" and "log out" are what a person does, "signed in" and
# "signed out" how it stands; a session is renewed. An error says what happened, what it means and what to do.
# A sentence that begins with an argument gets one that is fit to begin it.

## Everywhere

skip-to-content = Skip to the content
main-navigation = Main
notices = Notices
home = Home
session = Session
connect = Connect
settings = Settings
profile = Profile
log-in = Log in
log-out = Log out
sign-up = Sign up
servers = Servers
server = Server
add-server = Add a server…
dismiss = Dismiss
try-again = Try again
try-now = Try now
open-settings = Open Settings
reload = Reload
go-home = Go to Home
previous = Previous
next = Next
parts-of-page = Parts of this page
cancel = Cancel
save = Save
edit = Edit
remove = Remove
switch-to = Switch to
copy = Copy
server-words = What the server said

## Time and amounts

seconds = { $seconds } s
minutes = { $minutes } min { $seconds } s
hours = { $hours } h { $minutes } min
days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
within = in { $time }
within-days = { $count ->
    [one] in 1 day
   *[other] in { $count } days
}
just-now = just now
seconds-ago = { $seconds } s ago
minutes-ago = { $minutes } min ago
hours-ago = { $hours } h ago
days-ago = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
}
bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
kilobytes = { $amount } KB
megabytes = { $amount } MB

## Roles

role-user = User
role-moderator = Moderator
role-admin = Admin
role-user-inside = user
role-moderator-inside = moderator
role-admin-inside = admin

## Home and the pages of the server

home-hint = What { $server } has for you.
signed-in-as = You are signed in as { $name }.
signed-out-see-more = You are signed out. Log in to see more.
home-live = Your session is live. Next renewal: { $next }.
try-request = Try a request
see-session = See the session
trouble-title = See what Latchkey is for
trouble-text = Let something happen to the demo server, and watch.
trouble-expire = Expire the token
trouble-away = Take the server away for 10 s
trouble-revoke = Revoke the session
trouble-expired = The token had expired. Latchkey renewed the session and asked again; nothing was lost.
trouble-gone = The demo server is away for 10 s. Latchkey keeps trying.
no-pages = Latchkey knows no page of this server to show you. You stay signed in all the same.
page-for-role = For people with the { $role } role.
page-for-everyone = Everyone can read it.
page-for-signed-in = For everyone who is signed in.
page-empty = This page is empty.
page-nothing-yet = Nothing to show yet. Choose Reload to try again.
page-up-to-date = { $page } is up to date.
look = How it is shown
as-table = Table
as-tree = Tree
page-copied = The page was copied.
page-part = Part { $part } of { $parts }. { $size } in all.
page-answered = { $time }, { $took }
page-answered-title = When the server answered, and how long it took
page-file = A file of { $size }.
page-file-of-type = A file of the type { $kind }, { $size }.
page-file-advice = Latchkey can’t show it. Save it to open it with another program.
page-picture = { $width } × { $height }, { $size }
page-picture-broken = The picture is damaged, or of a kind that can’t be shown. Save it to open it with another program.
page-saved = The page was saved.
json-part = Contents of line { $line }
json-part-of = Contents of { $name }, line { $line }
json-members = { $count ->
    [one] … 1 value
   *[other] … { $count } values
}

## How the session stands

pill-no-server = No server
pill-signed-out = Signed out
pill-restoring = Signing back in
pill-live = Live
pill-expired = Session expired
pill-not-taken = Not accepted
pill-renewing = Renewing
pill-unknown = Unknown
pill-offline-retrying = Offline · retrying { $within }
pill-offline-retrying-now = Offline · retrying now
pill-waiting-retrying = Waiting · retrying { $within }
pill-waiting-retrying-now = Waiting · retrying now
state-signed-out = Nobody is signed in.
state-restoring = Opening your saved session…
state-live = You are signed in, and the server accepts your requests.
state-expired = Your session has expired and this server can’t renew it. Log in again to continue.
state-not-taken = You are signed in, but the server refuses your requests.
state-renewing = Renewing your session. You can keep working.
state-waiting = Renewal isn’t working right now. You stay signed in while Latchkey keeps trying.
state-unknown = This window doesn’t know what state the session is in.
not-taken = The server signed you in but refuses your requests. It is probably of another type: choose its type in Settings, or ask whoever runs it.
next-now = now
next-when-needed = when needed
next-none = none
stay-retrying-now = { $happened } You stay signed in; retrying now.
stay-retrying = { $happened } You stay signed in; retrying { $within }.
stay-try-again = { $happened } You stay signed in; try again in a moment.
stay = { $happened } You stay signed in.

## Why a session ended

ended-by-person = You are signed out.
ended-expired = Your session has expired. Log in to pick up where you left off.
ended-rejected = The server ended your session. Log in to pick up where you left off.
ended-reused = The server’s answer to a renewal was lost on the way, and it accepts each renewal credential only once. Log in to pick up where you left off.
ended-no-renewal = Your session ran out, and this server sent nothing to renew it with. Log in to pick up where you left off.
ended-client = The server no longer knows Latchkey by the client id in Settings. Ask whoever runs it to register Latchkey again, then log in.
ended-mismatch = The server answered a renewal with somebody else’s session, so Latchkey ended yours to be safe. Log in again, and tell whoever runs the server.
ended-signed-out-elsewhere = You logged out in another Latchkey on this computer. Log in to pick up where you left off.
ended-signed-in-elsewhere = Somebody logged in with another Latchkey on this computer, which ended your session here. Log in to continue.
ended-unknown = Your session ended. Log in to pick up where you left off.

## What just happened

now-signed-in = You are signed in.
welcome-back = Welcome back.
welcome-back-as = Welcome back, { $name }.
signed-in-elsewhere = Somebody logged in with another Latchkey on this computer.
signed-in-elsewhere-as = { $name } logged in with another Latchkey on this computer, and is signed in here as well.
save-failed = Your session couldn’t be saved on this computer. You stay signed in, and Latchkey keeps trying to save it.
erase-failed = Your saved session couldn’t be deleted from this computer yet. Latchkey keeps trying.
switched-by-start = Another start of Latchkey switched the server.
saved-in-memory = Your session is in Latchkey’s memory only, and lasts until you close Latchkey.
saved-again = Your session is saved on this computer again.
erased = Nothing about your session is saved on this computer any more.
server-back = The server answers again. You stay signed in.
renewed-elsewhere = Another Latchkey on this computer renewed your session. You stay signed in.

## Between here and the server

net-connect = Latchkey couldn’t reach the server.
net-tls = The server’s certificate isn’t trusted, so nothing was sent to it.
net-proxy = This network’s proxy wants a name and a password before it lets Latchkey through.
net-deadline = The server didn’t answer within { $seconds } s.
net-lost = The connection broke before the server answered.
net-busy = The server can’t answer right now (status { $status }).
net-refused = The server, or something in front of it such as a firewall, refused (status { $status }).
net-foreign = Something other than the server answered (status { $status }), perhaps this network’s own login page.
net-unreadable = The server answered (status { $status }), but not the way its description says.
net-too-large = The server’s answer was larger than 16 MiB and was not read.
net-encoding = The server’s answer was compressed in a way that Latchkey can’t read.
net-redirect = The server pointed to another place, where your session must not go.
net-redirect-loop = The server sends Latchkey round in a circle: each of its addresses points to another.
net-held = Another Latchkey on this computer is renewing the session and hasn’t finished.
net-unknown = The server couldn’t be used.
advice-connect = Check your network and the server’s address, then try again.
advice-tls = Check this computer’s clock, or ask whoever runs the server about its certificate.
advice-foreign = Open a web page to see what this network wants first.
advice-proxy = Enter them in this computer’s proxy settings, then start Latchkey again.
advice-unreadable = Check the server’s type in Settings, or its description.
advice-address = Check the server’s address, or ask whoever runs it.
advice-wait = Try again in a moment.

## Why something failed

description-wrong = This server’s description needs a correction. { $fault }
not-now = The server can’t do that now, although nothing is wrong with what you entered (status { $status }). Try again later.
server-failed = Something went wrong at the server (status { $status }). Try again in a moment; if it keeps happening, show whoever runs it what it said.
refused-not-found = The server has nothing at the address that was asked (status { $status }). Check its address and type in Settings.
refused = The server refused the request (status { $status }) without giving a reason.
role-needed = You need the { $role } role
role-advice = You’re still signed in; you just can’t open this page. Ask whoever runs this server to give you the { $role } role, then try again. Some servers want you to log out and log in again first.
role-still-signed-in = { $title }. You’re still signed in.
not-this-api = Something answered at this address (status { $status }), but it isn’t a server Latchkey understands. Check the server’s address and type in Settings.
other-api = The server answered, but not like a server of this type. Choose another type for it in Settings.
no-server = No server is chosen yet. Choose one in Settings.
unknown-server = That server is no longer in the settings. Choose another one.
unknown-type = Latchkey doesn’t know this type of server. Choose one of the known types, or describe the server yourself.
check-fields = Check the highlighted fields. Nothing was sent to the server.
signed-out-continue = You are signed out. Log in to continue.
no-sign-up = You can’t create an account on this server here. Ask whoever runs it for one, then log in.
no-page = This server no longer has that page. Go to Home to see what there is.
not-renewable = This server can’t renew sessions. Yours lasts until the server ends it; then log in again.
nothing-found = Nothing at this address answers like a server of this type. Check that it is running, its address, its port and its type, and that this computer is online.
too-many-tries = Many addresses were tried in a short time. Wait a few seconds, then try again.
superseded = Another log-in or log-out came first, so this one was dropped. Try again if you still want it.
demo-unavailable = The demo server couldn’t be started. Try again, or enter the address of a server.
settings-not-saved = The settings couldn’t be written to disk. Your change lasts until you close Latchkey.
internal-error = Something went wrong inside Latchkey. Try again; if it keeps happening, create a diagnostics report in Settings.
log-folder = No program on this computer opened the folder. The log files are in { $folder }.
log-none = There is no log in this run, because its folder couldn’t be written.
unconfirmed-asking = Nothing was changed: another question is waiting for your answer, in a window of its own.
unconfirmed-too-soon = Nothing was changed, because you just said no. Wait a few seconds, then try again.
unconfirmed-overtaken = Nothing was changed, because something else changed while you were asked. Look again, then try once more.
unconfirmed = Nothing was changed, because you didn’t confirm it.
lapsed = The code has expired. Enter your password again.
lapsed-said = The code has expired. The server says: { $said } Enter your password again.
answer-before = The server’s answer to the request before the log-in
answer-code = The server’s answer to the code
answer-account = The server’s answer about your account
answer-log-in = The server’s answer to the log-in
unreadable = { $answer } has nothing at { $place } (status { $status }), where its description says there is something. Choose another type for it in Settings, or correct the description.
setting-empty = Nothing was sent, because the setting { $name } of this server is empty. Fill it in at the server in Settings.
nothing-to-fill-in = Nothing was sent, because there is nothing to fill in for { $name } in this server’s description. Correct the description in Settings.
secrets-locked = This server’s secret settings can’t be read: the keychain is locked. Unlock it and try again, or enter them again at the server in Settings.
secrets-refused = This server’s secret settings can’t be read: the keychain denied Latchkey access. Allow it there and try again, or enter them again at the server in Settings.
secrets-no-answer = This server’s secret settings can’t be read: the keychain didn’t answer. Check whether it is asking for permission and try again, or enter them again at the server in Settings.
secrets-no-keychain = This server’s secret settings can’t be read: Latchkey found no keychain on this computer. Start or install one and try again, or enter them again at the server in Settings.
secrets-unreadable = This server’s secret settings can’t be read from this computer. Try again, or enter them again at the server in Settings.
browser-no-document = The server doesn’t say how people log in there with a browser. Check its address, its type and its issuer in Settings.
browser-other-issuer = The server at this address goes by another issuer, { $found }. If that is the one you mean, enter it as the issuer in Settings.
browser-no-endpoint = The server doesn’t name the address for { $name }. Ask whoever runs it, or describe the address yourself in Settings.
browser-not-secure = The server’s address for { $name } is not encrypted, so nothing was sent. Ask whoever runs it for one that begins with https.
browser-port-taken = Other programs use every port your browser may come back to. Close them and try again, or have more ports allowed at the server.
browser-other-person = Somebody else is logged in in your browser, so nobody was logged in here. Continue in the browser to choose who it is to be.
browser-token-type = The server hands out tokens of a kind that Latchkey does not use ({ $name }). Ask whoever runs it for bearer tokens.
browser-no-randomness = This computer had no random numbers to protect the log-in with, so nothing was sent. Restart it and try again.
browser-declined = The server said no ({ $code }). Try again; if it keeps happening, ask whoever runs it.
browser-declined-said = The server said no ({ $code }): { $said } Try again; if it keeps happening, ask whoever runs it.
browser-access-denied = The log-in was turned down. Try again if you still want it.
browser-access-denied-said = The log-in was turned down: { $said } Try again if you still want it.
browser-timed-out = Your browser didn’t come back in time. Try again; if the server showed an error, have it allow the redirect address.
browser-not-copied = The address couldn’t be copied. Try again.
device-not-offered = This server doesn’t let you log in on another device. Continue in the browser instead.
code-expired = The code has expired. Log in on another device again to get a new one.
id-token-unreadable = The server didn’t say who logged in, or not in a way Latchkey can read. Check the scopes in Settings, or ask whoever runs the server.
id-token-signature = What the server says of who logged in isn’t signed with a key of its own, so it wasn’t believed. Try again; if it keeps happening, ask whoever runs the server.
id-token-issuer = What came back was issued by another server, so it wasn’t believed. Check the issuer in Settings.
id-token-audience = What came back was meant for another program, so it wasn’t believed. Check the client id in Settings.
id-token-time = What came back is dated in the past or the future, so it wasn’t believed. Check this computer’s clock, then try again.
id-token-other = What came back belongs to another log-in, so it wasn’t believed. Try again.
id-token-subject = The server doesn’t say clearly who logged in, so nobody was. Ask whoever runs it.

## The page in the browser

landing-done-title = You can close this page
landing-done = Go back to Latchkey. It finishes the log-in by itself.
landing-declined-title = Nobody was logged in
landing-declined = You can close this page. Latchkey says why, and lets you try again.
landing-not-ours-title = No log-in is waiting here
landing-not-ours = You can close this page. To log in, begin again in Latchkey.

## Forms

username = Username
email = Email
password = Password
code = Code
field-required = { $field } is required
field-at-least = { $count ->
    [one] { $field } must be at least 1 character
   *[other] { $field } must be at least { $count } characters
}
field-at-most = { $count ->
    [one] { $field } must be at most 1 character
   *[other] { $field } must be at most { $count } characters
}
field-not-email = { $field } must be a valid email address
show-secret = Show { $field }
hide-secret = Hide { $field }
code-sent = A new code is on its way.
empty-keeps-it = It is set. Leave it empty to keep it.
type-it-again = It is set for the previous address. Enter it again for this one.
goes-to = Goes to
goes-not-encrypted = , not encrypted: anyone on the network can read it
log-in-failed = Log-in failed: { $why }
sign-up-failed = Sign-up failed: { $why }
username-taken = That username is already taken.
email-taken = That email address is already in use.
log-in-intro = Use your account on { $server }.
sign-up-intro = Create an account on { $server }.
no-account-yet = No account yet?
have-account = Have an account already?
demo-accounts = Demo accounts
demo-accounts-hint = Choose one to fill in the form.
demo-reads-user = Reads the User page
demo-reads-moderator = Reads the User and Moderator pages
demo-reads-admin = Reads the User, Moderator and Admin pages
wants-code = { $server } also wants a code from { $name }.
send-new-code = Send a new code
use-another-account = Use another account
browser-intro = Logging in to { $server } takes place in your web browser. Your password stays there.
continue-in-browser = Continue in the browser
browser-waits-title = Waiting for your browser
browser-waits = Log in to { $server } in your web browser. Latchkey comes back by itself when you are done.
browser-not-opened = No web browser could be opened. Copy the address and open it in one on this computer.
browser-redirect = Redirect address
browser-redirect-hint = If the server refuses the log-in, ask whoever runs it to allow this address.
browser-open-again = Open again
browser-opened = The web browser was opened again.
browser-copied = The address was copied. Open it in a web browser on this computer.
log-out-in-browser = Log out in the browser, too
logging-out-in-browser = Your web browser shows where to log out there.
log-in-on-device = Log in on another device
device-waits-title = Waiting for your other device
device-waits-scan = To log in to { $server }, scan the QR code or open the address on another device. Enter this code there, or check that it is the same.
device-waits = To log in to { $server }, open the address on another device and enter the code there.
device-expires = Expires { $when }
device-address = Address
device-qr = QR code of the address
copy-code = Copy code
code-copied = The code was copied.
account-created = Account created. Log in to continue.
server-says = The server says: { $said }

## The palette, the keys and the size of text

palette = Go to a page, a server, a request or a command
palette-hint = Search pages, servers, requests and commands
palette-nothing = Nothing fits. Try fewer letters.
sort-page = Page
sort-command = Command
keys = Keyboard shortcuts
close = Close
key-ctrl = Ctrl
key-palette = Search everything
key-way = Go to a page of the sidebar
key-reload = Reload this page
key-sidebar = Show or hide the sidebar
key-larger = Larger text
key-smaller = Smaller text
key-normal = Normal text size
smaller = Smaller
normal = Normal
larger = Larger
zoomed = Text size { $percent } %
renew-session-now = Renew the session now
session-renewed = Session renewed.
switch-to-server = Switch to { $server }
edit-server = Edit { $server }
remove-server = Remove { $server }
keep-it = Keep it

## Requests

requests = Requests
request = Request
request-parts = Parts of the request
method = Method
path = Path
known-paths = Known paths
query = Query
headers = Headers
body = Body
form = Form
text = Text
file = File
no-body = None
body-kind = Kind of body
body-none-hint = The request has no body.
body-json-hint = Checked before it is sent.
body-text-hint = Sent as it is. Set a content-type header for another kind.
choose-file = Choose a file…
no-file = No file is chosen.
without-session = Without the session
without-session-hint = Sends no credentials, to see what someone signed out gets.
send = Send
pair-name = Name
pair-value = Value
pair-name-of = { $field }, name { $number }
pair-value-of = { $field }, value { $number }
pair-remove = Remove { $field } { $number }
answer = Answer
answer-parts = Parts of the answer
answer-body = Body of the answer
pretty = Pretty
raw = Raw
cookies = Cookies
on-the-way = On the way
save-as = Save…
copy-as-curl = Copy as curl
copy-as-curl-hint = Copies the request as a curl command, without your credentials
pin = Pin
unpin = Unpin { $request }
pinned-requests = Pinned
history = History
earlier-requests = Earlier requests
search-answer = Search in the answer
previous-match = Previous match
next-match = Next match
nothing-sent = Send a request to see what the server answers.
no-history = Requests you send appear here until Latchkey closes.
answer-gone = This answer is no longer kept. Send the request again to see it.
empty-body = The answer has no body.
no-cookies = The answer sets no cookies.
hidden-values = Values stay out of this window.
curl-copied = Copied as curl, without your credentials.
body-copied = The answer was copied.
not-copied = Copying didn’t work. Select the text and press Ctrl+C.
pinned = Pinned. Passwords and tokens in it are not saved.
unpinned = The request is no longer pinned.
answer-saved = The answer was saved.
path-no-slash = Begin the path with a slash, such as “/api/notes”.
path-other-server = Requests go to this server alone. Enter a path below its address, such as “/api/notes”.
path-character = Spaces, “#” and “\” can’t stand in a path. Encode them, such as “%20” for a space.
path-dots = Write the path without “.” and “..” steps.
path-encoded = Write the path without encoded dots, slashes or control characters.
path-signs-in = Logging in, renewing and logging out have their own pages, which keep your credentials safe.
header-name = A header’s name has letters, digits and hyphens only.
header-value = This value has a character that headers can’t carry.
header-reserved = Latchkey sets this header itself. Remove it here; your session goes along anyway.
not-json = This is not JSON from line { $line }, column { $column }. Correct it, or choose Text.
file-missing = Choose the file to send.
file-not-read = The file couldn’t be read. Check that it is still there and that you may read it.
file-too-large = The file is larger than 16 MB. Choose a smaller one.
file-not-written = The file couldn’t be written. Choose another folder, or free some space.
step-sent = Sent
step-refused = Refused (401)
step-renewed = Session renewed
step-sent-again = Sent again
answered = { $status } after { $time }, { $size }.
answered-renewed = { $status } after { $time }, { $size }. The session was renewed on the way.
no-text = { $size }, which is not text. Save it to open it with another program.
no-text-of-kind = { $size } of { $kind }, which is not text. Save it to open it with another program.
milliseconds = { $count } ms
failed = failed
nothing-found-in-text = Nothing found
found = { $at } of { $count }
found-many = { $at } of many
check-request = The request needs a correction. Nothing was sent to the server.
request-cancelled = The request was cancelled. The server may have acted on it before it was.
answer-not-kept = This is no longer kept. Ask the server for it again.

## Connect

connect-title = Connect to a server
connect-hint = Enter its address once. Latchkey keeps you signed in there.
your-server = Your server
address-hint = Latchkey adds https://, or http:// for a server on this computer.
go-on = Continue
continue-anyway = Continue anyway
back = Back
change-type = Change type
looks-like = Looks like { $kind }
not-recognised = Latchkey doesn’t recognise this server. Choose its type, or describe it yourself.
nothing-known-found = Nothing Latchkey knows answers at this address. Check the address and its port, and that the server is running. If it is a server of your own kind, continue anyway.
test-connection = Test connection
save-and-continue = Save and continue
demo-title = Try the demo server
demo-text = No server at hand? Latchkey starts one on this computer, with three accounts to look around. It forgets everything when you close Latchkey.
demo-imitate = Imitate
demo-start = Start the demo server
address = Server address
name-optional = Name (optional)
name-example = e.g. Harbour office
server-type = Server type
search-servers = Search the known servers
none-known = No known server matches. Describe yours below.
tested-with = Tested with { $versions }
describe-it = Describe it yourself
custom = Custom
custom-hint = Describe your server’s API in JSON. No code needed.
description-label = API description (JSON)
description-hint = Latchkey checks it before anything is sent. Its title appears in Settings.
start-from = Start from a known server
choose-one = Choose one…
undo = Undo
type-renews = Sessions are renewed quietly while you work.
type-does-not-renew = Can’t renew sessions: you log in again when one runs out.
allow-plain-http = Allow plain http to { $host }
this-server = this server
plain-http-hint = Not encrypted: anyone on the network can read your password. Allow it only on a network you trust.
use-type = Use { $kind }
address-empty = Enter the server’s address.
address-not-url = This is not a web address. Write it like server.example or https://server.example.
address-scheme = The address must start with https:// or http://.
address-plain-http = Plain http to { $host } is not encrypted. Use https, or allow it below if you trust this network.
address-credentials = Leave the user name and password out of the address. You enter them when you log in.
address-query = Leave out everything from the ? or # on; only the base address is needed.
address-other = This address can’t be used.
verdict-matches = Connected. The server answered as expected in { $took } ms.
verdict-looks-like = The server answered in { $took } ms, but it looks like a different type: { $kind }.
verdict-unsure = The server answered in { $took } ms, but it looks like none of the known types. Save it and log in to find out whether the type is right.
verdict-answers = Reachable in { $took } ms. Nothing more can be tested for a custom server; save it, then log in to check the description.
verdict-untested = A custom server on this computer or the networks around it can’t be tested; save it, then log in to check the description.
verdict-web-page = A web page answered at this address (status { $status }), not a server Latchkey understands. Check the address, and leave out the path of the page.
verdict-not-api = Something answered at this address (status { $status }), but it isn’t a server Latchkey understands. Check the address and the port.
verdict-other = The server answered in a way that Latchkey can’t judge.
looks-different = This server looks like a different type: { $kind }. Choose that type in Settings, or ask whoever runs the server.
description-set-aside = Latchkey can no longer use the description of { $server }. { $fault } Correct it in Settings; nothing in it was changed.
type-set-aside = This version of Latchkey doesn’t know the type that was chosen for { $server }. Choose another one in Settings.

## The Session page

session-hint = Live status of your session.
log-in-again = Log in again
no-renewal-hint = This server can’t renew sessions: you log in again when this one runs out.
renew-now = Renew now
signed-out-title = Signed out
activity = Activity
activity-empty = Nothing yet since Latchkey was started.
access-expired = Expired
access-no-expiry = No expiry
next-renewal = Next renewal
count-requests = { $count ->
    [one] 1 request
   *[other] { $amount } requests
}
count-renewed = { $count ->
    [one] 1 renewal
   *[other] { $amount } renewals
}
count-last = last { $ago }
count-retried = { $count ->
    [one] 1 request sent again
   *[other] { $amount } requests sent again
}
count-elsewhere = { $count ->
    [one] 1 renewal taken over
   *[other] { $amount } renewals taken over
}
count-offline = offline for { $time }
no-counts = No requests yet.
filter = Show
filter-all = All
filter-renewals = Renewals
filter-problems = Problems
filter-nothing = Nothing of this kind since Latchkey was started.
today = Today
details = Details

## What happened, in the log

log-signed-in = Signed in.
log-restored = Restored from last time.
log-signed-in-elsewhere = Signed in by another Latchkey on this computer, and here as well.
log-asked = Asked the server for a renewal.
log-renewed = Renewed.
log-adopted = Picked up a renewal made by another Latchkey on this computer.
log-not-renewed = Not renewed. { $why }
log-outage = { $count ->
    [one] Not renewed: 1 try failed. { $why }
   *[other] Not renewed: { $amount } tries failed. { $why }
}
log-outage-over = { $count ->
    [one] Renewed after { $time }; 1 try failed. { $why }
   *[other] Renewed after { $time }; { $amount } tries failed. { $why }
}
log-renewed-in = Renewed in { $time }.
log-ended-by-person = Signed out by you.
log-ended = Ended. { $why }
log-access-refused = The server refuses what it has just granted.
log-revoked = The server has ended the old session.
log-not-revoked = The server has not ended the old session. { $why } It stays good there until it expires.
log-lacking = Its answer has nothing at { $place }, where its description says there is something.
log-said = The server said “{ $words }” (status { $status }).
log-said-nothing = The server answered with the status { $status } and no words.
until-expiry = until it expires there
until-time = until { $time }
log-stays-good = The server ends nothing of the old session: whoever has it can use it { $until }, and renew it even then.
log-stays-usable = The old session can no longer be renewed, and stays good at the server { $until }.
log-stays-renewable = The old session is of no use any more, but the server would still renew it for whoever has it.
log-not-saved = Not saved on this computer. It goes on in memory, and Latchkey keeps trying to save it.
log-not-erased = Not deleted from this computer yet. Latchkey keeps trying.
log-in-memory = In memory only from now on, and not saved on this computer.
log-saved-again = Saved on this computer again.
log-erased = Deleted from this computer.
log-unknown = Unknown event.

## Where sessions are stored

remember-me = Remember me on this device
keep-without = Save without a keychain…
use-keychain-again = Use the keychain again
kept-unprotected = Sessions are saved unprotected, without a keychain: whoever can read your files can take over your session.
now-unprotected = Your session is saved on this computer, unprotected.
now-protected = Sessions are protected by your keychain again.
remembered = Latchkey will remember you on this device.
not-remembered = Latchkey won’t remember you on this device; the saved session was deleted.
keychain-windows = the Windows Credential Manager
keychain-macos = the macOS keychain
keychain-other = the system keychain
keychain-named = the keychain “{ $name }”
meaning-off = Nothing about your session is saved on this computer, and it ends when you close Latchkey.
meaning-on-unprotected = You stay signed in when you close Latchkey. Turning this off deletes your saved session immediately.
meaning-on = You stay signed in when you close Latchkey. Your session is saved on this computer, sealed, and its key is in { $keychain }. Turning this off deletes your saved session immediately.
stored-in-memory = In Latchkey’s memory only, never on disk. The session lasts until you close Latchkey.
stored-in-trouble = In Latchkey’s memory only, because it can’t be saved on this computer right now. The session lasts until you close Latchkey.
stored-in-keychain = In a sealed file on this computer, whose key is in { $keychain }. You are still signed in when you open Latchkey again.
stored-in-key-file = In a file on this computer with its key beside it, unprotected: whoever can read your files can take over your session. You are still signed in when you open Latchkey again.
stored-elsewhere = In a place that this window doesn’t know.
its-folder = its folder
not-kept-read-only = Latchkey isn’t allowed to write to { $folder }, so your session lasts until you close it. Allow it, then try again.
not-kept-not-allowed = Latchkey isn’t allowed to read { $folder }, so your session lasts until you close it. Allow it, then try again.
not-kept-not-ours = Latchkey’s folder belongs to another user, so your session lasts until you close Latchkey. Make it yours, then try again.
not-kept-folder-not-ours = The folder { $folder } belongs to another user, so your session lasts until you close Latchkey. Make it yours, then try again.
not-kept-key-missing = Your session lasts until you close Latchkey: { $keychain } doesn’t have its key. Log in again to save it.
not-kept-disk-full = The disk is full, so your session lasts until you close Latchkey. Free some space, then try again.
not-kept-moved-out = Another Latchkey was told not to remember you, so your session lasts until you close this one. Log in to save it.
not-kept-unreadable = What is saved here can’t be read, so your session lasts until you close Latchkey. Try again to save this one.
not-kept-newer = A newer Latchkey saved a session here, so yours lasts until you close this one. Update it to have yours saved.
not-kept-no-keychain = Latchkey found no keychain to use, so your session lasts until you close it.
not-kept-locked = Your keychain is locked, so your session lasts until you close Latchkey. Unlock it, then try again.
not-kept-refused = Your keychain denied Latchkey access, so your session lasts until you close it. Allow it there, then try again.
not-kept-no-answer = Your keychain didn’t answer, so your session lasts until you close Latchkey. See if it wants permission, then try again.
not-kept-disk = Saving to disk failed, so your session lasts until you close Latchkey. Check the disk, then try again.
not-opened-read-only = Your saved session couldn’t be opened: Latchkey isn’t allowed to write to { $folder }. Allow it and try again, or log in.
not-opened-not-allowed = Your saved session couldn’t be opened: Latchkey isn’t allowed to read { $folder }. Allow it and try again, or log in.
not-opened-not-ours = Your saved session couldn’t be opened: { $folder } belongs to another user. Make it yours and try again, or log in.
not-opened-key-elsewhere = Your saved session couldn’t be opened: { $keychain } doesn’t have its key. Log in, or use the desktop that has it.
not-opened-key-missing = Your saved session couldn’t be opened: { $keychain } doesn’t have its key. Log in to continue.
not-opened-disk-full = Your saved session couldn’t be opened: the disk is full. Free some space and try again, or log in.
not-opened-unreadable = Your saved session couldn’t be opened: it is damaged, or its key is gone. Log in to continue.
not-opened-moved-out = Your saved session couldn’t be opened: another Latchkey was told not to remember you. Log in to continue.
not-opened-newer = Your saved session couldn’t be opened: a newer Latchkey wrote it. Update this one, or log in.
not-opened-no-keychain = Your saved session couldn’t be opened: this computer’s keychain isn’t there. Start it and try again, or log in.
not-opened-locked = Your saved session couldn’t be opened: the keychain is locked. Unlock it and try again, or log in.
not-opened-refused = Your saved session couldn’t be opened: the keychain denied Latchkey access. Allow it there and try again, or log in.
not-opened-no-answer = Your saved session couldn’t be opened: the keychain didn’t answer. Check whether it is asking for permission, or log in.
not-opened-disk = Your saved session couldn’t be opened: the disk reported an error. Check it and try again, or log in.
saved-disk-full = The disk is full. Free some space, then try again.
saved-read-only = Latchkey isn’t allowed to write to its own folder. Allow it, then try again.
saved-not-allowed = Latchkey isn’t allowed to read its own folder. Allow it, then try again.
saved-key-missing = The key to your saved session isn’t in the keychain that is open now. Log in to continue.
saved-moved-out = Another Latchkey was told not to remember you. Log in to continue.
saved-not-ours = Latchkey’s folder belongs to another user of this computer. Make it yours, then try again.
saved-unreadable = Your saved session can’t be read. Log in to continue.
saved-newer = A newer Latchkey wrote your saved session. Update this one, or log in.
saved-no-keychain = Latchkey found no keychain on this computer. Start or install one, then try again.
saved-locked = The keychain is locked. Unlock it, then try again.
saved-refused = The keychain denied Latchkey access. Allow it there, then try again.
saved-no-answer = The keychain didn’t answer. Check whether it is asking for permission, then try again.
saved-disk = Saving to disk failed. Check the disk, then try again.
no-change = No change. { $trouble }
settings-recovered = Your settings were damaged; the last good copy is in use. The damaged file is kept as { $file }.
settings-fresh = The settings file was damaged. It was set aside as { $file }, and Latchkey started with fresh settings.
settings-newer = A newer Latchkey wrote your settings ({ $file }). This one leaves them alone and starts with fresh settings, which last until you close it. Update Latchkey to use yours.
settings-unreadable = Latchkey can’t read your settings ({ $file }: { $cause }). It leaves them alone and starts with fresh settings, which last until you close it. Put that right, then start Latchkey again.
settings-stuck = Your settings ({ $file }) are damaged, and Latchkey can’t set them aside ({ $cause }). It starts with fresh settings, which last until you close it.
settings-no-folder = Latchkey can’t make its folder ({ $file }: { $cause }). Your settings and sessions last until you close it. Put that right, then start Latchkey again.
a-server = a server
session-set-aside = Your saved session for { $server } couldn’t be read. It was set aside as { $file }; log in again to continue.
restoring = Signing you back in…
restoring-title = Signing back in
restoring-as = Signing you back in as { $name }…
restoring-at = at { $server }
restoring-slow = This is taking longer than usual. Your keychain may be asking for a password in another window.
restoring-instead = Log in instead
nobody-in = Nobody is signed in
somebody-in = Signed in as { $name }
no-name = (no name)
who-signed-out = signed out

## Profile

profile-hint = Your account on this server.
not-provided = Not provided by the server
roles = Roles
no-roles = No roles
access-token = Access token
token-issued = Issued
token-expires = Expires
token-fingerprint = Fingerprint
token-hint = The token itself stays in Latchkey’s core and never reaches this window. Its fingerprint changes when it is renewed.

## Settings

no-server-yet = No server yet.
add-a-server = Add a server
chip-current = Current
chip-demo = Demo
chip-plain-http = Plain http
edit-ends-session = Changing the address, the type or another setting signs you out of this server.
remove-question = Remove { $server }?
remove-question-signed-in = Remove { $server }? You will be signed out of it.
confirm-removal = Confirm removal
switched-to = Switched to { $server }.
server-removed = The server was removed.
server-saved = The server was saved.
more-for-server = More for { $server }
copy-address = Copy address
copy-address-of = Copy address of { $server }
address-copied = The address was copied.
staying-title = Staying signed in
appearance = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
language = Language
language-system = System
diagnostics = Diagnostics
diagnostics-text = A report for support: versions, settings and what the session did. It holds no password and no token.
diagnostics-report = Diagnostics report
create-report = Create report
report-ready = The report is ready. Read it before you copy it.
report-copied = The report is on the clipboard.
report-selected = The report is selected. Copy it with the keyboard.
report-saved = The report was saved.
save-report = Save report…
open-log-folder = Open log folder
about-title = About Latchkey
about-text = Signs you in to your server and keeps you signed in, quietly, until the server says otherwise. No token ever enters this window.
about-version = Version
about-system = System
about-licence = Licence
about-licence-text = MIT or Apache-2.0
about-updates = Updates
about-updates-text = Latchkey doesn’t update itself. Install a newer version over this one; your servers and settings stay.
about-licences = What others wrote that is part of Latchkey
core-unreachable = This window can’t reach Latchkey itself. Reload it; if that doesn’t help, close Latchkey and open it again.

## Asked and told outside the window

ask-connect-title = Connect to { $server } without encryption?
ask-connect-yes = Connect without encryption
ask-connect-no = Don’t connect
ask-address-title = Change the address of { $server }?
ask-address-yes = Change the address
ask-type-title = Change the type of { $server }?
ask-type-yes = Change the type
ask-settings-title = Change the settings of { $server }?
ask-settings-yes = Change the settings
ask-leave = Leave it as it is
ask-remove-title = Remove { $server }?
ask-remove-yes = Remove it
ask-remove-no = Cancel
ask-key-file-title = Save your sessions unprotected?
ask-key-file-text = They would be saved on this computer with their key beside them, in a file, instead of in the keychain.
ask-key-file-risk = Whoever can read your files, or a copy of them, could take over your sessions.
ask-key-file-yes = Save them unprotected
ask-now = Now: { $now }
ask-then = Then: { $then }
ask-types = Now it is treated as { $now }. It would be treated as { $then }.
ask-credentials-follow = The user name and the password that you enter for it go there from then on.
ask-not-encrypted = That is not encrypted: anyone on the network can read your password and take over your session.
ask-session-ends = You will be signed out of it, and your saved session is deleted from this computer.
quoted = “{ $name }”
ask-surprised = If you have not just asked for this, choose “{ $no }”.
page-process-failing = The part of Latchkey that draws its window keeps failing, and is started again each time. Your session is not affected. If it goes on, close other programs, update the graphics driver, or restart the computer.
