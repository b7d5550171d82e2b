# Was Fenster zeigen. `_` steht vor dem Buchstaben, den Alt drückt.

button-add = _Hinzufügen
button-save = _Speichern
button-cancel = Abbrechen
button-close = Schließen
optional = Optional

# Anwesenheit und Konten
show-available = Verfügbar
show-chat = Gesprächsbereit
show-away = Abwesend
show-xa = Länger abwesend
show-dnd = Bitte nicht stören
show-invisible = Unsichtbar
show-offline = Offline
account-connecting = Verbindet…
account-retrying = Neuer Versuch…
account-disabled = Ausgeschaltet
account-no-keyring = Das Passwort konnte nicht gespeichert werden: Hier gibt es keinen Schlüsselbund.
account-enabled = { $account } einschalten

# Zeiten
day-mon = Mo
day-tue = Di
day-wed = Mi
day-thu = Do
day-fri = Fr
day-sat = Sa
day-sun = So
date-short = %-d.%m.

# Kontaktliste
buddy-list-title = Kontaktliste
list-name = Kontakte
list-no-account = Willkommen bei Fantail
list-no-account-words = Nach dem Hinzufügen eines Kontos erscheinen hier die Kontakte.
list-empty = Noch niemand hier
list-empty-words = Kontakte werden mit ihrer Adresse hinzugefügt, etwa name@server. Wer zugestimmt hat, ist hier mit seinem Status zu sehen.
list-catching-up = Verpasste Nachrichten werden geholt…
list-add = Kontakt _hinzufügen…
list-find = Kontakt suchen
list-find-example = Name, Adresse oder Gruppe
list-find-end = Suche beenden
list-not-found = Niemand gefunden
list-not-found-words = In der Liste steht niemand mit diesem Namen, dieser Adresse oder Gruppe.
list-hidden = Niemand ist da
list-hidden-words = Alle Kontakte sind offline und ausgeblendet.
list-show-offline = Kontakte offline _zeigen
group-buddies = Kontakte
group-others = Nicht in der Liste
group-rooms = Räume
group-counts = { $online } von { $total } da
row-asked = Zustimmung steht noch aus
row-not-listed = Nicht in der Liste
row-unread = { $count ->
    [one] eine ungelesene Nachricht
   *[other] { $count } ungelesene Nachrichten
}
row-chat = _Chatten
row-info = _Info anzeigen
row-history = _Verlauf
row-alias = _Alias…
row-remove = { $name } entfernen…
row-move = In _Gruppe verschieben
row-new-group = _Neue Gruppe…
row-rename-group = _Gruppe umbenennen…
row-add-here = Kontakt _hinzufügen…
row-dissolve = Gruppe auf_lösen…
row-remove-several = { $count } Kontakte entfernen…
drag-several-rooms = { $count } Räume
drag-several = { $count } Kontakte
new-group-question = Der Name der neuen Gruppe
rename-group-question = Ein anderer Name für die Gruppe { $name }
dissolve-question = Die Gruppe { $name } auflösen?
dissolve-words = Niemand verschwindet aus der Liste: Wer in keiner anderen Gruppe ist, kommt zu „Kontakte“, Räume kommen zu „Räume“, auf allen Geräten.
dissolve-now = Auf_lösen
remove-room-question = { $name } aus der Liste nehmen?
remove-room-words = Der Raum wird verlassen und auf keinem Gerät mehr von selbst betreten. Was gesagt wurde, bleibt im Verlauf.
remove-several-question = { $count } Kontakte aus der Liste entfernen?
remove-several-words = Sie werden auf dem Server aus der Liste genommen, und beide Seiten sehen den Status der anderen nicht mehr. Die Gespräche bleiben auf diesem Computer.
info-account = Konto
info-status = Status
info-seen = Sichtbar
info-one-way = Der eigene Status ist dort nicht zu sehen.
info-other-way = Der andere Status ist hier nicht zu sehen.
info-no-way = Beide Seiten sehen den Status der anderen nicht.
info-groups = Gruppen
info-resources = Angemeldet
info-people = Anwesend
info-nick = Spitzname
info-last = Zuletzt
row-add = Zur Liste _hinzufügen…
row-seeing = _Sichtbarkeit
row-ask-to-see = Erneut um Sicht _bitten
row-stop-seeing = Status nicht mehr _sehen
row-stop-being-seen = Eigenen Status nicht mehr _zeigen
row-leave = Raum ver_lassen
row-remove-room = Aus der Liste _nehmen…
row-fold = _Einklappen
row-unfold = _Ausklappen
room-left = Nicht beigetreten
room-joining = Betritt den Raum…
room-people = { $count ->
    [one] eine Person
   *[other] { $count } Personen
}
menu-buddies = Konta_kte
menu-accounts = K_onten
menu-tools = E_xtras
menu-mentions = Er_wähnungen
menu-preferences = _Einstellungen
menu-help = _Hilfe
menu-new-message = Neue _Nachricht…
menu-join = Chat _beitreten…
menu-info = _Info zum Kontakt…
menu-history = Verlauf _durchsuchen
menu-show = An_zeigen
menu-offline = _Kontakte offline
menu-empty-groups = _Leere Gruppen
menu-details = _Einzelheiten
menu-larger = _Größer
menu-smaller = Klei_ner
menu-normal-size = Nor_male Größe
menu-find = Kontakt _suchen…
menu-sort = Kontakte s_ortieren
menu-sort-status = Nach _Status
menu-sort-name = Nach _Namen
menu-sort-talk = Nach letztem _Gespräch
menu-add-buddy = Kontakt _hinzufügen…
menu-quit = B_eenden
menu-accounts-manage = Konten _verwalten
menu-account-edit = Konto _bearbeiten…
menu-account-profile = Eigenes _Profil…
menu-account-password = Pass_wort ändern…
menu-account-enabled = _Eingeschaltet
menu-shortcuts = _Tastenkürzel
menu-server = _Serverinformationen
menu-console = _XML-Konsole
menu-about = _Über Fantail
key-new-message = Strg+M
key-join = Strg+J
key-history = Strg+H
key-find = Strg+F
key-user-info = Strg+I
key-alias = F2
key-remove = Entf
key-add-buddy = Strg+B
key-accounts = Strg+A
key-preferences = Strg+P
key-larger = Strg++
key-smaller = Strg+-
key-normal-size = Strg+0
key-shortcuts = F1
key-next = Tab, Umschalt+Tab
key-pane = F6, Umschalt+F6
key-close = Esc
key-write = Eingabe
key-fold = ← →
key-select = Strg+Leertaste, Umschalt+↓
key-context = Menü, Umschalt+F10
key-menu = F10, Alt
key-send = Eingabe
key-line = Umschalt+Eingabe
key-complete = Tab
key-recall = Strg+↑, Strg+↓
key-correct = ↑
key-undo = Strg+Z, Strg+Y
key-step = F6, dann ↑ ↓
key-mark = Umschalt+↑ ↓ ← →
key-copy = Strg+C
key-copy-named = Strg+Umschalt+C
key-scroll = Bild auf, Bild ab
key-newest = Strg+Ende
key-oldest = Strg+Pos1
key-find-here = Strg+F
key-turn = Strg+Tab, Strg+Umschalt+Tab
key-number = Strg+1 … Strg+9
key-close-tab = Strg+W
key-reopen = Strg+Umschalt+T
key-info = Strg+I
key-move-tab = Strg+Umschalt+Bild auf, Bild ab
key-quit = Strg+Q
status-name = Status
status-message = Statusnachricht
status-set = Nachricht angeben…
status-no-account = Kein Konto
card-no-keyring = Das Passwort von { $account } konnte nicht gespeichert werden.
card-no-keyring-words = Auf diesem Computer gibt es keinen Schlüsselbund, oder er ist gesperrt. Fantail fragt beim nächsten Start nach. Schlüsselbund entsperren oder einrichten, dann das Passwort neu eingeben.
card-understood = Verstanden
card-authorize = Autorisieren
card-deny = Ablehnen
card-reply = Antworten…
card-invitation = { $name } lädt in den Raum { $room } ein.
card-more-invitations = { $count ->
    [one] Eine weitere Einladung wartet.
   *[other] { $count } weitere Einladungen warten.
}
card-join = Betreten
card-decline = Ablehnen
card-show = Zeigen…
card-again = Erneut versuchen
card-take-back = Hier anmelden
card-modify = Konto ändern…
card-password = Passwort…
card-certificate = Zertifikat ansehen…
alias-question = Ein Name für { $address }
remove-question = { $name } aus der Liste entfernen?
remove-words = { $address } wird auf dem Server aus der Liste genommen, und beide Seiten sehen den Status der anderen nicht mehr. Das Gespräch bleibt auf diesem Computer.
remove-now = Aus der Liste entfernen

