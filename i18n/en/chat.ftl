# The log of a conversation
chat-log = Messages
chat-log-jump = Jump to newest
chat-log-new = New
chat-log-older = Loading older messages…
chat-log-empty-chat = No messages with { $name } yet. Write the first one below.
chat-log-empty-room = Nobody has written here yet.
chat-you = You
chat-today = Today
chat-yesterday = Yesterday
chat-day-in-words = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
chat-day-with-year = { $words } { $year }

# How far a message has come
chat-state-queued = waiting
chat-state-sent = sent
chat-state-delivered = delivered
chat-state-displayed = seen
chat-state-failed = not sent
chat-not-changed = The other side still has it as it was. { $reason }
chat-not-felt = The other side does not know what you feel about it. { $reason }
chat-not-taken-back = The other side still has it. { $reason }
chat-retry = Try again
chat-shortened = This message was too large. Only its beginning was kept.
chat-cut = Only the beginning of this long message is shown.

# Why a message was not sent
chat-failed-unknown-address = There is nobody at this address. Check how it is written.
chat-failed-unknown-server = The server of this address was not found. Check how it is written.
chat-failed-refused = It was refused: they may only take messages from people on their list.
chat-failed-full = Their mailbox is full. Try again later.
chat-failed-room-left = You are not in this room. Join it, then try again.
chat-failed-room-voice = In this room only people with a voice may write.
chat-failed-unreachable = The other server did not answer. Try again later.
chat-failed-offline = The account is offline. Go online, then try again.

# The chat window
chat-tabs = Conversations
chat-tab-unread = { $name }, { $count } unread
chat-close-tab = Close { $name }
chat-input = Message to { $name }
chat-send = Send
chat-stranger = { $name } is not on your buddy list.
chat-add-buddy = _Add buddy
chat-account-offline = { $account } is offline. What you write waits here until it is online again.
chat-account-connecting = { $account } is connecting. What you write waits until then.
chat-some-failed = A message was not sent.
chat-long = The text fills { $share } % of what the server takes in one message.
chat-too-long = The text is too long for one message: it fills { $share } % of what the server takes. Send it in parts.
chat-message-failed = A message was not sent. { $reason }
chat-paste-title = Paste a long text?
chat-paste-explain = { $lines ->
    [one] One line of { $letters } characters.
   *[other] { $lines } lines with { $letters } characters.
}
chat-paste = _Paste
chat-link-title = Open this address?
chat-link-explain = It leads here, whatever the message says:
chat-link-explain-mail = The email goes to this address, whatever the message says:
chat-link-explain-map = This place is shown on a map, whatever the message says:
chat-link-explain-phone = This number is called, whatever the message says:
chat-link-explain-here = Fantail itself opens this address, whatever the message says. Nothing is sent or joined before you say so:
chat-link-deceive = Look closely: letters that look alike, or a name before “@”, can hide where it leads.
chat-link-open = _Open
chat-cancel = Cancel
chat-hidden = Hidden words
chat-hidden-about = Hidden words: { $about }
chat-hidden-note = Their sender does not want to give anything away.
chat-hidden-shown = These words were hidden.
chat-hidden-own = Hidden from others until they ask for it.
chat-show = Show
chat-hide = Hide again
chat-menu-show = _Show hidden words
chat-menu-hide = _Hide these words again
chat-menu-hiding = Hide what I w_rite (spoiler)
chat-menu-unread = Go to first _unread
chat-menu-day = Go to da_y…
chat-day-title = Go to a day
chat-day = Day, like 2026-11-28
chat-day-wrong = This is no day. Write it like 2026-11-28.
chat-day-go = _Go
chat-menu-attention = _Get attention
chat-hiding = Hidden until somebody asks for it
chat-hiding-about = What it is about
chat-rings = { $name } asks for your attention
chat-rang = You asked for attention

