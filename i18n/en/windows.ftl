# What windows show. `_` stands before the letter that Alt presses.

button-add = _Add
button-save = _Save
button-cancel = Cancel
button-close = Close
optional = Optional

# Presence and accounts
show-available = Available
show-chat = Free for chat
show-away = Away
show-xa = Away for longer
show-dnd = Do not disturb
show-invisible = Invisible
show-offline = Offline
account-connecting = Connecting…
account-retrying = Trying again…
account-disabled = Disabled
account-no-keyring = The password could not be kept: there is no keyring here.
account-enabled = Enable { $account }

# Times
day-mon = Mon
day-tue = Tue
day-wed = Wed
day-thu = Thu
day-fri = Fri
day-sat = Sat
day-sun = Sun
date-short = %-d %b

# Buddy list
buddy-list-title = Buddy List
list-name = Buddies
list-no-account = Welcome to Fantail
list-no-account-words = Add your account to see your buddies here.
list-empty = Nobody here yet
list-empty-words = Add people by their address, like name@server. When they have agreed, you see when they are there.
list-catching-up = Fetching missed messages…
list-add = _Add a buddy…
list-find = Find a buddy
list-find-example = Name, address or group
list-find-end = End the search
list-not-found = Nobody found
list-not-found-words = Nobody on your list has this in their name, address or group.
list-hidden = Nobody is there
list-hidden-words = All your buddies are offline and hidden.
list-show-offline = _Show offline buddies
group-buddies = Buddies
group-others = Not on your list
group-rooms = Rooms
group-counts = { $online } of { $total } there
row-asked = Waiting for their agreement
row-not-listed = Not on your list
row-unread = { $count ->
    [one] one unread message
   *[other] { $count } unread messages
}
row-chat = _Chat
row-info = Get _Info
row-history = _History
row-alias = _Alias…
row-remove = Remove { $name }…
row-move = _Move to Group
row-new-group = _New Group…
row-rename-group = _Rename group…
row-add-here = _Add Buddy…
row-dissolve = _Dissolve Group…
row-remove-several = Remove { $count } buddies…
drag-several-rooms = { $count } rooms
drag-several = { $count } buddies
new-group-question = The name of the new group
rename-group-question = Another name for the group { $name }
dissolve-question = Dissolve the group { $name }?
dissolve-words = Nobody leaves your list: buddies who are in no other group move to “Buddies” and rooms to “Rooms”, on all your devices.
dissolve-now = _Dissolve
remove-room-question = Take { $name } off your list?
remove-room-words = You leave the room, and it is not entered by itself any more, on any of your devices. What was said stays in your history.
remove-several-question = Remove { $count } buddies from your list?
remove-several-words = They are taken off your list on the server, and you no longer see each other's status. Your conversations stay on this computer.
info-account = Account
info-status = Status
info-seen = Visible
info-one-way = They do not see your status.
info-other-way = You do not see their status.
info-no-way = Neither sees the other's status.
info-groups = Groups
info-resources = Signed in as
info-people = There
info-nick = Nickname
info-last = Last talk
row-add = _Add to the list…
row-seeing = _Visibility
row-ask-to-see = _Ask to See Them Again
row-stop-seeing = Stop _Seeing Them
row-stop-being-seen = Stop _Being Seen by Them
row-leave = _Leave the room
row-remove-room = Remo_ve from List…
row-fold = _Fold
row-unfold = _Unfold
room-left = Not joined
room-joining = Joining…
room-people = { $count ->
    [one] one person
   *[other] { $count } people
}
menu-buddies = _Buddies
menu-accounts = _Accounts
menu-tools = _Tools
menu-mentions = _Mentions
menu-preferences = _Preferences
menu-help = _Help
menu-new-message = New Instant _Message…
menu-join = _Join a Chat…
menu-info = Get User _Info…
menu-history = View _Log
menu-show = Sh_ow
menu-offline = _Offline Buddies
menu-empty-groups = _Empty Groups
menu-details = Buddy _Details
menu-larger = _Larger
menu-smaller = S_maller
menu-normal-size = _Normal Size
menu-find = _Find a Buddy…
menu-sort = _Sort Buddies
menu-sort-status = By _Status
menu-sort-name = By _Name
menu-sort-talk = By Last _Talk
menu-add-buddy = _Add Buddy…
menu-quit = _Quit
menu-accounts-manage = _Manage Accounts
menu-account-edit = _Edit Account…
menu-account-profile = Your Pro_file…
menu-account-password = Change _Password…
menu-account-enabled = E_nabled
menu-shortcuts = _Keyboard Shortcuts
menu-server = _Server Info
menu-console = _XML Console
menu-about = _About Fantail
key-new-message = Ctrl+M
key-join = Ctrl+J
key-history = Ctrl+H
key-find = Ctrl+F
key-user-info = Ctrl+I
key-alias = F2
key-remove = Del
key-add-buddy = Ctrl+B
key-accounts = Ctrl+A
key-preferences = Ctrl+P
key-larger = Ctrl++
key-smaller = Ctrl+-
key-normal-size = Ctrl+0
key-shortcuts = F1
key-next = Tab, Shift+Tab
key-pane = F6, Shift+F6
key-close = Esc
key-write = Enter
key-fold = ← →
key-select = Ctrl+Space, Shift+↓
key-context = Menu, Shift+F10
key-menu = F10, Alt
key-send = Enter
key-line = Shift+Enter
key-complete = Tab
key-recall = Ctrl+↑, Ctrl+↓
key-correct = ↑
key-undo = Ctrl+Z, Ctrl+Y
key-step = F6, then ↑ ↓
key-mark = Shift+↑ ↓ ← →
key-copy = Ctrl+C
key-copy-named = Ctrl+Shift+C
key-scroll = Page Up, Page Down
key-newest = Ctrl+End
key-oldest = Ctrl+Home
key-find-here = Ctrl+F
key-turn = Ctrl+Tab, Ctrl+Shift+Tab
key-number = Ctrl+1 … Ctrl+9
key-close-tab = Ctrl+W
key-reopen = Ctrl+Shift+T
key-info = Ctrl+I
key-move-tab = Ctrl+Shift+Page Up, Page Down
key-quit = Ctrl+Q
status-name = Status
status-message = Status message
status-set = Set a message…
status-no-account = No account
card-no-keyring = The password of { $account } could not be kept.
card-no-keyring-words = There is no keyring on this computer, or it is locked. Fantail asks at the next start. Unlock or set up a keyring, then enter the password again.
card-understood = Understood
card-authorize = Authorize
card-deny = Deny
card-reply = Reply…
card-invitation = { $name } invites you to the room { $room }.
card-more-invitations = { $count ->
    [one] One more invitation waits.
   *[other] { $count } more invitations wait.
}
card-join = Join
card-decline = Decline
card-show = Show…
card-again = Try again
card-take-back = Sign in here
card-modify = Modify account…
card-password = Enter password…
card-certificate = Look at certificate…
alias-question = A name for { $address }
remove-question = Remove { $name } from your list?
remove-words = { $address } is taken off your list on the server, and you no longer see each other's status. Your conversation stays on this computer.
remove-now = Remove from list

