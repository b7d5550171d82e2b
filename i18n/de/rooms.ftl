# Räume anlegen, ändern, finden und pflegen.

menu-create-room = _Raum anlegen…
menu-room-list = _Raumliste
row-room-settings = _Raumeinstellungen…
join-room-list = Raum_liste…
join-room-autojoin = Bei _jeder Anmeldung betreten
row-autojoin = Bei _jeder Anmeldung betreten

room-create-title = Raum anlegen
room-settings-title = Einstellungen von { $room }
room-create = _Anlegen
room-save = _Speichern
room-creating = Der Raum wird angelegt. Bis das geschehen ist, lassen manche Server schon Leute ein …
room-waiting = Warten auf den Server …
room-create-taken = Unter dieser Adresse gibt es schon einen Raum. Bitte eine andere wählen oder ihm beitreten.
room-address = Adresse
room-name = Name
room-name-hint = Was zu lesen ist, etwa: Tee um fünf
room-preset = Wofür
room-preset-group = Eine private Gruppe
room-preset-channel = Ein öffentlicher Kanal
room-preset-lecture = Ein Vortrag: wenige sprechen
room-preset-meeting = Ein einmaliges Treffen
room-preset-own = Wie unten gewählt
room-offline = Das Konto ist offline. Bitte erst verbinden.
room-only-owners = Nur wem der Raum gehört, kann das ändern.
room-not-offered = Dieser Server lässt das nicht wählen.

room-persistent = _Dauerhafter Raum
room-persistent-on = Der Raum bleibt, wenn alle gegangen sind.
room-persistent-off = Der Raum wird gelöscht, wenn die letzte Person geht oder offline ist.
room-public = Ö_ffentlicher Raum
room-public-on = Alle sehen den Raum auf der Liste des Servers.
room-public-off = Der Raum steht auf keiner Liste. Wer ihn finden will, braucht die Adresse.
room-members-only = Nur für _Mitglieder
room-members-only-on = Nur wer Mitglied ist, kann eintreten.
room-members-only-off = Wer die Adresse kennt, kann eintreten.
room-password = Mit _Passwort geschützt
room-password-on = Zum Eintreten wird das Passwort gebraucht.
room-password-off = Es wird kein Passwort verlangt.
room-password-hint = Wird zum Eintreten gebraucht
room-password-missing = Bitte das Passwort wählen.
room-password-kept = Leer lassen, um das jetzige zu behalten
room-moderated = M_oderierter Raum
room-moderated-on = Nur wer Schreibrecht hat, kann schreiben. Andere können mitlesen.
room-moderated-off = Alle im Raum können schreiben.
room-addresses = _Echte Adressen zeigen
room-addresses-on = Alle im Raum sehen die echten Adressen der anderen. Verschlüsselung braucht das.
room-addresses-off = Nur die Moderation sieht echte Adressen, andere sehen Spitznamen.

room-sum-public = Alle können diesen Raum finden.
room-sum-hidden = Nur wer die Adresse kennt, findet diesen Raum.
room-sum-open = Alle können eintreten.
room-sum-password = Eintreten kann, wer das Passwort kennt.
room-sum-members = Nur Mitglieder können eintreten.
room-sum-members-password = Nur Mitglieder, die das Passwort kennen, können eintreten.
room-sum-moderated = Nur ausgewählte Personen können schreiben.
room-sum-unmoderated = Alle darin können schreiben.
room-sum-persistent = Er bleibt, wenn alle gehen.
room-sum-temporary = Er ist weg, wenn alle gegangen sind.

room-all-options = A_lle Optionen…
room-plain-options = _Zurück
room-field-required = Das braucht der Server.
room-destroy = A_uflösen…
room-destroy-question = { $room } für alle auflösen?
room-destroy-explain = Alle werden hinausgeschickt, und der Raum mit seiner Mitgliederliste ist weg. Was gesagt wurde, bleibt im Verlauf auf diesem Computer.
room-destroy-reason = Grund, für alle darin
room-destroy-successor = Adresse des Raums, in den es weitergeht
room-destroy-successor-hint = Leer lassen, wenn es keinen gibt
room-destroy-confirm = Raum auf_lösen