# Konten
accounts-title = Konten
accounts-welcome = Willkommen bei Fantail
accounts-welcome-words = Zuerst das Konto hinzufügen, mit dem gechattet wird. Dazu braucht es den Benutzernamen, die Domain des Anbieters und das Passwort.
accounts-add = _Hinzufügen…
accounts-modify = _Ändern…
accounts-delete = _Löschen
account-delete-question = Konto { $account } löschen?
account-delete-words = Fantail vergisst das Passwort, die Kontakte und alle Gespräche, die auf diesem Computer gespeichert sind. Das Konto auf dem Server bleibt.
account-delete-now = Konto und Gespräche löschen

# Konto hinzufügen, Konto ändern
editor-add-title = Konto hinzufügen
editor-modify-title = Konto ändern
editor-protocol = Protokoll
editor-username = Benutzername
editor-domain = Domain
editor-password = Passwort
editor-password-kept = Unverändert
editor-remember = Passwort _merken
editor-remember-hint = Liegt im Schlüsselbund dieses Computers.
editor-forget-hint = Wird bei jedem Start erfragt.
editor-advanced = Erweitert
editor-address = Die Adresse lautet { $address }
editor-username-needed = Der Benutzername fehlt.
editor-username-wrong = Das kann kein Benutzername sein.
editor-domain-needed = Die Domain fehlt.
editor-domain-wrong = Das kann keine Domain sein.
editor-security = Sicherheit
editor-security-auto = Automatisch
editor-security-direct = TLS von Anfang an
editor-security-starttls = STARTTLS
editor-server = Server
editor-server-example = Wird über die Domain gefunden
editor-server-wrong = Das kann kein Name eines Servers sein.
editor-port = Port
editor-port-wrong = Ein Port ist eine Zahl von 1 bis 65535.
editor-port-without-server = Ein Port braucht einen Server.
editor-resource = Ressource
editor-resource-example = Wird von Fantail gewählt
editor-alias = Lokaler Alias
editor-plain = _PLAIN zulassen
editor-plain-hint = Das Passwort selbst geht durch die Verschlüsselung zum Server. Nur wo er nie etwas Besseres angeboten hat.
editor-weaker = Schwächere Art annehmen
editor-weaker-hint = Der Server bietet weniger an als früher. Nur annehmen, wenn die Administration das bestätigt.
editor-archiving = Server behält
editor-archiving-always = Alle Nachrichten
editor-archiving-buddies = Nachrichten mit Kontakten
editor-archiving-never = Keine Nachrichten

