# Der Verlauf eines Gesprächs
chat-log = Nachrichten
chat-log-jump = Zur neuesten Nachricht
chat-log-new = Neu
chat-log-older = Ältere Nachrichten werden geladen …
chat-log-empty-chat = Noch keine Nachrichten mit { $name }. Unten ist Platz für die erste.
chat-log-empty-room = Hier hat noch niemand geschrieben.
chat-you = Ich
chat-today = Heute
chat-yesterday = Gestern
chat-day-in-words = { $weekday ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}, { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
chat-day-with-year = { $words } { $year }

# Wie weit eine Nachricht gekommen ist
chat-state-queued = wartet
chat-state-sent = gesendet
chat-state-delivered = zugestellt
chat-state-displayed = gelesen
chat-state-failed = nicht gesendet
chat-not-changed = Die andere Seite hat sie noch, wie sie war. { $reason }
chat-not-felt = Die andere Seite weiß nichts von der Reaktion. { $reason }
chat-not-taken-back = Die andere Seite hat sie noch. { $reason }
chat-retry = Erneut versuchen
chat-shortened = Diese Nachricht war zu groß. Nur ihr Anfang ist erhalten.
chat-cut = Von dieser langen Nachricht wird nur der Anfang gezeigt.

# Warum eine Nachricht nicht gesendet wurde
chat-failed-unknown-address = Unter dieser Adresse ist niemand. Bitte die Schreibweise prüfen.
chat-failed-unknown-server = Der Server dieser Adresse wurde nicht gefunden. Bitte die Schreibweise prüfen.
chat-failed-refused = Sie wurde abgelehnt: vielleicht sind dort nur Nachrichten bekannter Kontakte erwünscht.
chat-failed-full = Das Postfach dort ist voll. Bitte später erneut versuchen.
chat-failed-room-left = Dieser Raum ist nicht betreten. Erst betreten, dann erneut versuchen.
chat-failed-room-voice = In diesem Raum dürfen nur Personen mit Rederecht schreiben.
chat-failed-unreachable = Der andere Server hat nicht geantwortet. Bitte später erneut versuchen.
chat-failed-offline = Das Konto ist offline. Erst verbinden, dann erneut versuchen.

# Das Gesprächsfenster
chat-tabs = Gespräche
chat-tab-unread = { $name }, { $count } ungelesen
chat-close-tab = { $name } schließen
chat-input = Nachricht an { $name }
chat-send = Senden
chat-stranger = { $name } steht nicht in der Kontaktliste.
chat-add-buddy = Kontakt _hinzufügen
chat-account-offline = { $account } ist offline. Geschriebenes wartet hier, bis die Verbindung wieder steht.
chat-account-connecting = { $account } verbindet sich. Geschriebenes wartet so lange.
chat-some-failed = Eine Nachricht wurde nicht gesendet.
chat-long = Der Text füllt { $share } % dessen, was der Server in einer Nachricht annimmt.
chat-too-long = Der Text ist zu lang für eine Nachricht: Er füllt { $share } % dessen, was der Server annimmt. Bitte in Teilen senden.
chat-message-failed = Eine Nachricht wurde nicht gesendet. { $reason }
chat-paste-title = Einen langen Text einfügen?
chat-paste-explain = { $lines ->
    [one] Eine Zeile mit { $letters } Zeichen.
   *[other] { $lines } Zeilen mit { $letters } Zeichen.
}
chat-paste = _Einfügen
chat-link-title = Diese Adresse öffnen?
chat-link-explain = Sie führt hierhin, was auch immer in der Nachricht steht:
chat-link-explain-mail = Die E-Mail geht an diese Adresse, was auch immer in der Nachricht steht:
chat-link-explain-map = Dieser Ort wird auf einer Karte gezeigt, was auch immer in der Nachricht steht:
chat-link-explain-phone = Diese Nummer wird angerufen, was auch immer in der Nachricht steht:
chat-link-explain-here = Fantail selbst öffnet diese Adresse, was auch immer in der Nachricht steht. Gesendet oder betreten wird nichts, bevor es bestätigt ist:
chat-link-deceive = Bitte genau hinsehen: Ähnliche Buchstaben oder ein Name vor „@“ können das wahre Ziel verbergen.
chat-link-open = Ö_ffnen
chat-cancel = Abbrechen
chat-hidden = Verdeckte Worte
chat-hidden-about = Verdeckte Worte: { $about }
chat-hidden-note = Wer das schrieb, will nichts vorwegnehmen.
chat-hidden-shown = Diese Worte waren verdeckt.
chat-hidden-own = Für andere verdeckt, bis sie danach fragen.
chat-show = Anzeigen
chat-hide = Wieder verdecken
chat-menu-show = Verdeckte Worte an_zeigen
chat-menu-hide = Diese Worte wieder _verdecken
chat-menu-hiding = _Verdeckt schreiben (Spoiler)
chat-menu-unread = Zur ersten _ungelesenen Nachricht
chat-menu-day = Zu einem Ta_g…
chat-day-title = Zu einem Tag gehen
chat-day = Tag, etwa 28.11.2026
chat-day-wrong = Das ist kein Tag. Bitte etwa so schreiben: 28.11.2026.
chat-day-go = _Los
chat-menu-attention = Auf_merksamkeit erbitten
chat-hiding = Verdeckt, bis jemand danach fragt
chat-hiding-about = Worum es geht
chat-rings = { $name } bittet um Aufmerksamkeit
chat-rang = Um Aufmerksamkeit gebeten

# Ein Raum
chat-room-no-subject = Kein Thema
chat-room-people = { $count ->
    [one] 1 Person
   *[other] { $count } Personen
}
chat-room-occupants = Personen im Raum
chat-room-moderators = Moderation
chat-room-participants = Teilnehmende
chat-room-visitors = Gäste
chat-room-leave = Raum _verlassen
chat-room-rejoin = _Wieder betreten
chat-room-joining = Wird betreten …
chat-room-left = Dieser Raum ist verlassen. Seine Nachrichten bleiben hier.
chat-room-other-nick = Mit anderem _Spitznamen betreten …
chat-room-with-password = _Passwort eingeben …
chat-room-retry = _Erneut versuchen
chat-room-private = { $nick } — { $room }

# Neue Nachricht
new-message-title = Neue Nachricht
new-message-account = Konto
new-message-address = Adresse
new-message-address-hint = name@server
new-message-explain = Nachrichten gehen an jede Adresse, auch außerhalb der Kontaktliste.
new-message-open = _Schreiben
new-message-suggestions = Kontakte
new-message-invalid = Das ist keine Adresse. Sie sieht aus wie name@server.
new-message-own = Das ist die eigene Adresse.
new-message-no-account = Bitte erst ein Konto hinzufügen.

# Chat betreten
join-room-title = Chat betreten
join-room-account = Konto
join-room-room = Raum
join-room-server = Server
join-room-nick = Spitzname
join-room-password = Passwort
join-room-room-hint = teestunde
join-room-password-hint = Nur wenn der Raum eines verlangt
join-room-explain = Einen Raum, den es noch nicht gibt, legt der Server an.
join-room-join = _Betreten
join-room-joining = { $room } wird betreten …
join-room-invalid-room = Bitte den Namen des Raums eingeben. Leerzeichen, „/“, „@“ und manche Zeichen gehen nicht.
join-room-invalid-server = Das ist kein Servername. Er sieht aus wie conference.example.org.
join-room-invalid-nick = Bitte den gewünschten Namen im Raum eingeben.
join-room-offline = { $account } ist offline. Erst verbinden, dann betreten.
join-room-no-account = Bitte erst ein Konto hinzufügen.

# Warum ein Raum den Eintritt verweigert
chat-refused-password-wrong = Der Raum hat das Passwort nicht angenommen. Bitte prüfen und erneut betreten.
chat-refused-no-rooms = Auf { $server } gibt es keine Räume. Server mit Räumen heißen oft conference.…
chat-refused-offline = Das Konto ist offline. Erst verbinden, dann betreten.

# Menus of a message, a tab, a conversation
chat-menu-open-link = Link ö_ffnen …
chat-menu-copy-link = _Linkadresse kopieren
chat-menu-copy = _Kopieren
chat-menu-copy-named = Mit _Namen und Zeiten kopieren
chat-menu-mark-all = _Alles markieren
chat-menu-private = _Private Nachricht
chat-menu-retry = Er_neut versuchen
chat-menu-info = Ü_ber dieses Gespräch
chat-menu-new-window = In _neues Fenster
chat-menu-other-window = In _anderes Fenster
chat-menu-close = _Schließen

# What is known of the other side
chat-more = Mehr
chat-info = Über dieses Gespräch
chat-info-learns = Was mitgeteilt wird
chat-info-room-learns = Die Leute in diesem Raum erfahren
chat-info-copy = Adresse _kopieren
chat-info-close = Bereich schließen
chat-info-moderator = Moderiert
chat-info-participant = Schreibt mit
chat-info-visitor = Zu Besuch: liest, ohne zu schreiben
chat-info-owner = Besitzt den Raum
chat-info-admin = Verwaltet den Raum
chat-info-member = Mitglied des Raums

# What is said about a message
chat-typing = schreibt …
chat-typing-paused = schreibt gerade nicht weiter
chat-typing-gone = hat die Unterhaltung geschlossen
chat-retracted = Diese Nachricht wurde zurückgenommen.
chat-corrected = bearbeitet
chat-answers-unknown = Antwort auf eine frühere Nachricht
chat-answering = Antwort auf „{ $text }“
chat-correcting = Die Nachricht wird bearbeitet.
chat-menu-answer = Ant_worten
chat-menu-react = _Reagieren
chat-menu-correct = _Bearbeiten
chat-menu-retract = _Zurücknehmen …
chat-retract = Zurücknehmen
chat-retract-title = Diese Nachricht zurücknehmen?
chat-retract-explain = Sie verschwindet bei allen, deren Programm das kann. Wer sie gelesen hat, hat sie gelesen.
chat-menu-export = E_xportieren als
chat-menu-forget = Verlauf _löschen …
chat-menu-list = Kontaktliste
chat-menu-find = Su_chen …
chat-find = In diesem Gespräch suchen
chat-find-older = Älterer Treffer
chat-find-newer = Neuerer Treffer
chat-find-close = Suche beenden
chat-find-count = { $at } von { $count }
chat-find-none = Nichts gefunden.
chat-forget = Löschen
chat-forget-title = Verlauf mit { $name } löschen?
chat-forget-explain = Er ist dann auf diesem Computer weg, und was noch nicht gesendet ist, wird nicht gesendet. Server und Gegenüber behalten ihren.
chat-menu-versions = Frühere _Fassungen …
chat-versions-title = Was diese Nachricht sagte