# Accounts
accounts-title = Accounts
accounts-welcome = Welcome to Fantail
accounts-welcome-words = Add the account you chat with. You need your username, the domain of your provider and your password.
accounts-add = _Add…
accounts-modify = _Modify…
accounts-delete = _Delete
account-delete-question = Delete the account { $account }?
account-delete-words = Fantail forgets its password, its buddies and all conversations kept on this computer. The account on the server stays.
account-delete-now = Delete account and conversations

# Add Account, Modify Account
editor-add-title = Add Account
editor-modify-title = Modify Account
editor-protocol = Protocol
editor-username = Username
editor-domain = Domain
editor-password = Password
editor-password-kept = Unchanged
editor-remember = _Remember password
editor-remember-hint = Kept in this computer's keyring.
editor-forget-hint = Asked for at each start.
editor-advanced = Advanced
editor-address = Your address will be { $address }
editor-username-needed = The username is missing.
editor-username-wrong = This cannot be a username.
editor-domain-needed = The domain is missing.
editor-domain-wrong = This cannot be a domain.
editor-security = Security
editor-security-auto = Automatic
editor-security-direct = TLS from the start
editor-security-starttls = STARTTLS
editor-server = Server
editor-server-example = Found by the domain
editor-server-wrong = This cannot be the name of a server.
editor-port = Port
editor-port-wrong = A port is a number from 1 to 65535.
editor-port-without-server = A port needs a server.
editor-resource = Resource
editor-resource-example = Chosen by Fantail
editor-alias = Local alias
editor-plain = Allow _PLAIN
editor-plain-hint = The password itself goes to the server, through the encryption. Only where it never offered anything better.
editor-weaker = Accept the Weaker Way
editor-weaker-hint = The server offers less than before. Accept that only if its administrator says so.
editor-archiving = Server keeps
editor-archiving-always = All messages
editor-archiving-buddies = Messages with buddies
editor-archiving-never = No messages