# Kontakt hinzufügen
add-buddy-title = Kontakt hinzufügen
add-buddy-address = Benutzername
add-buddy-address-example = benutzername@server
add-buddy-alias = Alias
add-buddy-group = Gruppe
add-buddy-invitation = Einladung
add-buddy-account = Konto
add-buddy-completed = Hinzugefügt wird { $address }
add-buddy-address-needed = Der Benutzername fehlt.
add-buddy-address-wrong = Das kann keine Adresse sein. Sie sieht aus wie benutzername@server.
add-buddy-account-needed = Zuerst ein Konto hinzufügen.
add-buddy-own-address = Das ist die eigene Adresse.

# Autorisieren
authorize-title = Autorisieren
authorize-question = { $name } möchte den Online-Status sehen.
authorize-quoted = „{ $message }“
authorize-what = Wer autorisiert ist, sieht den Status und die Angaben im Profil.
authorize-account = Gefragt wurde { $account }
authorize-more = { $count ->
    [one] Eine weitere Anfrage wartet.
   *[other] { $count } weitere Anfragen warten.
}
authorize-nobody = Niemand wartet auf eine Antwort.
authorize-yes = _Autorisieren
authorize-no = Ab_lehnen
authorize-reply = A_ntworten…
authorize-flood = { $count } Fremde möchten den Online-Status sehen.
authorize-flood-words = Vor einer Antwort sieht niemand etwas. Wer Werbung schickt, fragt oft in Scharen; nach Bekannten wird einzeln gefragt.
authorize-one-by-one = _Einzeln
authorize-deny-all = Alle { $count } ab_lehnen
authorize-offer = { $name } auch in die Liste aufnehmen?
authorize-offer-words = Damit wird gefragt, ob auch der andere Status zu sehen sein darf.
authorize-add = _Hinzufügen…
authorize-not-now = _Jetzt nicht