# A room
chat-room-no-subject = No subject
chat-room-people = { $count ->
    [one] 1 person
   *[other] { $count } people
}
chat-room-occupants = People in the room
chat-room-moderators = Moderators
chat-room-participants = Participants
chat-room-visitors = Visitors
chat-room-leave = _Leave room
chat-room-rejoin = _Join again
chat-room-joining = Joining…
chat-room-left = You have left this room. Its messages stay here.
chat-room-other-nick = Join with another _nickname…
chat-room-with-password = Enter _password…
chat-room-retry = _Try again
chat-room-private = { $nick } — { $room }

# New Instant Message
new-message-title = New Instant Message
new-message-account = Account
new-message-address = Address
new-message-address-hint = name@server
new-message-explain = Write to anyone, also to people who are not on your list.
new-message-open = _Chat
new-message-suggestions = Buddies
new-message-invalid = This is not an address. It reads like name@server.
new-message-own = This is your own address.
new-message-no-account = Add an account first.

# Join a Chat
join-room-title = Join a Chat
join-room-account = Account
join-room-room = Room
join-room-server = Server
join-room-nick = Nickname
join-room-password = Password
join-room-room-hint = tea
join-room-password-hint = Only if the room asks for one
join-room-explain = A room that does not exist yet is created.
join-room-join = _Join
join-room-joining = Joining { $room }…
join-room-invalid-room = Enter the room’s name. Spaces, “/”, “@” and some signs cannot be in it.
join-room-invalid-server = This is not a server’s name. It reads like conference.example.org.
join-room-invalid-nick = Enter the name you want to have in the room.
join-room-offline = { $account } is offline. Go online, then join.
join-room-no-account = Add an account first.

# Why a room did not let us in
chat-refused-password-wrong = The room did not take the password. Check it, then join again.
chat-refused-no-rooms = There are no rooms on { $server }. Servers with rooms are often called conference.…
chat-refused-offline = The account is offline. Go online, then join.

# Menus of a message, a tab, a conversation
chat-menu-open-link = _Open Link…
chat-menu-copy-link = Copy _Link Address
chat-menu-copy = _Copy
chat-menu-copy-named = Copy with _Names and Times
chat-menu-mark-all = Mark _All
chat-menu-private = _Private Message
chat-menu-retry = Try A_gain
chat-menu-info = _About This Conversation
chat-menu-new-window = Move to New _Window
chat-menu-other-window = Move to _Other Window
chat-menu-close = _Close

# What is known of the other side
chat-more = More
chat-info = About This Conversation
chat-info-learns = What they learn
chat-info-room-learns = The people in this room learn
chat-info-copy = _Copy Address
chat-info-close = Close the pane
chat-info-moderator = Moderator
chat-info-participant = Participant
chat-info-visitor = Visitor: reads without writing
chat-info-owner = Owner of the room
chat-info-admin = Admin of the room
chat-info-member = Member of the room

# What is said about a message
chat-typing = is writing…
chat-typing-paused = stopped typing
chat-typing-gone = has closed the conversation
chat-retracted = This message was taken back.
chat-corrected = edited
chat-answers-unknown = Reply to an earlier message
chat-answering = Reply to “{ $text }”
chat-correcting = You are editing your message.
chat-menu-answer = _Reply
chat-menu-react = Reac_t
chat-menu-correct = _Edit
chat-menu-retract = Ta_ke Back…
chat-retract = Take Back
chat-retract-title = Take this message back?
chat-retract-explain = It disappears for everybody whose program knows how. Who has read it has read it.
chat-menu-export = E_xport As
chat-menu-forget = _Delete History…
chat-menu-list = Buddy List
chat-menu-find = _Find…
chat-find = Find in this conversation
chat-find-older = Older hit
chat-find-newer = Newer hit
chat-find-close = End the search
chat-find-count = { $at } of { $count }
chat-find-none = Nothing was found.
chat-forget = Delete
chat-forget-title = Delete what was said with { $name }?
chat-forget-explain = It is gone from this computer, and what waits to be sent there is not sent. The server and the other side keep theirs.
chat-menu-versions = Earlier _Versions…
chat-versions-title = What this message said