# Add Buddy
add-buddy-title = Add Buddy
add-buddy-address = Buddy's username
add-buddy-address-example = username@server
add-buddy-alias = Alias
add-buddy-group = Group
add-buddy-invitation = Invite message
add-buddy-account = Account
add-buddy-completed = Will add { $address }
add-buddy-address-needed = The username is missing.
add-buddy-address-wrong = This cannot be an address. It looks like username@server.
add-buddy-account-needed = Add an account first.
add-buddy-own-address = This is your own address.

# Authorize
authorize-title = Authorize
authorize-question = { $name } would like to see when you are online.
authorize-quoted = “{ $message }”
authorize-what = Who is authorized sees your status and what you tell about yourself.
authorize-account = Asked of { $account }
authorize-more = { $count ->
    [one] One more request waits.
   *[other] { $count } more requests wait.
}
authorize-nobody = Nobody waits for an answer.
authorize-yes = _Authorize
authorize-no = _Deny
authorize-reply = _Reply…
authorize-flood = { $count } strangers would like to see when you are online.
authorize-flood-words = Nobody sees anything before you answer. Spammers ask in crowds; people you know are asked about one by one.
authorize-one-by-one = _One by one
authorize-deny-all = _Deny all { $count }
authorize-offer = Add { $name } to your list, too?
authorize-offer-words = You then ask to see when they are online.
authorize-add = _Add…
authorize-not-now = _Not now

# Password
password-title = Password
password-question = Password for { $account }
password-sign-in = _Sign in
change-password-title = Change Password
change-password-account = Another password for { $account } on its server. Other programs and devices ask for it, too, from then on.
change-password-now = Current password
change-password-new = New password
change-password-again = New one again
change-password-needed = A password is needed.
change-password-wrong = This is not the current password.
change-password-differs = The new passwords are not the same.
change-password-submit = _Change
change-password-done = The password of { $account } is changed.
change-password-not-kept = The password of { $account } is changed. The keyring did not take the new one, so Fantail asks for it at the next start.
change-password-unsure = No answer came: the server may or may not have taken it. Fantail tries both at the next sign-in.
change-password-not-offered = This server lets nobody change a password from here. Its provider knows where.

# Certificate
certificate-title = Certificate
certificate-question = The server of { $server } could not prove who it is.
certificate-subject = Made out to
certificate-issuer = Issued by
certificate-until = Valid until
certificate-fingerprint = SHA-256
certificate-advice = Only trust it when the administrator of the server gave you exactly this fingerprint. Otherwise somebody may be reading along.
certificate-trust = _Trust this certificate
certificate-refuse = _Don't connect

# About
about-title = About Fantail
about-version = Version { $version }
about-words = A messenger for XMPP: your buddies, your rooms, your server.
about-licence = Free software under the GNU General Public License, version 3 or later.
about-copy = _Copy

notice-title = Fantail cannot start

# Keyboard Shortcuts

shortcuts-title = Keyboard Shortcuts
shortcuts-everywhere = Buddy list and chats
shortcuts-list = Buddy list
shortcuts-chat = Chats
shortcut-new-message = Write to any address
shortcut-join = Join a chat
shortcut-history = Search what was said
shortcut-larger = Everything larger, in any window
shortcut-smaller = Everything smaller
shortcut-normal-size = Everything in its normal size
shortcut-next = To the next field, and back
shortcut-pane = To the next part of the window, and back
shortcut-close = Close a dialog or a menu
shortcut-write = Chat with the chosen buddy, fold a group
shortcut-find = Find a buddy; or just type
shortcut-user-info = All about a buddy
shortcut-add-buddy = Add a buddy
shortcut-alias = Give another name
shortcut-remove = Remove from the list
shortcut-fold = Fold and unfold a group
shortcut-select = Select several
shortcut-context = The menu of a buddy
shortcut-menu = The menu bar; Alt and an underlined letter press what it belongs to
shortcut-accounts = Accounts, unless you are typing
shortcut-preferences = Preferences
shortcut-quit = Quit
shortcut-send = Send
shortcut-line = A new line
shortcut-complete = Complete a name, in rooms
shortcut-oldest = To the oldest message that is loaded
shortcut-find-here = Find in this conversation
shortcut-shortcuts = This list
card-crowd = { $count } people ask to see your status
shortcut-recall = What you said before, and back
shortcut-correct = Edit what you said last, where nothing is written
shortcut-undo = Undo and redo
shortcut-scroll = Scroll
shortcut-step = Go from message to message
shortcut-mark = Mark messages or letters
shortcut-copy = Copy what is marked
shortcut-copy-named = Copy it with names and times
shortcut-newest = To the newest message
shortcut-turn = To the next tab, and back
shortcut-number = To a tab by its number
shortcut-close-tab = Close the tab
shortcut-reopen = Open the closed tab again
shortcut-info = What is known of the other side
shortcut-move-tab = Move the tab left or right