# Passwort
password-title = Passwort
password-question = Passwort für { $account }
password-sign-in = _Anmelden
change-password-title = Passwort ändern
change-password-account = Ein anderes Passwort für { $account } auf dem Server. Auch andere Programme und Geräte fragen dann danach.
change-password-now = Altes Passwort
change-password-new = Neues Passwort
change-password-again = Neues wiederholen
change-password-needed = Hier fehlt ein Passwort.
change-password-wrong = Das ist nicht das bisherige Passwort.
change-password-differs = Die neuen Passwörter stimmen nicht überein.
change-password-submit = Ä_ndern
change-password-done = Das Passwort von { $account } ist geändert.
change-password-not-kept = Das Passwort von { $account } ist geändert. Der Schlüsselbund hat das neue nicht angenommen, deshalb fragt Fantail beim nächsten Start danach.
change-password-unsure = Es kam keine Antwort: Vielleicht gilt das neue Passwort, vielleicht nicht. Fantail probiert bei der nächsten Anmeldung beide.
change-password-not-offered = Auf diesem Server lässt sich das Passwort von hier aus nicht ändern. Der Anbieter weiß, wo es geht.

# Zertifikat
certificate-title = Zertifikat
certificate-question = Der Server von { $server } konnte nicht nachweisen, wer er ist.
certificate-subject = Ausgestellt für
certificate-issuer = Ausgestellt von
certificate-until = Gültig bis
certificate-fingerprint = SHA-256
certificate-advice = Nur vertrauen, wenn genau dieser Fingerabdruck von der Verwaltung des Servers stammt. Sonst liest vielleicht jemand mit.
certificate-trust = Diesem Zertifikat _vertrauen
certificate-refuse = _Nicht verbinden

# Über
about-title = Über Fantail
about-version = Version { $version }
about-words = Ein Messenger für XMPP: eigene Kontakte, eigene Räume, eigener Server.
about-licence = Freie Software unter der GNU General Public License, Version 3 oder später.
about-copy = _Kopieren

notice-title = Fantail kann nicht starten

# Tastenkürzel

