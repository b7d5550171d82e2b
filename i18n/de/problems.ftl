# Was nicht geklappt hat und was zu tun ist. Ein Schlüssel mit -next am Ende ist der nächste Schritt.

# $words ist unser eigener Satz, $text schreibt der Server.
problem-quotation = { $words } Der Server sagt: „{ $text }“

problem-password-needed = Zum Anmelden wird das Passwort gebraucht.
problem-password-needed-next = Passwort dieses Kontos eingeben.
problem-untrusted-certificate = Der Server konnte nicht nachweisen, wer er ist: Seinem Zertifikat wird nicht vertraut.
problem-untrusted-certificate-next = Zertifikat ansehen und nur annehmen, wenn der Fingerabdruck mit dem der Administration übereinstimmt.
problem-conflict = Dieses Konto hat sich anderswo mit derselben Ressource angemeldet, deshalb wurde diese Verbindung getrennt.
problem-conflict-next = Konto wieder aktivieren, um es zurückzuholen, oder in den Einstellungen eine andere Ressource wählen.
problem-offline = Das Konto ist offline.
problem-offline-next = Konto aktivieren oder einen anderen Status als „Offline“ wählen und noch einmal versuchen.
problem-timeout = Es kam nicht rechtzeitig eine Antwort.
problem-not-implemented = Das ist hier nicht möglich: Der Server oder diese Version von Fantail bietet es nicht an.
problem-no-display = Es gibt keinen Bildschirm für ein Fenster.

problem-retrying-next = Fantail versucht es von selbst noch einmal.
problem-later-next = Später noch einmal versuchen.
problem-check-server-next = Domain und Server in den Einstellungen des Kontos prüfen.
problem-check-address-next = Adresse auf Tippfehler prüfen.
problem-ask-server-next = Bei der Administration des Servers nachfragen.

# Anmelden

auth-wrong-password = Der Server hat den Benutzernamen oder das Passwort nicht angenommen.
auth-wrong-password-next = Beides prüfen und das Passwort noch einmal eingeben.
auth-account-disabled = Der Server hat dieses Konto gesperrt.
auth-credentials-expired = Das Passwort ist abgelaufen.
auth-credentials-expired-next = Beim Anbieter ein neues Passwort wählen und hier eingeben.
auth-server-not-authentic = Der Server konnte nicht nachweisen, dass er das Passwort kennt. Vielleicht gibt sich jemand für ihn aus.
auth-server-not-authentic-next = Passwort nicht noch einmal eingeben, bevor die Administration des Servers es erklärt hat.
auth-downgrade = Der Server bietet nur noch eine schwächere Art der Anmeldung an als früher. Vielleicht hört jemand mit, deshalb wurde das Passwort nicht gesendet.
auth-downgrade-next = Nachfragen, ob der Server geändert wurde. Wenn ja, die schwächere Art in den erweiterten Einstellungen des Kontos annehmen.
auth-no-mechanism = Der Server bietet keine sichere Art der Anmeldung an, die Fantail kennt.
auth-plain-not-allowed = Der Server nimmt nur das Passwort selbst, und dieses Konto ist so eingestellt, dass es das Passwort nie selbst sendet.
auth-plain-not-allowed-next = Nachfragen, ob das so gemeint ist. Wenn ja, PLAIN in den erweiterten Einstellungen des Kontos zulassen.
auth-refused = Der Server lehnt die Anmeldung ab, und zwar nicht wegen des Passworts.
auth-temporary = Der Server kann das Passwort gerade nicht prüfen.

# Den Server erreichen

unreachable-unknown-host = Unter diesem Namen wurde kein Server gefunden.
unreachable-refused = Der Server lehnt die Verbindung ab.
unreachable-timed-out = Der Server hat nicht rechtzeitig geantwortet.
unreachable-lost = Die Verbindung ist abgebrochen.
unreachable-no-tls = Der Server bietet keine Verschlüsselung an, deshalb verbindet sich Fantail nicht.
unreachable-not-xmpp = Dort antwortet kein XMPP-Server, oder die Verschlüsselung kam nicht zustande.
unreachable-no-service = Diese Domain bietet nach eigener Angabe kein XMPP an.
unreachable-no-network = Es gibt keine Netzwerkverbindung.
unreachable-no-network-next = Computer mit einem Netzwerk verbinden. Fantail meldet sich dann von selbst an.
unreachable-host-unknown = Der Server ist für diese Domain nicht zuständig.
unreachable-shutting-down = Der Server fährt herunter oder startet neu.

# Der Server hat die Verbindung beendet