room-list-title = Raumliste
room-list-server = Server
room-list-where = Wo
room-list-one-server = Auf einem Server
room-list-all-servers = Auf allen Servern
room-list-directory = Verzeichnis
room-list-search = _Suchen
room-list-more = _Mehr
room-list-type = Eingeben, worum es gehen soll.
room-list-press = Eingabe startet die Suche.
room-list-agree-question = { $directory } nach Räumen fragen?
room-list-agree-explain = Es kennt öffentliche Räume vieler Server. Es erfährt die Adresse { $account } und wonach gesucht wird. Die Räume erfahren nichts, bis man einen betritt. In den Einstellungen lässt sich das zurücknehmen.
room-list-agree = _Zustimmen
room-list-find = Suchen
room-list-find-hint = Teil eines Namens oder einer Beschreibung
room-list-ask = _Liste holen
room-list-loading = Die Liste wird geholt …
room-list-empty = Hier gibt es keine öffentlichen Räume.
room-list-empty-explain = Ein Raum, der nicht angekündigt ist, lässt sich über seine Adresse betreten.
room-list-none-found = Kein Raum passt dazu.
room-list-count = { $count ->
    [one] ein Raum
   *[other] { $count } Räume
}
room-list-join = _Betreten
room-list-copy = Link _kopieren
room-list-bookmark = Me_rken
room-list-bookmarked = Der Raum steht in der Liste, auf allen Geräten.
room-list-sort = Ordnung
room-list-by-people = Nach Personen
room-list-by-name = Nach Namen
room-list-sign-members = Nur Mitglieder
room-list-sign-password = Passwort
room-list-sign-moderated = Moderiert
room-list-sign-temporary = Auf Zeit

chat-room-settings = _Raumeinstellungen…
chat-room-subject = _Thema ändern…
chat-room-nick = S_pitznamen ändern…
chat-room-lists = _Mitglieder und Verbannte…
chat-room-voice = Um Schreibrec_ht bitten
chat-room-keep-nick = Spitznamen _frei halten
chat-room-subject-question = Worum geht es in diesem Raum?
chat-room-subject-name = Thema
chat-room-nick-question = Welcher Name soll hier gelten?
chat-room-nick-name = Spitzname
chat-room-change = Ä_ndern
chat-room-voice-asked = Die Moderation wurde gefragt.
chat-room-reason = Grund, für { $nick } und die anderen
chat-occupant-private = _Private Nachricht
chat-occupant-info = _Adresse: { $jid }
chat-occupant-kick = _Hinausschicken…
chat-occupant-ban = _Verbannen…
chat-occupant-voice = _Schreibrecht geben…
chat-occupant-mute = Schreibrecht _nehmen…
chat-occupant-moderator = Zur M_oderation machen…
chat-occupant-no-moderator = Aus der M_oderation nehmen…
chat-occupant-member = Zum _Mitglied machen…
chat-occupant-no-member = Mitgliedschaft _entziehen…
chat-occupant-admin = Zur A_dministration machen…
chat-occupant-owner = Besit_zrechte geben…
chat-voice-give = _Schreibrecht geben
chat-voice-question = { $nick } das Schreibrecht geben?
chat-voice-now = _Geben
chat-mute-question = { $nick } das Schreibrecht nehmen?
chat-mute-now = _Nehmen
chat-moderator-question = { $nick } zur Moderation machen?
chat-moderator-now = Zur M_oderation machen
chat-no-moderator-question = { $nick } aus der Moderation nehmen?
chat-no-moderator-now = _Herausnehmen
chat-member-question = { $nick } zum Mitglied machen?
chat-member-now = Zum M_itglied machen
chat-no-member-question = { $nick } die Mitgliedschaft entziehen?
chat-no-member-now = _Entziehen
chat-admin-question = { $nick } zur Administration machen?
chat-admin-now = Zur A_dministration machen
chat-kick-question = { $nick } aus dem Raum schicken?
chat-kick-explain = Die Person kann wiederkommen.
chat-kick = _Hinausschicken
chat-ban-question = { $nick } aus dem Raum verbannen?
chat-ban-explain = Die Person wird hinausgeschickt und kann nicht wiederkommen, bis der Bann aufgehoben ist.
chat-ban = _Verbannen
chat-owner-question = { $nick } Besitzrechte an diesem Raum geben?
chat-owner-explain = Wem der Raum gehört, kann alles an ihm ändern, ihn auflösen und auch anderen alle Rechte nehmen.
chat-owner = _Rechte geben
chat-room-successor = Weiter zu { $room }