shortcuts-title = Tastenkürzel
shortcuts-everywhere = Kontaktliste und Chats
shortcuts-list = Kontaktliste
shortcuts-chat = Chats
shortcut-new-message = An eine beliebige Adresse schreiben
shortcut-join = Chat betreten
shortcut-history = Verlauf durchsuchen
shortcut-larger = Alles größer, in jedem Fenster
shortcut-smaller = Alles kleiner
shortcut-normal-size = Alles in normaler Größe
shortcut-next = Zum nächsten Feld und zurück
shortcut-pane = Zum nächsten Teil des Fensters und zurück
shortcut-close = Dialog oder Menü schließen
shortcut-write = Mit dem gewählten Kontakt chatten, Gruppe falten
shortcut-find = Kontakt suchen; oder einfach tippen
shortcut-user-info = Alles über einen Kontakt
shortcut-add-buddy = Kontakt hinzufügen
shortcut-alias = Einen anderen Namen geben
shortcut-remove = Aus der Liste entfernen
shortcut-fold = Gruppe falten und entfalten
shortcut-select = Mehrere auswählen
shortcut-context = Das Menü eines Kontakts
shortcut-menu = Die Menüleiste; Alt und ein unterstrichener Buchstabe drücken, wozu er gehört
shortcut-accounts = Konten, wenn gerade nichts getippt wird
shortcut-preferences = Einstellungen
shortcut-quit = Beenden
shortcut-send = Senden
shortcut-line = Neue Zeile
shortcut-complete = Namen ergänzen, in Räumen
shortcut-oldest = Zur ältesten geladenen Nachricht
shortcut-find-here = In diesem Gespräch suchen
shortcut-shortcuts = Diese Liste
card-crowd = { $count } Personen möchten den Online-Status sehen
shortcut-recall = Früher Gesagtes und zurück
shortcut-correct = Zuletzt Gesagtes bearbeiten, wenn nichts geschrieben ist
shortcut-undo = Rückgängig und wiederholen
shortcut-scroll = Blättern
shortcut-step = Von Nachricht zu Nachricht gehen
shortcut-mark = Nachrichten oder Buchstaben markieren
shortcut-copy = Markiertes kopieren
shortcut-copy-named = Mit Namen und Zeiten kopieren
shortcut-newest = Zur neuesten Nachricht
shortcut-turn = Zum nächsten Tab und zurück
shortcut-number = Zu einem Tab nach seiner Nummer
shortcut-close-tab = Tab schließen
shortcut-reopen = Geschlossenen Tab wieder öffnen
shortcut-info = Was über die andere Seite bekannt ist
shortcut-move-tab = Tab nach links oder rechts schieben

# What somebody publishes of themselves
profile-show = _Profil anzeigen
profile-asked = Der Server wird gefragt …
profile-empty = Dort ist nichts veröffentlicht.
profile-name = Name
profile-nick = Spitzname
profile-organization = Arbeitet bei
profile-email = E-Mail
profile-phone = Telefon
profile-url = Website
profile-birthday = Geboren
profile-note = Über sich
user-info-title = Info
user-info-again = Noch einmal _fragen
user-info-chat = _Chatten
own-profile-title = Eigenes Profil
own-profile-account = Was andere von { $account } sehen
own-profile-hint = Alles darf leer bleiben. Lesen kann es, wer die Adresse kennt. Ein Bild gilt sofort. ↵ steht für eine neue Zeile.
own-profile-picture = _Bild wählen…
own-profile-no-picture = _Entfernen