# What somebody publishes of themselves
profile-show = Show _Profile
profile-asked = Asking the server…
profile-empty = Nothing is published there.
profile-name = Name
profile-nick = Nickname
profile-organization = Works at
profile-email = Email
profile-phone = Phone
profile-url = Website
profile-birthday = Born
profile-note = About
user-info-title = User Info
user-info-again = Ask _Again
user-info-chat = C_hat
own-profile-title = Your Profile
own-profile-account = What others see of { $account }
own-profile-hint = All of it can stay empty. Whoever knows the address can read it. A picture takes effect at once. ↵ stands for a new line.
own-profile-picture = Choose _Picture…
own-profile-no-picture = _Remove

# Preferences
preferences-title = Preferences
preferences-looks = Looks
preferences-palette = Colours
preferences-density = Density
preferences-zoom = Size
preferences-conversations = Conversations
preferences-placement = Open in
preferences-send-key = Send with
preferences-rooms = Rooms
preferences-comings = Comings, goings
comings-folded = In one line
comings-each = A line each
comings-hidden = Not shown
preferences-directory = Ask a directory _for rooms
preferences-watched = What calls me
preferences-watched-hint = My nickname, and: thesis, /exam [12]/
preferences-watched-wrong = What stands between slashes is no pattern.
preferences-keeping = Keep history
keeping-always = For ever
keeping-year = For a year
keeping-quarter = For three months
keeping-month = For a month
preferences-forget-year = Delete what is older than a year?
preferences-forget-quarter = Delete what is older than three months?
preferences-forget-month = Delete what is older than a month?
preferences-forget-explain = It goes from this computer, of all accounts, now and from now on. The server and others keep what they have.
preferences-forget = _Delete Older Messages
preferences-telling = What buddies learn
preferences-telling-of = Account
preferences-telling-all = All accounts
preferences-tell-arrival = Messages have _arrived
preferences-tell-reading = Messages are _read
preferences-tell-typing = I am _writing
preferences-list = Buddy List
preferences-sort = Sort by
preferences-offline = _Offline buddies
preferences-empty-groups = _Empty groups
preferences-details = _Details: status and last message
palette-system = As the desktop has it
palette-light = Light
palette-dark = Dark
palette-contrast = High contrast
density-comfortable = Comfortable
density-compact = Compact
placement-together = Tabs of one window
placement-by-kind = One window for people, one for rooms
placement-apart = A window for each conversation
send-key-enter = Enter (Shift+Enter breaks the line)
send-key-ctrl-enter = Ctrl+Enter (Enter breaks the line)
sort-in-words-status = Status
sort-in-words-name = Name
sort-in-words-last-talk = Last talk

# XML Console
console-title = XML Console
console-account = Account
console-kind = Show
console-everything = Everything
console-messages = Messages
console-presence = Presence
console-iqs = Requests
console-stream = Stream
console-search = Find in the XML
console-pause = _Pause
console-copy = _Copy All
console-clear = C_lear
console-empty = What goes over the connection from now on is shown here. Passwords are left out.
console-received = Received
console-sent = Sent
console-write = A stanza, as XML
console-templates = Templates
console-send = _Send
console-hint = Ctrl+Enter sends it as { $account }.
console-template-ping = Ping the server
console-template-features = What the server can do
console-template-services = Services of the server
console-template-version = Version of the server
console-template-roster = The buddy list as the server has it
console-template-message = A message
console-template-presence = Presence