stream-connection-timeout = Der Server hat die Verbindung beendet, weil lange nichts von uns kam.
stream-host-gone = Der Server ist für diese Domain nicht mehr zuständig.
stream-internal-server-error = Der Server hat die Verbindung wegen eines eigenen Fehlers beendet.
stream-not-authorized = Der Server hat die Verbindung beendet, weil sie nicht angemeldet war.
stream-policy-violation = Der Server hat die Verbindung beendet, weil eine seiner Regeln verletzt wurde.
stream-remote-connection-failed = Der Server konnte einen anderen Server nicht erreichen, den er braucht.
stream-reset = Der Server hat die Verbindung beendet, um neu zu beginnen.
stream-resource-constraint = Der Server ist überlastet und hat die Verbindung beendet.
stream-see-other-host = Der Server verweist auf einen anderen Server. Zur Sicherheit folgt Fantail dem nicht.
stream-other = Der Server hat die Verbindung wegen eines Missverständnisses beendet ({ $condition }).

# Der Server oder die Gegenseite hat eine Anfrage abgelehnt

stanza-bad-request = Die Anfrage wurde nicht verstanden.
stanza-conflict = Unter diesem Namen gibt es schon etwas.
stanza-feature-not-implemented = Die Gegenseite beherrscht das nicht.
stanza-forbidden = Dafür fehlt das Recht.
stanza-gone = Diese Adresse wird nicht mehr benutzt.
stanza-internal-server-error = Auf dem Server ist ein Fehler aufgetreten.
stanza-item-not-found = Unter dieser Adresse oder diesem Namen gibt es nichts.
stanza-jid-malformed = Die Adresse ist nicht richtig geschrieben.
stanza-not-acceptable = Die Anfrage erfüllt die Bedingungen der Gegenseite nicht.
stanza-not-allowed = Das darf hier niemand.
stanza-not-authorized = Dafür ist erst eine Anmeldung oder ein Passwort nötig.
stanza-policy-violation = Eine Regel des Servers verbietet das.
stanza-recipient-unavailable = Die Gegenseite ist gerade nicht da.
stanza-redirect = Die Gegenseite ist zurzeit unter einer anderen Adresse zu erreichen.
stanza-registration-required = Dafür ist erst eine Registrierung nötig.
stanza-remote-server-not-found = Den Server der Gegenseite gibt es nicht.
stanza-remote-server-timeout = Der Server der Gegenseite antwortet nicht.
stanza-resource-constraint = Der Server ist gerade überlastet.
stanza-service-unavailable = Die Gegenseite ist nicht erreichbar oder nimmt das nicht an.
stanza-subscription-required = Das dürfen nur Personen mit Autorisierung.
stanza-unexpected-request = Das kam zu einem unerwarteten Zeitpunkt.
stanza-other = Die Anfrage wurde abgelehnt ({ $condition }).

# Ein Raum hat uns nicht eingelassen

room-refused-members-only = Diesen Raum dürfen nur Mitglieder betreten. Die Administration des Raums kann die Mitgliedschaft vergeben.
room-refused-password = Dieser Raum braucht ein Passwort, oder das angegebene ist falsch.
room-refused-banned = Der Zutritt zu diesem Raum ist gesperrt.
room-refused-conflict = Jemand im Raum benutzt diesen Spitznamen schon. Bitte einen anderen wählen.
room-refused-locked = Diesen Raum gibt es nicht, oder er wird gerade noch eingerichtet.
room-refused-creation = Diesen Raum gibt es nicht, und das Anlegen von Räumen ist hier nicht erlaubt.
room-refused-full = Dieser Raum ist voll, oder unter der Adresse gibt es keinen Raum. Später noch einmal versuchen.
room-refused-nickname = Der Raum nimmt diesen Spitznamen nicht an. Bitte einen anderen wählen.
room-refused-address = Die Adresse des Raums oder der Spitzname ist nicht richtig geschrieben.
room-refused-gone = Diesen Raum gibt es nicht mehr.
room-refused-put-out = Die Moderation hat dieses Konto aus dem Raum entfernt, oder eine seiner Regeln wurde verletzt.
room-refused-no-server = Den Server des Raums gibt es nicht. Bitte die Adresse prüfen.
room-refused-server-silent = Der Server des Raums antwortet nicht. Später noch einmal versuchen.

# Was ein Server mit einem Raum nicht macht

room-choice-persistent = Der Server lässt nicht wählen, ob der Raum bleibt, wenn alle gegangen sind.
room-choice-public = Der Server lässt nicht wählen, ob der Raum angekündigt wird.
room-choice-members-only = Der Server lässt nicht wählen, ob nur Mitglieder eintreten dürfen.
room-choice-password = Der Server lässt nicht wählen, ob der Raum ein Passwort verlangt.
room-choice-moderated = Der Server lässt nicht wählen, ob nur bestimmte Personen schreiben dürfen.
problem-room-choice-next = Diese Wahl dem Server überlassen oder einen Raum auf einem anderen Server nehmen.

# Zertifikate

certificate-unknown-issuer = Es wurde von niemandem ausgestellt, dem dieser Computer vertraut.
certificate-wrong-name = Es gehört zu einem anderen Server.
certificate-expired = Es ist abgelaufen.
certificate-not-yet-valid = Es ist noch nicht gültig. Geht die Uhr dieses Computers richtig?
certificate-no-roots = Dieser Computer hat gar keine vertrauenswürdigen Stammzertifikate, deshalb lässt sich keines prüfen.
certificate-changed = Es ist nicht das, das früher angenommen wurde.
certificate-invalid = Es ist fehlerhaft, zurückgezogen oder falsch unterschrieben.