room-lists-title = Personen von { $room }
room-lists-which = Liste
room-lists-members = Mitglieder
room-lists-banned = Verbannt
room-lists-admins = Administration
room-lists-owners = Besitz
room-lists-members-explain = Mitglieder können in einen Raum nur für Mitglieder eintreten und in einem moderierten schreiben.
room-lists-banned-explain = Wer verbannt ist, kann nicht in den Raum.
room-lists-admins-explain = Die Administration moderiert, verbannt und macht zu Mitgliedern.
room-lists-owners-explain = Wem der Raum gehört, kann alles an ihm ändern und ihn auflösen.
room-lists-add = _Hinzufügen
room-lists-ban = _Verbannen
room-lists-remove = Von der Liste _nehmen
room-lists-unban = _Bann aufheben
registration-title = Spitzname in { $room } reservieren
registration-submit = _Reservieren
room-lists-reason = Grund
room-lists-empty = Auf dieser Liste steht niemand.

chat-menu-moderate = Für alle _entfernen…
chat-moderate-title = Diese Nachricht für alle entfernen?
chat-moderate-explain = Der Raum nimmt sie zurück und sagt allen, dass die Moderation das getan hat.
chat-moderate-all = _Alles, was { $nick } hier geschrieben hat
chat-moderate = _Entfernen

command-title = Befehle
command-me = /me winkt — sagt, was man tut
command-say = /say Text — sagt ihn, auch wenn er mit einem Schrägstrich beginnt
command-msg = /msg Spitzname Text — sagt ihn einer Person im Raum
command-join = /join Raum Passwort — betritt einen Raum; ohne Passwort über sein Fenster
command-part = /part Worte — verlässt den Raum, mit einem letzten Wort
command-nick = /nick Name — ändert den Spitznamen
command-topic = /topic Text — ändert das Thema; allein nennt es das Thema
command-invite = /invite Name@Server Grund — lädt jemanden ein
command-kick = /kick Spitzname Grund — schickt jemanden hinaus
command-ban = /ban Spitzname Grund — schickt jemanden für immer hinaus
command-role = /role moderator, participant, visitor oder none, dann Spitznamen
command-affiliate = /affiliate owner, admin, member, outcast oder none, dann Spitznamen oder Adressen
command-config = /config — öffnet die Einstellungen des Raums, ebenso /configure
command-register = /register Spitzname — der Raum hält ihn frei
command-ping = /ping Spitzname oder Adresse — bittet um ein Lebenszeichen
command-buzz = /buzz Text — bittet jemanden um Aufmerksamkeit
command-spoiler = /spoiler Worum | Text — verdeckt den Text, bis jemand danach fragt
command-mood = /mood glücklich warum — zeigt den Kontakten die eigene Stimmung; /mood allein zeigt keine
command-clearall = /clearall — leert die Ansichten aller Gespräche in diesem Fenster
command-debug = /debug — sagt, welches Programm und System läuft
command-people-only = Das geht mit Personen, nicht in Räumen.
command-clear = /clear — leert diese Ansicht, nicht den Verlauf
chat-registered = Der Raum hält diesen Spitznamen frei.
chat-pong = Antwort nach { $after } ms.
command-help = /help Befehl — erklärt ihn; allein zeigt es diese Zeilen
command-topic-is = Das Thema: { $subject }
command-topic-none = Der Raum hat kein Thema.
command-unknown = Es gibt keinen Befehl „/{ $command }“. Alle zeigt /help; mit // beginnt ein Text mit einem Schrägstrich.
command-rooms-only = Diesen Befehl gibt es nur in Räumen.
command-usage = Da fehlt etwas. { $usage }

