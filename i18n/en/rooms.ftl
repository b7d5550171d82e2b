# Making, changing, finding and keeping rooms.

menu-create-room = Create _Room…
menu-room-list = _Room List
row-room-settings = Room _Settings…
join-room-list = Room Li_st…
join-room-autojoin = Enter it at _every sign-in
row-autojoin = Enter at _Every Sign-in

room-create-title = Create Room
room-settings-title = Settings of { $room }
room-create = C_reate
room-save = _Save
room-creating = The room is being made. Some servers let people in until that is done…
room-waiting = Waiting for the server…
room-create-taken = There is already a room with this address. Choose another one, or join it.
room-address = Address
room-name = Name
room-name-hint = What people read, for example Tea at Five
room-preset = For
room-preset-group = A private group
room-preset-channel = A public channel
room-preset-lecture = A lecture: few speak, all listen
room-preset-meeting = A meeting, for once
room-preset-own = As chosen below
room-offline = The account is offline. Go online first.
room-only-owners = Only an owner of the room can change this.
room-not-offered = This server does not let you choose this.

room-persistent = _Persistent room
room-persistent-on = The room stays when everybody has left.
room-persistent-off = The room is deleted when the last person leaves or goes offline.
room-public = P_ublic room
room-public-on = Everybody can see the room on the server’s list.
room-public-off = The room is on no list. Who wants to find it needs its address.
room-members-only = _Members only
room-members-only-on = Only people who were made members can enter.
room-members-only-off = Everybody who knows the address can enter.
room-password = Pass_word protected
room-password-on = Who enters needs the password.
room-password-off = No password is asked for.
room-password-hint = What people need to enter
room-password-missing = Choose the password.
room-password-kept = Leave empty to keep the present one
room-moderated = M_oderated room
room-moderated-on = Only people with a voice can write. Others can read.
room-moderated-off = Everybody in the room can write.
room-addresses = Show real _addresses
room-addresses-on = Everybody in the room sees the real addresses of the others. Encryption needs this.
room-addresses-off = Only moderators see real addresses, others see nicknames.

room-sum-public = Everybody can find this room.
room-sum-hidden = Only people who know its address can find this room.
room-sum-open = Everybody can enter.
room-sum-password = Who knows the password can enter.
room-sum-members = Only members can enter.
room-sum-members-password = Only members who know the password can enter.
room-sum-moderated = Only people you choose can write.
room-sum-unmoderated = Everybody in it can write.
room-sum-persistent = It stays when everybody leaves.
room-sum-temporary = It is gone when everybody has left.

room-all-options = A_ll Options…
room-plain-options = _Back
room-field-required = The server needs this.
room-destroy = _Destroy…
room-destroy-question = Destroy { $room } for everybody?
room-destroy-explain = Everybody is put out, and the room with its list of members is gone. What was said stays in this computer’s history.
room-destroy-reason = Reason, for those who are in it
room-destroy-successor = Address of the room to go to instead
room-destroy-successor-hint = Leave empty if there is none
room-destroy-confirm = _Destroy Room

room-list-title = Room List
room-list-server = Server
room-list-where = Where
room-list-one-server = On one server
room-list-all-servers = On all servers
room-list-directory = Directory
room-list-search = _Search
room-list-more = _More
room-list-type = Type what the room is about.
room-list-press = Press Enter to search.
room-list-agree-question = Ask { $directory } for rooms?
room-list-agree-explain = It lists public rooms of many servers. It learns your address { $account } and what you look for. The rooms learn nothing until you join one. You can take this back in the preferences.
room-list-agree = _Agree
room-list-find = Find
room-list-find-hint = Part of a name or description
room-list-ask = _Get List
room-list-loading = Getting the list…
room-list-empty = No public rooms here.
room-list-empty-explain = A room that is not announced can be joined by its address.
room-list-none-found = No room fits what you look for.
room-list-count = { $count ->
    [one] one room
   *[other] { $count } rooms
}
room-list-join = _Join
room-list-copy = _Copy Link
room-list-bookmark = _Bookmark
room-list-bookmarked = The room is on your list, on all your devices.
room-list-sort = Sort
room-list-by-people = By people
room-list-by-name = By name
room-list-sign-members = Members only
room-list-sign-password = Password
room-list-sign-moderated = Moderated
room-list-sign-temporary = Temporary

