# What went wrong, and what to do next. A key that ends in -next is the next step for the words before it.

# $words is our own sentence, $text what the server wrote.
problem-quotation = { $words } The server says: “{ $text }”

problem-password-needed = The password is needed to sign in.
problem-password-needed-next = Enter the password of this account.
problem-untrusted-certificate = The server could not prove who it is: its certificate is not trusted.
problem-untrusted-certificate-next = Look at the certificate and accept it only if its fingerprint is the one your administrator gave you.
problem-conflict = This account has signed in elsewhere with the same resource, so this connection was closed.
problem-conflict-next = Enable the account again to take it back, or choose another resource in its settings.
problem-offline = The account is offline.
problem-offline-next = Enable the account or choose a status other than Offline, then try again.
problem-timeout = There was no answer in time.
problem-not-implemented = This is not possible here: the server or this version of Fantail does not offer it.
problem-no-display = There is no display to open a window on.

problem-retrying-next = Fantail tries again by itself.
problem-later-next = Try again later.
problem-check-server-next = Check the domain and the server in the account’s settings.
problem-check-address-next = Check the address for typing mistakes.
problem-ask-server-next = Ask the administrator of the server.

# Signing in

auth-wrong-password = The server did not accept the username or the password.
auth-wrong-password-next = Check both and enter the password again.
auth-account-disabled = The server has disabled this account.
auth-credentials-expired = The password has expired.
auth-credentials-expired-next = Choose a new password with your provider, then enter it here.
auth-server-not-authentic = The server could not prove that it knows your password. It may be an impostor.
auth-server-not-authentic-next = Do not enter the password again before the administrator of the server has explained it.
auth-downgrade = The server offers only a weaker way to sign in than before. Somebody may be listening, so the password was not sent.
auth-downgrade-next = Ask the administrator whether the server was changed. If so, accept the weaker way in the account’s settings, under Advanced.
auth-no-mechanism = The server offers no safe way to sign in that Fantail knows.
auth-plain-not-allowed = The server only takes the password itself, and this account is set not to send it.
auth-plain-not-allowed-next = Ask the administrator whether that is meant so. If it is, allow PLAIN in the account’s settings, under Advanced.
auth-refused = The server refuses the sign-in, and not because of the password.
auth-temporary = The server cannot check the password at the moment.

# Reaching the server

unreachable-unknown-host = No server was found under this name.
unreachable-refused = The server refuses the connection.
unreachable-timed-out = The server did not answer in time.
unreachable-lost = The connection was lost.
unreachable-no-tls = The server offers no encryption, so Fantail does not connect.
unreachable-not-xmpp = What answered there is not an XMPP server, or encryption could not be agreed on.
unreachable-no-service = This domain says that it offers no XMPP service.
unreachable-no-network = There is no network connection.
unreachable-no-network-next = Connect this computer to a network. Fantail then signs in by itself.
unreachable-host-unknown = The server does not serve this domain.
unreachable-shutting-down = The server is shutting down or restarting.

# The server ended the connection

stream-connection-timeout = The server ended the connection because it had heard nothing for a long time.
stream-host-gone = The server no longer serves this domain.
stream-internal-server-error = The server ended the connection because of an error of its own.
stream-not-authorized = The server ended the connection because it was not signed in.
stream-policy-violation = The server ended the connection because a rule of the server was broken.
stream-remote-connection-failed = The server could not reach another server that it needs.
stream-reset = The server ended the connection to start anew.
stream-resource-constraint = The server is overloaded and ended the connection.
stream-see-other-host = The server sends us to another server, which Fantail does not follow for safety.
stream-other = The server ended the connection because of a misunderstanding ({ $condition }).

# The server or somebody else refused a request

stanza-bad-request = The request was not understood.
stanza-conflict = There is already something with this name.
stanza-feature-not-implemented = The other side does not know how to do this.
stanza-forbidden = You do not have the right to do this.
stanza-gone = This address is no longer in use.
stanza-internal-server-error = An error occurred on the server.
stanza-item-not-found = There is nothing under this address or name.
stanza-jid-malformed = The address is not well formed.
stanza-not-acceptable = The request does not meet the other side’s conditions.
stanza-not-allowed = Nobody is allowed to do this here.
stanza-not-authorized = You have to sign in or give a password first.
stanza-policy-violation = A rule of the server forbids this.
stanza-recipient-unavailable = The recipient is not there at the moment.
stanza-redirect = The recipient is to be reached under another address for now.
stanza-registration-required = You have to register first.
stanza-remote-server-not-found = The recipient’s server does not exist.
stanza-remote-server-timeout = The recipient’s server does not answer.
stanza-resource-constraint = The server is too busy at the moment.
stanza-service-unavailable = The recipient cannot be reached, or does not take this.
stanza-subscription-required = Only people who are authorized may do this.
stanza-unexpected-request = This came at a moment when it was not expected.
stanza-other = The request was refused ({ $condition }).