# Was es nicht gibt

not-found-account = Dieses Konto gibt es nicht.
not-found-contact = Dieser Kontakt steht nicht auf der Liste.
not-found-conversation = Diese Unterhaltung gibt es nicht.
not-found-message = Diese Nachricht gibt es nicht.
not-found-request = Unter dieser Adresse wartet niemand auf eine Autorisierung.
not-found-invitation = In diesen Raum hat niemand eingeladen.
not-found-room = Diesen Raum gibt es unter den eigenen nicht.
not-found-occupant = Unter diesem Spitznamen ist niemand im Raum.
not-found-certificate = Ein Zertifikat mit diesem Fingerabdruck steht nicht zur Frage.

# Was falsch angegeben wurde

bad-address = Das ist keine gültige Adresse. Sie hat die Form name@server.
bad-account = Das ist kein gültiges Konto. Es hat die Form name@server.
bad-account-needed = Es gibt mehrere Konten. Bitte angeben, welches gemeint ist.
bad-account-exists = Dieses Konto ist schon da.
bad-host = Das ist kein gültiger Server. Er hat die Form name oder name:port.
bad-extra-roots = Das ist kein Zertifikat in PEM-Form.
bad-fingerprint = Das ist kein SHA-256-Fingerabdruck aus 64 hexadezimalen Ziffern.
bad-nickname = Das ist kein gültiger Spitzname.
bad-room-address = Das ist kein gültiger Raum. Er hat die Form raum@server.
bad-already-joined = In diesem Raum wird schon ein anderer Spitzname benutzt.
bad-another-person = Diesen Namen trägt im Raum jetzt jemand anders. Nichts wurde gesendet; ein weiterer Versuch geht an diese Person.
bad-room-option = Der Raum hat diese Option nicht, oder sie lässt sich so nicht setzen.
bad-room-password = Dieser Raum verlangt noch kein Passwort. Bitte eines wählen.
bad-number = Das ist keine gültige Zahl.
bad-uri = Das ist kein gültiger xmpp:-Link.
bad-empty-message = Die Nachricht ist leer.
bad-characters = Im Text stehen Steuerzeichen, die nicht gesendet werden können. Ohne sie geht es.
bad-long-message = Die Nachricht ist länger, als der Server annimmt. Bitte in Teilen senden.
bad-not-ours = Nur wer eine Nachricht geschrieben hat, kann sie ändern oder zurücknehmen.
bad-emoji = Eine Reaktion ist genau ein Emoji.
bad-correct-and-reply = Eine Nachricht berichtigt eine andere oder beantwortet sie, nicht beides.
bad-own-address = Das ist die eigene Adresse.
bad-password = Es ist kein lesbares Passwort da.
bad-file = Die Datei lässt sich nicht lesen.
bad-picture = Das ist kein Bild, das verwendet werden kann. PNG-, JPEG-, GIF- und WebP-Dateien gehen.
bad-profile-field = Profile haben diese Felder: nickname, full_name, email, phone, url, organization, birthday, note. Geschrieben wird FELD=WERT.
bad-folder = In diesen Ordner lässt sich keine Datei schreiben. Gibt es ihn, ist er der eigene, und ist noch Platz auf der Platte?
bad-xml = Das ist nicht eine ganze Nachricht, Präsenz oder ein iq. Ein iq braucht seinen type, eine Anfrage genau ein Element darin.

# Was auf der Platte liegt

storage-damaged = Die gespeicherten Daten sind beschädigt. Es wurde nichts daran geändert.
storage-damaged-next = Datei aus einer Sicherung wiederherstellen, oder zur Seite legen, um neu anzufangen.
storage-newer = Die gespeicherten Daten stammen von einer neueren Version von Fantail. Es wurde nichts daran geändert.
storage-newer-next = Diese oder eine spätere Version installieren.
storage-locked = Die gespeicherten Daten sind von einem anderen Programm gesperrt.
storage-locked-next = Das andere Programm schließen und Fantail noch einmal starten.
storage-read-only = Die gespeicherten Daten lassen sich nicht schreiben.
storage-read-only-next = Schreibrecht für die Datei und ihren Ordner geben und Fantail noch einmal starten.
storage-full = Die Festplatte ist voll.
storage-full-next = Platz schaffen. Was bestätigt wurde, geht nicht verloren.
storage-in-use = Ein anderes Fantail läuft mit diesem Profil, antwortet aber nicht.
storage-in-use-next = Das andere beenden und Fantail noch einmal starten.
storage-other = Die gespeicherten Daten lassen sich nicht benutzen.
storage-other-next = Festplatte und Rechte der Datei und ihres Ordners prüfen.