chat-room-settings = Room _Settings…
chat-room-subject = C_hange the Subject…
chat-room-nick = Change _Nickname…
chat-room-lists = M_embers and Bans…
chat-room-voice = Ask to S_peak
chat-room-keep-nick = _Keep My Nickname for Me
chat-room-subject-question = What is this room about?
chat-room-subject-name = Subject
chat-room-nick-question = What do you want to be called here?
chat-room-nick-name = Nickname
chat-room-change = _Change
chat-room-voice-asked = The moderators were asked.
chat-room-reason = Reason, for { $nick } and the others
chat-occupant-private = _Private Message
chat-occupant-info = _Address: { $jid }
chat-occupant-kick = P_ut Out…
chat-occupant-ban = _Ban…
chat-occupant-voice = _Give a Voice…
chat-occupant-mute = _Take the Voice Away…
chat-occupant-moderator = Make _Moderator…
chat-occupant-no-moderator = No Longer M_oderator…
chat-occupant-member = Make M_ember…
chat-occupant-no-member = No _Longer Member…
chat-occupant-admin = Make A_dministrator…
chat-occupant-owner = Make O_wner…
chat-voice-give = _Give a Voice
chat-voice-question = Give { $nick } a voice?
chat-voice-now = _Give a Voice
chat-mute-question = Take the voice of { $nick } away?
chat-mute-now = _Take Away
chat-moderator-question = Make { $nick } a moderator?
chat-moderator-now = Make _Moderator
chat-no-moderator-question = { $nick } no longer a moderator?
chat-no-moderator-now = _Take Away
chat-member-question = Make { $nick } a member?
chat-member-now = Make M_ember
chat-no-member-question = { $nick } no longer a member?
chat-no-member-now = _Take Away
chat-admin-question = Make { $nick } an administrator?
chat-admin-now = Make A_dministrator
chat-kick-question = Put { $nick } out of the room?
chat-kick-explain = They can come back.
chat-kick = _Put Out
chat-ban-question = Ban { $nick } from the room?
chat-ban-explain = They are put out and cannot come back until the ban is lifted.
chat-ban = _Ban
chat-owner-question = Make { $nick } an owner of the room?
chat-owner-explain = Owners can change everything about the room, destroy it, and take your own rights away.
chat-owner = Make _Owner
chat-room-successor = Go to { $room }

room-lists-title = People of { $room }
room-lists-which = List
room-lists-members = Members
room-lists-banned = Banned
room-lists-admins = Administrators
room-lists-owners = Owners
room-lists-members-explain = Members can enter a members-only room and write in a moderated one.
room-lists-banned-explain = Banned people cannot enter the room.
room-lists-admins-explain = Administrators moderate, ban people, and make members.
room-lists-owners-explain = Owners can change everything about the room and destroy it.
room-lists-add = _Add
room-lists-ban = _Ban
room-lists-remove = _Remove from the List
room-lists-unban = _Lift the Ban
registration-title = Keep a Nickname in { $room }
registration-submit = _Register
room-lists-reason = Reason
room-lists-empty = Nobody is on this list.

chat-menu-moderate = Re_move for Everybody…
chat-moderate-title = Remove this message for everybody?
chat-moderate-explain = The room takes it back and tells everybody that a moderator did so.
chat-moderate-all = _All that { $nick } has said here
chat-moderate = _Remove

command-title = Commands
command-me = /me waves — says what you do
command-say = /say text — says it, even when it begins with a slash
command-msg = /msg nickname text — says it to one person in the room
command-join = /join room password — joins a room; without a password by its window
command-part = /part words — leaves the room, with a last word
command-nick = /nick name — changes your nickname
command-topic = /topic text — changes the subject; alone it tells it
command-invite = /invite name@server reason — invites somebody
command-kick = /kick nickname reason — puts somebody out
command-ban = /ban nickname reason — puts somebody out for good
command-role = /role moderator, participant, visitor or none, and nicknames
command-affiliate = /affiliate owner, admin, member, outcast or none, and nicknames or addresses
command-config = /config — opens the settings of the room; so does /configure
command-register = /register nickname — the room keeps it for you
command-ping = /ping nickname or address — asks for a sign of life
command-buzz = /buzz text — asks somebody for attention
command-spoiler = /spoiler about | text — hides the text until somebody asks for it
command-mood = /mood happy why — shows your buddies how you feel; /mood alone shows none
command-clearall = /clearall — empties the views of all conversations in this window
command-debug = /debug — says which program and system you use
command-people-only = That works with people, not in rooms.
command-clear = /clear — empties this view, not the history
chat-registered = The room keeps this nickname for you.
chat-pong = Answered after { $after } ms.
command-help = /help command — explains it; alone it shows these lines
command-topic-is = The subject: { $subject }
command-topic-none = The room has no subject.
command-unknown = There is no command “/{ $command }”. Type /help for all of them, or // to begin a text with a slash.
command-rooms-only = This command is for rooms.
command-usage = Something is missing. { $usage }

chat-voice-asked = { $nick } asks to speak.
chat-voice-not-now = _Not Now