# Server Info
server-title = Server Info
server-yes = yes
server-no = no
server-connection = Connection
server-account = Account
server-state = Status
server-encryption = Encryption
server-sign-in = Sign-in
server-resource = Resource
server-resumed = Resumed
server-longest = Longest stanza
server-bytes = { $count } bytes
server-certificate = Certificate
server-subject = For
server-issuer = By
server-until = Valid until
server-fingerprint = SHA-256
server-date = %-d %B %Y
server-abilities = What it offers
server-software = Software
server-archive = History on the server
server-carbons = Copies to all devices
server-blocking = Blocking people
server-push = Push to phones
server-pep = Personal events
server-bookmarks = Synchronised rooms
server-profiles = Profiles
server-rooms = Rooms
server-upload = Sending files
server-calls = Relays for calls

# History
history-title = History
history-search = Search everything
history-within = Conversation
history-all = All conversations
history-begin = Search what was said
history-hint = Words, begin*, "a phrase", from:name, in:room, after:2026-11-01, before:2026-11-01, has:link, has:file, has:mention
history-nothing = Nothing was found.
history-failed = The search did not work.
history-hits = Messages
history-place = in { $name }
history-to = to { $name }
history-count = { $count ->
    [one] One message
   *[other] { $count } messages
}
history-most = The newest { $count } messages
history-day = Day
history-day-hint = Like 2026-11-28
history-day-wrong = No such day.
history-around = Before and after it
history-open = _Open Chat
history-export = E_xport…

# Writing down what was said
export-text = Plain _Text
export-html = _Web Page
export-json = _JSON
export-title-one = Export what was said with { $name }
export-title-all = Export all conversations
export-explain = A new file among your downloads. Whoever has the file can read it.
export-done = Saved as { $path }

# Our own picture
menu-picture = Your _Picture…
picture-title = Your picture
picture-words = What others see of you, in all your accounts. Its middle is shown; nothing else that is in the file goes out.
picture-file = File
picture-choose = Choose…
picture-remove = Remove picture

# Moods
menu-mood = Your M_ood…
mood-title = Your mood
mood-words = Your buddies see it, in all your accounts, until you change it.
mood-feeling = Mood
mood-example = happy, tired, curious …
mood-about = Why
mood-unknown = There is no such mood. Type the beginning of one to see what fits.
mood-remove = Show none
mood-why = { $feeling }: { $text }
info-mood = Mood
chat-mood = Your buddies see your mood: { $mood }
chat-mood-none = You show no mood any more.
mood-name = { $feeling ->
    [afraid] afraid
    [amazed] amazed
    [amorous] amorous
    [angry] angry
    [annoyed] annoyed
    [anxious] anxious
    [aroused] aroused
    [ashamed] ashamed
    [bored] bored
    [brave] brave
    [calm] calm
    [cautious] cautious
    [cold] cold
    [confident] confident
    [confused] confused
    [contemplative] contemplative
    [contented] contented
    [cranky] cranky
    [crazy] crazy
    [creative] creative
    [curious] curious
    [dejected] dejected
    [depressed] depressed
    [disappointed] disappointed
    [disgusted] disgusted
    [dismayed] dismayed
    [distracted] distracted
    [embarrassed] embarrassed
    [envious] envious
    [excited] excited
    [flirtatious] flirtatious
    [frustrated] frustrated
    [grateful] grateful
    [grieving] grieving
    [grumpy] grumpy
    [guilty] guilty
    [happy] happy
    [hopeful] hopeful
    [hot] hot
    [humbled] humbled
    [humiliated] humiliated
    [hungry] hungry
    [hurt] hurt
    [impressed] impressed
    [in_awe] in awe
    [in_love] in love
    [indignant] indignant
    [interested] interested
    [intoxicated] intoxicated
    [invincible] invincible
    [jealous] jealous
    [lonely] lonely
    [lost] lost
    [lucky] lucky
    [mean] mean
    [moody] moody
    [nervous] nervous
    [neutral] neutral
    [offended] offended
    [outraged] outraged
    [playful] playful
    [proud] proud
    [relaxed] relaxed
    [relieved] relieved
    [remorseful] remorseful
    [restless] restless
    [sad] sad
    [sarcastic] sarcastic
    [satisfied] satisfied
    [serious] serious
    [shocked] shocked
    [shy] shy
    [sick] sick
    [sleepy] sleepy
    [spontaneous] spontaneous
    [stressed] stressed
    [strong] strong
    [surprised] surprised
    [thankful] thankful
    [thirsty] thirsty
    [tired] tired
    [undefined] hard to say
    [weak] weak
    [worried] worried
   *[other] { $feeling }
}