chat-voice-asked = { $nick } bittet um Schreibrecht.
chat-voice-not-now = _Jetzt nicht

notice-came = { $count ->
    [one] { $who } ist gekommen
   *[other] { $who } sind gekommen
}
notice-left = { $count ->
    [one] { $who } ist gegangen
   *[other] { $who } sind gegangen
}
notice-passed = { $count ->
    [one] { $who } war kurz da
   *[other] { $who } waren kurz da
}
notice-back = { $count ->
    [one] { $who } war kurz weg
   *[other] { $who } waren kurz weg
}
notice-others = { $who } und { $count } andere
notice-renamed = { $you ->
    [yes] Der eigene Spitzname ist jetzt { $to }
   *[no] { $nick } heißt jetzt { $to }
}
notice-kicked = { $you ->
    [yes] Dieses Konto wurde hinausgeschickt
   *[no] { $nick } wurde hinausgeschickt
}
notice-banned = { $you ->
    [yes] Dieses Konto wurde verbannt
   *[no] { $nick } wurde verbannt
}
notice-no-member = { $you ->
    [yes] Dieses Konto ist nicht mehr Mitglied und musste gehen
   *[no] { $nick } ist nicht mehr Mitglied und musste gehen
}
notice-owner = { $you ->
    [yes] Der Raum gehört jetzt auch zu diesem Konto
   *[no] Der Raum gehört jetzt auch { $nick }
}
notice-admin = { $you ->
    [yes] Dieses Konto kann den Raum jetzt verwalten
   *[no] { $nick } kann den Raum jetzt verwalten
}
notice-member = { $you ->
    [yes] Dieses Konto ist jetzt Mitglied des Raums
   *[no] { $nick } ist jetzt Mitglied des Raums
}
notice-owner-no-more = { $you ->
    [yes] Der Raum gehört nicht mehr zu diesem Konto
   *[no] Der Raum gehört nicht mehr { $nick }
}
notice-admin-no-more = { $you ->
    [yes] Dieses Konto kann den Raum nicht mehr verwalten
   *[no] { $nick } kann den Raum nicht mehr verwalten
}
notice-member-no-more = { $you ->
    [yes] Dieses Konto ist nicht mehr Mitglied des Raums
   *[no] { $nick } ist nicht mehr Mitglied des Raums
}
notice-moderator = { $you ->
    [yes] Dieses Konto moderiert jetzt hier
   *[no] { $nick } moderiert jetzt hier
}
notice-moderator-no-more = { $you ->
    [yes] Dieses Konto moderiert hier nicht mehr
   *[no] { $nick } moderiert hier nicht mehr
}
notice-voice = { $you ->
    [yes] Schreiben ist jetzt erlaubt
   *[no] { $nick } kann jetzt schreiben
}
notice-mute = { $you ->
    [yes] Hier ist jetzt nur noch Mitlesen erlaubt
   *[no] { $nick } kann jetzt nur noch mitlesen
}
notice-by = { $what } (durch { $who })
notice-subject = Das Thema ist: { $words }
notice-subject-by = { $you ->
    [yes] Das Thema wurde geändert: { $words }
   *[no] { $nick } hat das Thema geändert: { $words }
}
notice-subject-gone = Das Thema wurde weggenommen
notice-declined = { $who } wurde eingeladen und kommt nicht
notice-changed = Der Raum wurde geändert.
notice-name = Er heißt jetzt { $name }.
notice-no-name = Er hat keinen Namen mehr.
notice-addresses-on = Alle in diesem Raum sehen die echten Adressen der anderen, auch die eigene.
notice-logged-on = Der Raum zeichnet auf, was hier gesagt wird.
notice-logged-off = Der Raum zeichnet nicht mehr auf, was hier gesagt wird.