notice-came = { $count ->
    [one] { $who } came in
   *[other] { $who } came in
}
notice-left = { $count ->
    [one] { $who } left
   *[other] { $who } left
}
notice-passed = { $count ->
    [one] { $who } was here for a moment
   *[other] { $who } were here for a moment
}
notice-back = { $count ->
    [one] { $who } left and came back
   *[other] { $who } left and came back
}
notice-others = { $who } and { $count } others
notice-renamed = { $you ->
    [yes] You are called { $to } now
   *[no] { $nick } is called { $to } now
}
notice-kicked = { $you ->
    [yes] You were put out
   *[no] { $nick } was put out
}
notice-banned = { $you ->
    [yes] You were banned
   *[no] { $nick } was banned
}
notice-no-member = { $you ->
    [yes] You are no member any more and had to leave
   *[no] { $nick } is no member any more and had to leave
}
notice-owner = { $you ->
    [yes] You are an owner of this room now
   *[no] { $nick } is an owner of this room now
}
notice-admin = { $you ->
    [yes] You are an administrator of this room now
   *[no] { $nick } is an administrator of this room now
}
notice-member = { $you ->
    [yes] You are a member of this room now
   *[no] { $nick } is a member of this room now
}
notice-owner-no-more = { $you ->
    [yes] You are no owner of this room any more
   *[no] { $nick } is no owner of this room any more
}
notice-admin-no-more = { $you ->
    [yes] You are no administrator of this room any more
   *[no] { $nick } is no administrator of this room any more
}
notice-member-no-more = { $you ->
    [yes] You are no member of this room any more
   *[no] { $nick } is no member of this room any more
}
notice-moderator = { $you ->
    [yes] You moderate here now
   *[no] { $nick } moderates here now
}
notice-moderator-no-more = { $you ->
    [yes] You do not moderate here any more
   *[no] { $nick } does not moderate here any more
}
notice-voice = { $you ->
    [yes] You can write now
   *[no] { $nick } can write now
}
notice-mute = { $you ->
    [yes] You can only read now
   *[no] { $nick } can only read now
}
notice-by = { $what } (by { $who })
notice-subject = The subject is: { $words }
notice-subject-by = { $you ->
    [yes] You have set the subject: { $words }
   *[no] { $nick } has set the subject: { $words }
}
notice-subject-gone = The subject was taken away
notice-declined = { $who } was invited and does not come
notice-changed = The room was changed.
notice-name = It is called { $name } now.
notice-no-name = It has no name any more.
notice-addresses-on = Everybody in this room sees everybody’s real address, yours too.
notice-logged-on = The room writes down what is said here.
notice-logged-off = The room does not write down any more what is said here.

chat-room-filter = Find somebody
chat-rank-owner = Owner of the room
chat-rank-admin = Administrator of the room
chat-rank-member = Member of the room
chat-rank-not = Looks like { $other }
chat-sender-not = { $nick } (only looks like { $other })

row-invite = _Invite People…
row-invite-to = Invite _to Room
row-invite-nowhere = You are in no room
chat-room-invite = _Invite People…
invite-title = Invite to { $room }
invite-whom = Whom
invite-whom-hint = Part of a name, or an address
invite-reason = Message
invite-people = People
invite-nobody = Nobody on the list fits.
invite-nobody-explain = Type a whole address and press Enter to invite somebody else.
invite-send = { $count ->
    [0] _Invite
    [one] _Invite One
   *[other] _Invite { $count }
}

card-details = _Details…
invitation-unknown = The room tells nothing of itself.
invitation-reason = A word for { $name }, if you decline
invitation-later = _Later

chat-occupant-ignore = _Ignore
chat-rank-ignored = Ignored

row-notify = _Notify Me
notify-always = Of _Everything
notify-mention = When I Am _Called
notify-never = _Never

# What else a room can be
room-further = More _Choices
room-as-the-server = As the server has it
room-details-missing = This server does not let you choose: { $details }.
room-left-out = The room is as you want it, but this server does not let you choose: { $details }.
room-is-there = The room is there, as you chose it. Here are all options of the server. Cancel removes the room again.
room-cancelling = The room is taken back…
room-choice-refused = The server does not make it so.
room-addresses-not-offered = This server does not let you choose who sees real addresses.
room-detail-addresses = Real addresses
room-detail-inviting = Who invites
room-inviting-all = Everybody in it
room-inviting-few = Administrators only
room-detail-subject = Subject set by
room-subject-all = Everybody who may write
room-subject-few = Moderators only
room-detail-private = Private messages
room-private-all = Everybody may send them
room-private-voiced = Who may write may send them
room-private-moderators = Only moderators may send them
room-private-nobody = There are none
room-detail-archive = What is said
room-archive-kept = The room keeps it
room-archive-not = The room forgets it
room-detail-history = Lines on entering
room-history-hint = As the server has it
room-detail-language = Language
room-language-hint = For example en or de
room-language-wrong = A language is written like en or de-AT.
room-detail-maximum = At most (people)
room-maximum-hint = As the server has it
room-maximum-none = As many as come
room-history-kept = As it is
chat-no-private = This room lets you send no private messages.
chat-private-gone = { $nick } is not in the room now.
room-number-wrong = That is no number.

chat-room-picture = _Picture of the Room…
chat-room-picture-question = The picture of the room
chat-room-picture-explain = Everybody in the room sees it. With no file it has none.