# A room did not let us in

room-refused-members-only = Only members may enter this room. Ask an administrator of the room for membership.
room-refused-password = This room needs a password, or the one given is wrong.
room-refused-banned = You are banned from this room.
room-refused-conflict = Somebody in the room already uses this nickname. Choose another one.
room-refused-locked = This room does not exist, or it is still being set up.
room-refused-creation = This room does not exist, and you are not allowed to create one here.
room-refused-full = This room is full, or there is no room under this address. Try again later.
room-refused-nickname = The room does not accept this nickname. Choose another one.
room-refused-address = The address of the room or the nickname is not well formed.
room-refused-gone = This room no longer exists.
room-refused-put-out = A moderator put you out of this room, or one of its rules was broken.
room-refused-no-server = The room’s server does not exist. Check the address.
room-refused-server-silent = The room’s server does not answer. Try again later.

# What a server does not make of a room

room-choice-persistent = The server does not let you choose whether the room stays when everybody has left.
room-choice-public = The server does not let you choose whether the room is announced.
room-choice-members-only = The server does not let you choose whether only members may enter.
room-choice-password = The server does not let you choose whether the room asks for a password.
room-choice-moderated = The server does not let you choose whether only some people may write.
problem-room-choice-next = Leave this choice as the server has it, or use a room on another server.

# Certificates

certificate-unknown-issuer = It was issued by nobody this computer trusts.
certificate-wrong-name = It belongs to another server.
certificate-expired = It has expired.
certificate-not-yet-valid = It is not valid yet. Is the clock of this computer right?
certificate-no-roots = This computer has no trusted root certificates at all, so that none can be checked.
certificate-changed = It is not the one that was accepted before.
certificate-invalid = It is badly made, revoked, or wrongly signed.

# What is not there

not-found-account = There is no such account.
not-found-contact = There is no such buddy on the list.
not-found-conversation = There is no such conversation.
not-found-message = There is no such message.
not-found-request = Nobody with this address waits for an authorization.
not-found-invitation = Nobody has invited you to this room.
not-found-room = There is no such room among yours.
not-found-occupant = There is nobody with this nickname in the room.
not-found-certificate = There is no certificate with this fingerprint in question.

# What was given wrongly

bad-address = This is not a valid address. It has the form name@server.
bad-account = This is not a valid account. It has the form name@server.
bad-account-needed = There are several accounts. Say which one is meant.
bad-account-exists = This account is already there.
bad-host = This is not a valid server. It has the form name or name:port.
bad-extra-roots = This is not a certificate in PEM form.
bad-fingerprint = This is not a SHA-256 fingerprint of 64 hexadecimal digits.
bad-nickname = This is not a valid nickname.
bad-room-address = This is not a valid room. It has the form room@server.
bad-already-joined = You are already in this room with another nickname.
bad-another-person = Somebody else has this name in the room now. Nothing was sent; sending it again goes to them.
bad-room-option = The room has no such option, or the option cannot be set to this.
bad-room-password = This room asks for no password yet. Choose one.
bad-number = This is not a valid number.
bad-uri = This is not a valid xmpp: link.
bad-empty-message = The message is empty.
bad-characters = The text has control characters in it, which cannot be sent. Remove them and try again.
bad-long-message = The message is longer than the server takes. Send it in parts.
bad-not-ours = Only whoever wrote a message can change it or take it back.
bad-emoji = A reaction is one emoji.
bad-correct-and-reply = A message corrects another or answers one, not both.
bad-own-address = This is your own address.
bad-password = There is no password that can be read.
bad-file = The file cannot be read.
bad-picture = This is no picture that can be used. PNG, JPEG, GIF and WebP files can.
bad-profile-field = Profiles have these fields: nickname, full_name, email, phone, url, organization, birthday, note. Write FIELD=VALUE.
bad-folder = No file can be written into this folder. Is it there, is it yours, and is there room on the disk?
bad-xml = This is not one whole message, presence or iq. An iq needs its type, and a request one element in it.

# What is kept on disk

storage-damaged = The stored data is damaged. Nothing in it was changed.
storage-damaged-next = Restore the file from a backup, or move it away to start anew.
storage-newer = The stored data was written by a newer version of Fantail. Nothing in it was changed.
storage-newer-next = Install that version or a later one.
storage-locked = The stored data is locked by another program.
storage-locked-next = Close the other program, then start Fantail again.
storage-read-only = The stored data cannot be written.
storage-read-only-next = Give yourself the right to write to the file and its folder, then start Fantail again.
storage-full = The disk is full.
storage-full-next = Free some space. Nothing that was confirmed is lost.
storage-in-use = Another Fantail with this profile is running, but does not answer.
storage-in-use-next = End it, then start Fantail again.
storage-other = The stored data cannot be used.
storage-other-next = Check the disk and the rights of the file and its folder.