chat-room-filter = Jemanden suchen
chat-rank-owner = Besitzt den Raum
chat-rank-admin = Verwaltet den Raum
chat-rank-member = Mitglied des Raums
chat-rank-not = Sieht aus wie { $other }
chat-sender-not = { $nick } (sieht nur aus wie { $other })

row-invite = Leute _einladen…
row-invite-to = In _Raum einladen
row-invite-nowhere = In keinem Raum
chat-room-invite = Leute _einladen…
invite-title = In { $room } einladen
invite-whom = Wen
invite-whom-hint = Teil eines Namens oder eine Adresse
invite-reason = Nachricht
invite-people = Personen
invite-nobody = Niemand auf der Liste passt dazu.
invite-nobody-explain = Eine ganze Adresse eingeben und mit Eingabe bestätigen lädt auch andere ein.
invite-send = { $count ->
    [0] _Einladen
    [one] _Einladen
   *[other] { $count } _einladen
}

card-details = _Mehr dazu…
invitation-unknown = Der Raum sagt nichts über sich.
invitation-reason = Ein Wort an { $name } beim Ablehnen
invitation-later = _Später

chat-occupant-ignore = _Ignorieren
chat-rank-ignored = Ignoriert

row-notify = Aufmerksam _machen
notify-always = Auf _alles
notify-mention = Wenn ich _gerufen werde
notify-never = _Nie

# Was ein Raum noch sein kann
room-further = Weitere Fra_gen
room-as-the-server = Wie der Server es hält
room-details-missing = Dieser Server lässt keine Wahl bei: { $details }.
room-left-out = Der Raum ist wie gewünscht, aber dieser Server lässt keine Wahl bei: { $details }.
room-is-there = Der Raum ist da, wie gewählt. Hier stehen alle Optionen des Servers. Mit Abbrechen verschwindet er wieder.
room-cancelling = Der Raum wird zurückgenommen…
room-choice-refused = So richtet der Server ihn nicht ein.
room-addresses-not-offered = Dieser Server lässt keine Wahl, wer echte Adressen sieht.
room-detail-addresses = Echte Adressen
room-detail-inviting = Wer einlädt
room-inviting-all = Alle im Raum
room-inviting-few = Nur die Administration
room-detail-subject = Thema setzt
room-subject-all = Alle, die schreiben dürfen
room-subject-few = Nur die Moderation
room-detail-private = Privatgespräche
room-private-all = Alle dürfen sie beginnen
room-private-voiced = Wer schreiben darf, darf sie beginnen
room-private-moderators = Nur die Moderation darf sie beginnen
room-private-nobody = Es gibt keine
room-detail-archive = Was gesagt wird
room-archive-kept = Der Raum bewahrt es auf
room-archive-not = Der Raum vergisst es
room-detail-history = Zeilen anfangs
room-history-hint = Wie der Server es hält
room-detail-language = Sprache
room-language-hint = Zum Beispiel de oder en
room-language-wrong = Eine Sprache schreibt sich wie de oder de-AT.
room-detail-maximum = Höchstens so viele
room-maximum-hint = Wie der Server es hält
room-maximum-none = So viele, wie kommen
room-history-kept = Wie bisher
chat-no-private = In diesem Raum sind private Nachrichten nicht erlaubt.
chat-private-gone = { $nick } ist gerade nicht im Raum.
room-number-wrong = Das ist keine Zahl.

chat-room-picture = _Bild des Raums…
chat-room-picture-question = Das Bild des Raums
chat-room-picture-explain = Alle im Raum sehen es. Ohne Datei hat er keines.
