# Was die Kommandozeile sagt.

ctl-no-instance = Mit diesem Profil läuft kein Fantail.
ctl-password-prompt = Passwort (beim Tippen sichtbar):
# $file ist die Datei oder der Ordner, um den es geht.
start-problem = Fantail kann nicht starten. { $problem } ({ $file }) { $next }
start-no-profile = Fantail kann nicht starten: Dieses System sagt nicht, wohin die Daten gehören. Einen Ordner mit --profile angeben.
start-no-socket = Die Fernsteuerung kann nicht starten: { $reason }