# Preferences
preferences-title = Einstellungen
preferences-looks = Aussehen
preferences-palette = Farben
preferences-density = Dichte
preferences-zoom = Größe
preferences-conversations = Gespräche
preferences-placement = Öffnen in
preferences-send-key = Senden mit
preferences-rooms = Räume
preferences-comings = Kommen, Gehen
comings-folded = In einer Zeile
comings-each = Je eine Zeile
comings-hidden = Nicht zeigen
preferences-directory = Ein Raum_verzeichnis fragen
preferences-watched = Was mich ruft
preferences-watched-hint = Spitzname und: Thesis, /Blatt [12]/
preferences-watched-wrong = Was zwischen Schrägstrichen steht, ist kein Muster.
preferences-keeping = Verlauf aufbewahren
keeping-always = Für immer
keeping-year = Ein Jahr lang
keeping-quarter = Drei Monate lang
keeping-month = Einen Monat lang
preferences-forget-year = Löschen, was älter als ein Jahr ist?
preferences-forget-quarter = Löschen, was älter als drei Monate ist?
preferences-forget-month = Löschen, was älter als ein Monat ist?
preferences-forget-explain = Es verschwindet von diesem Rechner, bei allen Konten, jetzt und künftig. Der Server und andere behalten, was sie haben.
preferences-forget = Ältere Nachrichten _löschen
preferences-telling = Was Kontakte erfahren
preferences-telling-of = Konto
preferences-telling-all = Alle Konten
preferences-tell-arrival = Nachricht _angekommen
preferences-tell-reading = Nachricht _gelesen
preferences-tell-typing = Ich _schreibe gerade
preferences-list = Kontaktliste
preferences-sort = Sortieren nach
preferences-offline = Kontakte, die _offline sind
preferences-empty-groups = _Leere Gruppen
preferences-details = _Details: Status und letzte Nachricht
palette-system = Wie auf dem Desktop
palette-light = Hell
palette-dark = Dunkel
palette-contrast = Hoher Kontrast
density-comfortable = Bequem
density-compact = Kompakt
placement-together = Tabs eines Fensters
placement-by-kind = Einem Fenster für Personen, einem für Räume
placement-apart = Einem Fenster je Gespräch
send-key-enter = Eingabe (Umschalt+Eingabe bricht um)
send-key-ctrl-enter = Strg+Eingabe (Eingabe bricht um)
sort-in-words-status = Status
sort-in-words-name = Name
sort-in-words-last-talk = Letztem Gespräch

# XML Console
console-title = XML-Konsole
console-account = Konto
console-kind = Anzeigen
console-everything = Alles
console-messages = Nachrichten
console-presence = Präsenz
console-iqs = Anfragen
console-stream = Strom
console-search = Im XML suchen
console-pause = _Anhalten
console-copy = Alles _kopieren
console-clear = _Leeren
console-empty = Was ab jetzt über die Verbindung geht, erscheint hier. Passwörter sind ausgelassen.
console-received = Empfangen
console-sent = Gesendet
console-write = Ein Stanza, als XML
console-templates = Vorlagen
console-send = _Senden
console-hint = Strg+Eingabe sendet es als { $account }.
console-template-ping = Den Server anpingen
console-template-features = Was der Server kann
console-template-services = Dienste des Servers
console-template-version = Version des Servers
console-template-roster = Die Kontaktliste, wie der Server sie hat
console-template-message = Eine Nachricht
console-template-presence = Präsenz

# Server Info
server-title = Serverinformationen
server-yes = ja
server-no = nein
server-connection = Verbindung
server-account = Konto
server-state = Status
server-encryption = Verschlüsselung
server-sign-in = Anmeldung
server-resource = Ressource
server-resumed = Fortgesetzt
server-longest = Längstes Stanza
server-bytes = { $count } Byte
server-certificate = Zertifikat
server-subject = Für
server-issuer = Von
server-until = Gültig bis
server-fingerprint = SHA-256
server-date = %d.%m.%Y
server-abilities = Was er bietet
server-software = Software
server-archive = Verlauf auf dem Server
server-carbons = Kopien an alle Geräte
server-blocking = Personen blockieren
server-push = Push auf Handys
server-pep = Persönliche Ereignisse
server-bookmarks = Räume synchronisiert
server-profiles = Profile
server-rooms = Räume
server-upload = Dateien senden
server-calls = Vermittlung für Anrufe

# History
history-title = Verlauf
history-search = Alles durchsuchen
history-within = Gespräch
history-all = Alle Gespräche
history-begin = Suchen, was gesagt wurde
history-hint = Wörter, Anfang*, "mehrere Wörter", from:Name, in:Raum, after:2026-11-01, before:2026-11-01, has:link, has:file, has:mention
history-nothing = Nichts gefunden.
history-failed = Die Suche ist fehlgeschlagen.
history-hits = Nachrichten
history-place = in { $name }
history-to = an { $name }
history-count = { $count ->
    [one] Eine Nachricht
   *[other] { $count } Nachrichten
}
history-most = Die neuesten { $count } Nachrichten
history-day = Tag
history-day-hint = Wie 28.11.2026
history-day-wrong = Kein solcher Tag.
history-around = Davor und danach
history-open = Gespräch ö_ffnen
history-export = E_xportieren …

# Aufschreiben, was gesagt wurde
export-text = Einfacher _Text
export-html = _Webseite
export-json = _JSON
export-title-one = Gespräch mit { $name } exportieren
export-title-all = Alle Gespräche exportieren
export-explain = Eine neue Datei bei den Downloads. Wer die Datei hat, kann sie lesen.
export-done = Gespeichert als { $path }

# Das eigene Bild
menu-picture = Eigenes _Bild…
picture-title = Eigenes Bild
picture-words = Das sehen andere, bei allen Konten. Gezeigt wird die Mitte; was sonst noch in der Datei steht, geht nicht hinaus.
picture-file = Datei
picture-choose = Auswählen…
picture-remove = Bild entfernen

# Stimmungen
menu-mood = Eigene _Stimmung…
mood-title = Eigene Stimmung
mood-words = Die Kontakte sehen sie, bei allen Konten, bis sie geändert wird.
mood-feeling = Stimmung
mood-example = glücklich, müde, neugierig …
mood-about = Warum
mood-unknown = Diese Stimmung gibt es nicht. Der Anfang eines Wortes genügt, um zu sehen, was passt.
mood-remove = Keine zeigen
mood-why = { $feeling }: { $text }
info-mood = Stimmung
chat-mood = Den Kontakten wird diese Stimmung gezeigt: { $mood }
chat-mood-none = Es wird keine Stimmung mehr gezeigt.
mood-name = { $feeling ->
    [afraid] ängstlich
    [amazed] erstaunt
    [amorous] liebevoll
    [angry] zornig
    [annoyed] genervt
    [anxious] bang
    [aroused] erregt
    [ashamed] beschämt
    [bored] gelangweilt
    [brave] tapfer
    [calm] ruhig
    [cautious] vorsichtig
    [cold] mir ist kalt
    [confident] zuversichtlich
    [confused] verwirrt
    [contemplative] nachdenklich
    [contented] zufrieden
    [cranky] gereizt
    [crazy] verrückt
    [creative] kreativ
    [curious] neugierig
    [dejected] niedergeschlagen
    [depressed] bedrückt
    [disappointed] enttäuscht
    [disgusted] angeekelt
    [dismayed] bestürzt
    [distracted] abgelenkt
    [embarrassed] verlegen
    [envious] neidisch
    [excited] aufgeregt
    [flirtatious] in Flirtlaune
    [frustrated] frustriert
    [grateful] erkenntlich
    [grieving] in Trauer
    [grumpy] mürrisch
    [guilty] schuldbewusst
    [happy] glücklich
    [hopeful] hoffnungsvoll
    [hot] mir ist heiß
    [humbled] demütig
    [humiliated] gedemütigt
    [hungry] hungrig
    [hurt] verletzt
    [impressed] beeindruckt
    [in_awe] voller Ehrfurcht
    [in_love] verliebt
    [indignant] entrüstet
    [interested] interessiert
    [intoxicated] berauscht
    [invincible] unbesiegbar
    [jealous] eifersüchtig
    [lonely] einsam
    [lost] verloren
    [lucky] vom Glück verfolgt
    [mean] gemein
    [moody] launisch
    [nervous] nervös
    [neutral] gleichmütig
    [offended] gekränkt
    [outraged] empört
    [playful] verspielt
    [proud] stolz
    [relaxed] entspannt
    [relieved] erleichtert
    [remorseful] reuig
    [restless] ruhelos
    [sad] traurig
    [sarcastic] sarkastisch
    [satisfied] befriedigt
    [serious] ernst
    [shocked] schockiert
    [shy] schüchtern
    [sick] krank
    [sleepy] schläfrig
    [spontaneous] spontan
    [stressed] gestresst
    [strong] stark
    [surprised] überrascht
    [thankful] dankbar
    [thirsty] durstig
    [tired] müde
    [undefined] schwer zu sagen
    [weak] schwach
    [worried] besorgt
   *[other] { $feeling }
}
