# Was Latchkey sagt, auf Deutsch. Eine Zeile je Meldung; in `en.ftl` stehen dieselben.
#
# Der Stil: kurz, ohne „Du“, möglichst ohne „Sie“, nie „wir“. „Anmelden“ und „abmelden“ ist, was jemand tut,
# „angemeldet“ und „abgemeldet“, wie es steht; eine Sitzung wird erneuert. Ein Fehler sagt, was geschehen ist, was das
# bedeutet und was zu tun ist.

## Everywhere

skip-to-content = Zum Inhalt springen
main-navigation = Hauptnavigation
notices = Hinweise
home = Start
session = Sitzung
connect = Verbinden
settings = Einstellungen
profile = Profil
log-in = Anmelden
log-out = Abmelden
sign-up = Registrieren
servers = Server
server = Server
add-server = Server hinzufügen …
dismiss = Ausblenden
try-again = Erneut versuchen
try-now = Jetzt versuchen
open-settings = Einstellungen öffnen
reload = Neu laden
go-home = Zur Startseite
previous = Zurück
next = Weiter
parts-of-page = Teile dieser Seite
cancel = Abbrechen
save = Speichern
edit = Bearbeiten
remove = Entfernen
switch-to = Wechseln
copy = Kopieren
server-words = Antwort des Servers

## Time and amounts

seconds = { $seconds } s
minutes = { $minutes } min { $seconds } s
hours = { $hours } h { $minutes } min
days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
within = in { $time }
within-days = { $count ->
    [one] in 1 Tag
   *[other] in { $count } Tagen
}
just-now = gerade eben
seconds-ago = vor { $seconds } s
minutes-ago = vor { $minutes } min
hours-ago = vor { $hours } h
days-ago = { $count ->
    [one] vor 1 Tag
   *[other] vor { $count } Tagen
}
bytes = { $count ->
    [one] 1 Byte
   *[other] { $count } Byte
}
kilobytes = { $amount } kB
megabytes = { $amount } MB

## Roles

role-user = Benutzer
role-moderator = Moderator
role-admin = Administrator
role-user-inside = Benutzer
role-moderator-inside = Moderator
role-admin-inside = Administrator

## Home and the pages of the server

home-hint = Das gibt es auf { $server }.
signed-in-as = Angemeldet als { $name }.
signed-out-see-more = Abgemeldet. Nach der Anmeldung gibt es hier mehr zu sehen.
home-live = Die Sitzung ist aktiv. Nächste Erneuerung: { $next }.
try-request = Eine Anfrage versuchen
see-session = Sitzung ansehen
trouble-title = Wozu Latchkey gut ist
trouble-text = Dem Demo-Server etwas zustoßen lassen und zusehen.
trouble-expire = Token ablaufen lassen
trouble-away = Server 10 s lang wegnehmen
trouble-revoke = Sitzung widerrufen
trouble-expired = Das Token war abgelaufen. Latchkey hat die Sitzung erneuert und noch einmal gefragt; nichts ging verloren.
trouble-gone = Der Demo-Server ist 10 s lang weg. Latchkey versucht es weiter.
no-pages = Latchkey kennt keine Seite dieses Servers, die hier zu zeigen wäre. Die Anmeldung bleibt trotzdem bestehen.
page-for-role = Für Konten mit der Rolle { $role }.
page-for-everyone = Für alle lesbar.
page-for-signed-in = Für alle, die angemeldet sind.
page-empty = Diese Seite ist leer.
page-nothing-yet = Noch nichts zu sehen. „Neu laden“ versucht es noch einmal.
page-up-to-date = { $page } ist auf dem neuesten Stand.
look = Darstellung
as-table = Tabelle
as-tree = Baum
page-copied = Die Seite wurde kopiert.
page-part = Teil { $part } von { $parts }. Insgesamt { $size }.
page-answered = { $time }, { $took }
page-answered-title = Wann der Server geantwortet hat und wie lange es gedauert hat
page-file = Eine Datei mit { $size }.
page-file-of-type = Eine Datei vom Typ { $kind }, { $size }.
page-file-advice = Latchkey kann sie nicht zeigen. Zum Öffnen mit einem anderen Programm speichern.
page-picture = { $width } × { $height }, { $size }
page-picture-broken = Das Bild ist beschädigt oder von einer Art, die sich nicht zeigen lässt. Zum Öffnen mit einem anderen Programm speichern.
page-saved = Die Seite wurde gespeichert.
json-part = Inhalt von Zeile { $line }
json-part-of = Inhalt von { $name }, Zeile { $line }
json-members = { $count ->
    [one] … 1 Wert
   *[other] … { $count } Werte
}

## How the session stands

pill-no-server = Kein Server
pill-signed-out = Abgemeldet
pill-restoring = Anmeldung läuft
pill-live = Aktiv
pill-expired = Sitzung abgelaufen
pill-not-taken = Nicht akzeptiert
pill-renewing = Wird erneuert
pill-unknown = Unbekannt
pill-offline-retrying = Offline · neuer Versuch { $within }
pill-offline-retrying-now = Offline · neuer Versuch läuft
pill-waiting-retrying = Wartet · neuer Versuch { $within }
pill-waiting-retrying-now = Wartet · neuer Versuch läuft
state-signed-out = Niemand ist angemeldet.
state-restoring = Die gespeicherte Sitzung wird geöffnet …
state-live = Angemeldet, und der Server nimmt Anfragen an.
state-expired = Die Sitzung ist abgelaufen, und dieser Server kann sie nicht erneuern. Zum Fortfahren erneut anmelden.
state-not-taken = Angemeldet, aber der Server lehnt alle Anfragen ab.
state-renewing = Die Sitzung wird erneuert. Weiterarbeiten ist möglich.
state-waiting = Das Erneuern klappt gerade nicht. Die Anmeldung bleibt bestehen, und Latchkey versucht es weiter.
state-unknown = Diesem Fenster ist nicht bekannt, wie es um die Sitzung steht.
not-taken = Der Server hat die Anmeldung angenommen, lehnt aber alle Anfragen ab. Wahrscheinlich ist er von einem anderen Typ: den Typ in den Einstellungen wählen oder beim Betreiber nachfragen.
next-now = jetzt
next-when-needed = bei Bedarf
next-none = keine
stay-retrying-now = { $happened } Die Anmeldung bleibt bestehen; ein neuer Versuch läuft.
stay-retrying = { $happened } Die Anmeldung bleibt bestehen; neuer Versuch { $within }.
stay-try-again = { $happened } Die Anmeldung bleibt bestehen; bitte gleich noch einmal versuchen.
stay = { $happened } Die Anmeldung bleibt bestehen.

## Why a session ended

ended-by-person = Abgemeldet.
ended-expired = Die Sitzung ist abgelaufen. Nach der Anmeldung geht es an derselben Stelle weiter.
ended-rejected = Der Server hat die Sitzung beendet. Nach der Anmeldung geht es an derselben Stelle weiter.
ended-reused = Die Antwort des Servers auf eine Erneuerung ging unterwegs verloren, und er nimmt jeden Nachweis dafür nur einmal an. Nach der Anmeldung geht es an derselben Stelle weiter.
ended-no-renewal = Die Sitzung ist abgelaufen, und dieser Server hat nichts gesendet, womit sie sich erneuern ließe. Nach der Anmeldung geht es an derselben Stelle weiter.
ended-client = Der Server kennt Latchkey unter der Client-ID in den Einstellungen nicht mehr. Latchkey muss dort neu registriert werden; danach geht die Anmeldung wieder.
ended-mismatch = Der Server hat auf eine Erneuerung mit einer fremden Sitzung geantwortet. Zur Sicherheit hat Latchkey die eigene beendet. Bitte erneut anmelden und dem Betreiber des Servers Bescheid geben.
ended-signed-out-elsewhere = In einem anderen Latchkey auf diesem Computer abgemeldet. Nach der Anmeldung geht es an derselben Stelle weiter.
ended-signed-in-elsewhere = In einem anderen Latchkey auf diesem Computer hat sich jemand angemeldet; das hat die Sitzung hier beendet. Zum Fortfahren anmelden.
ended-unknown = Die Sitzung ist beendet. Nach der Anmeldung geht es an derselben Stelle weiter.

## What just happened

now-signed-in = Angemeldet.
welcome-back = Willkommen zurück.
welcome-back-as = Willkommen zurück, { $name }.
signed-in-elsewhere = In einem anderen Latchkey auf diesem Computer hat sich jemand angemeldet.
signed-in-elsewhere-as = { $name } hat sich in einem anderen Latchkey auf diesem Computer angemeldet und ist auch hier angemeldet.
save-failed = Die Sitzung ließ sich auf diesem Computer nicht speichern. Die Anmeldung bleibt bestehen, und Latchkey versucht es weiter.
erase-failed = Die gespeicherte Sitzung ließ sich auf diesem Computer noch nicht löschen. Latchkey versucht es weiter.
switched-by-start = Ein anderer Start von Latchkey hat den Server gewechselt.
saved-in-memory = Die Sitzung liegt nur im Arbeitsspeicher und gilt, bis Latchkey geschlossen wird.
saved-again = Die Sitzung ist wieder auf diesem Computer gespeichert.
erased = Auf diesem Computer ist nichts mehr von der Sitzung gespeichert.
server-back = Der Server antwortet wieder. Die Anmeldung bleibt bestehen.
renewed-elsewhere = Ein anderes Latchkey auf diesem Computer hat die Sitzung erneuert. Die Anmeldung bleibt bestehen.

## Between here and the server

net-connect = Latchkey konnte den Server nicht erreichen.
net-tls = Dem Zertifikat des Servers ist nicht zu trauen; deshalb wurde ihm nichts gesendet.
net-proxy = Der Proxy dieses Netzwerks verlangt Namen und Passwort, bevor er Latchkey durchlässt.
net-deadline = Der Server hat innerhalb von { $seconds } s nicht geantwortet.
net-lost = Die Verbindung ist abgebrochen, bevor der Server geantwortet hat.
net-busy = Der Server kann gerade nicht antworten (Status { $status }).
net-refused = Der Server oder etwas vor ihm, etwa eine Firewall, hat abgelehnt (Status { $status }).
net-foreign = Etwas anderes als der Server hat geantwortet (Status { $status }), vielleicht die Anmeldeseite dieses Netzwerks.
net-unreadable = Der Server hat geantwortet (Status { $status }), aber nicht so, wie seine Beschreibung es sagt.
net-too-large = Die Antwort des Servers war größer als 16 MiB und wurde nicht gelesen.
net-encoding = Die Antwort des Servers war auf eine Weise komprimiert, die Latchkey nicht lesen kann.
net-redirect = Der Server hat an eine andere Stelle verwiesen, an die die Sitzung nicht gelangen darf.
net-redirect-loop = Der Server schickt Latchkey im Kreis: Jede seiner Adressen verweist auf eine andere.
net-held = Ein anderes Latchkey auf diesem Computer erneuert die Sitzung und ist noch nicht fertig.
net-unknown = Der Server war nicht zu gebrauchen.
advice-connect = Bitte das Netzwerk und die Adresse des Servers prüfen und es dann erneut versuchen.
advice-tls = Bitte die Uhr dieses Computers prüfen oder beim Betreiber des Servers nach dem Zertifikat fragen.
advice-foreign = Bitte zuerst eine Webseite öffnen und nachsehen, was dieses Netzwerk verlangt.
advice-proxy = Bitte beides in den Proxy-Einstellungen dieses Computers eintragen und Latchkey neu starten.
advice-unreadable = Bitte den Typ des Servers in den Einstellungen oder seine Beschreibung prüfen.
advice-address = Bitte die Adresse des Servers prüfen oder beim Betreiber nachfragen.
advice-wait = Bitte gleich noch einmal versuchen.

## Why something failed

description-wrong = Die Beschreibung dieses Servers muss berichtigt werden. { $fault }
not-now = Der Server kann das gerade nicht, obwohl die Eingaben stimmen (Status { $status }). Bitte später noch einmal versuchen.
server-failed = Auf dem Server ist etwas schiefgegangen (Status { $status }). Bitte gleich noch einmal versuchen; hält es an, dem Betreiber die Antwort des Servers zeigen.
refused-not-found = An der angefragten Adresse hat der Server nichts (Status { $status }). Bitte Adresse und Typ in den Einstellungen prüfen.
refused = Der Server hat die Anfrage ohne Begründung abgelehnt (Status { $status }).
role-needed = Dafür ist die Rolle { $role } nötig
role-advice = Die Anmeldung bleibt bestehen; nur diese Seite ist nicht zugänglich. Der Betreiber des Servers kann die Rolle { $role } vergeben; danach erneut versuchen. Bei manchen Servern ist zuvor einmal ab- und wieder anzumelden.
role-still-signed-in = { $title }. Die Anmeldung bleibt bestehen.
not-this-api = Unter dieser Adresse hat etwas geantwortet (Status { $status }), aber kein Server, den Latchkey versteht. Bitte Adresse und Typ in den Einstellungen prüfen.
other-api = Der Server hat geantwortet, aber nicht wie ein Server dieses Typs. Bitte in den Einstellungen einen anderen Typ wählen.
no-server = Es ist noch kein Server gewählt. Das geht in den Einstellungen.
unknown-server = Dieser Server steht nicht mehr in den Einstellungen. Bitte einen anderen wählen.
unknown-type = Diesen Servertyp kennt Latchkey nicht. Bitte einen der bekannten Typen wählen oder den Server selbst beschreiben.
check-fields = Bitte die markierten Felder prüfen. Es wurde nichts an den Server gesendet.
signed-out-continue = Abgemeldet. Zum Fortfahren anmelden.
no-sign-up = Auf diesem Server lässt sich hier kein Konto anlegen. Bitte beim Betreiber eines besorgen und dann anmelden.
no-page = Diese Seite hat der Server nicht mehr. Auf der Startseite steht, was es gibt.
not-renewable = Dieser Server kann Sitzungen nicht erneuern. Die Anmeldung gilt, bis der Server sie beendet; dann ist erneut anzumelden.
nothing-found = Unter dieser Adresse antwortet nichts wie ein Server dieses Typs. Bitte prüfen, ob er läuft, ob Adresse, Port und Typ stimmen und ob dieser Computer online ist.
too-many-tries = In kurzer Zeit wurden viele Adressen versucht. Bitte ein paar Sekunden warten und es dann erneut versuchen.
superseded = Eine andere An- oder Abmeldung war schneller, deshalb wurde diese verworfen. Bei Bedarf erneut versuchen.
demo-unavailable = Der Demo-Server ließ sich nicht starten. Bitte erneut versuchen oder die Adresse eines Servers eingeben.
settings-not-saved = Die Einstellungen ließen sich nicht auf die Festplatte schreiben. Die Änderung gilt, bis Latchkey geschlossen wird.
internal-error = In Latchkey ist etwas schiefgegangen. Bitte erneut versuchen; hält es an, in den Einstellungen einen Diagnosebericht erstellen.
log-folder = Kein Programm auf diesem Computer hat den Ordner geöffnet. Die Protokolldateien liegen in { $folder }.
log-none = In diesem Lauf gibt es kein Protokoll, weil sich sein Ordner nicht beschreiben ließ.
unconfirmed-asking = Nichts wurde geändert: Eine andere Frage wartet in einem eigenen Fenster auf Antwort.
unconfirmed-too-soon = Nichts wurde geändert, weil die Antwort eben „Nein“ war. Bitte ein paar Sekunden warten und es dann erneut versuchen.
unconfirmed-overtaken = Nichts wurde geändert, weil sich während der Frage etwas anderes geändert hat. Bitte nachsehen und es dann erneut versuchen.
unconfirmed = Nichts wurde geändert, weil die Bestätigung fehlt.
lapsed = Der Code ist abgelaufen. Bitte das Passwort erneut eingeben.
lapsed-said = Der Code ist abgelaufen. Der Server meldet: { $said } Bitte das Passwort erneut eingeben.
answer-before = Die Antwort des Servers auf die Anfrage vor der Anmeldung
answer-code = Die Antwort des Servers auf den Code
answer-account = Die Antwort des Servers zum Konto
answer-log-in = Die Antwort des Servers auf die Anmeldung
unreadable = { $answer } hat nichts bei { $place } (Status { $status }), obwohl dort laut Beschreibung etwas steht. Bitte in den Einstellungen einen anderen Typ wählen oder die Beschreibung berichtigen.
setting-empty = Es wurde nichts gesendet, weil die Einstellung { $name } dieses Servers leer ist. Bitte beim Server in den Einstellungen ausfüllen.
nothing-to-fill-in = Es wurde nichts gesendet, weil für { $name } in der Beschreibung dieses Servers nichts einzusetzen ist. Bitte die Beschreibung in den Einstellungen berichtigen.
secrets-locked = Die geheimen Einstellungen dieses Servers sind nicht lesbar: Der Schlüsselbund ist gesperrt. Bitte entsperren und erneut versuchen oder sie beim Server in den Einstellungen neu eingeben.
secrets-refused = Die geheimen Einstellungen dieses Servers sind nicht lesbar: Der Schlüsselbund verweigert Latchkey den Zugriff. Bitte dort erlauben und erneut versuchen oder sie beim Server in den Einstellungen neu eingeben.
secrets-no-answer = Die geheimen Einstellungen dieses Servers sind nicht lesbar: Der Schlüsselbund hat nicht geantwortet. Bitte nachsehen, ob er um Erlaubnis fragt, und erneut versuchen oder sie beim Server in den Einstellungen neu eingeben.
secrets-no-keychain = Die geheimen Einstellungen dieses Servers sind nicht lesbar: Latchkey findet auf diesem Computer keinen Schlüsselbund. Bitte einen starten oder installieren und erneut versuchen oder sie beim Server in den Einstellungen neu eingeben.
secrets-unreadable = Die geheimen Einstellungen dieses Servers sind auf diesem Computer nicht lesbar. Bitte erneut versuchen oder sie beim Server in den Einstellungen neu eingeben.
browser-no-document = Der Server sagt nicht, wie man sich dort mit einem Browser anmeldet. Bitte Adresse, Typ und Aussteller (Issuer) in den Einstellungen prüfen.
browser-other-issuer = Der Server an dieser Adresse nennt einen anderen Aussteller (Issuer), { $found }. Ist dieser gemeint, bitte ihn in den Einstellungen eintragen.
browser-no-endpoint = Der Server nennt keine Adresse für { $name }. Bitte beim Betreiber nachfragen oder die Adresse in den Einstellungen selbst beschreiben.
browser-not-secure = Die Adresse des Servers für { $name } ist nicht verschlüsselt; deshalb wurde nichts gesendet. Der Betreiber muss eine nennen, die mit https beginnt.
browser-port-taken = Andere Programme belegen jeden Port, zu dem der Browser zurückkommen darf. Bitte sie schließen und es erneut versuchen oder beim Server weitere Ports zulassen.
browser-other-person = Im Browser ist jemand anderes angemeldet; deshalb wurde hier niemand angemeldet. Im Browser fortfahren, um zu wählen, wer es sein soll.
browser-token-type = Der Server vergibt Token einer Art, die Latchkey nicht verwendet ({ $name }). Bitte beim Betreiber nach Bearer-Token fragen.
browser-no-randomness = Dieser Computer hatte keine Zufallszahlen, um die Anmeldung zu schützen; deshalb wurde nichts gesendet. Bitte ihn neu starten und es erneut versuchen.
browser-declined = Der Server hat abgelehnt ({ $code }). Bitte erneut versuchen; hält es an, beim Betreiber nachfragen.
browser-declined-said = Der Server hat abgelehnt ({ $code }): { $said } Bitte erneut versuchen; hält es an, beim Betreiber nachfragen.
browser-access-denied = Die Anmeldung wurde abgelehnt. Bei Bedarf erneut versuchen.
browser-access-denied-said = Die Anmeldung wurde abgelehnt: { $said } Bei Bedarf erneut versuchen.
browser-timed-out = Der Browser ist nicht rechtzeitig zurückgekommen. Bitte erneut versuchen; hat der Server einen Fehler gezeigt, muss er die Rückkehradresse zulassen.
browser-not-copied = Die Adresse ließ sich nicht kopieren. Bitte erneut versuchen.
device-not-offered = Bei diesem Server ist keine Anmeldung auf einem anderen Gerät möglich. Bitte im Browser fortfahren.
code-expired = Der Code ist abgelaufen. Für einen neuen bitte die Anmeldung auf einem anderen Gerät erneut beginnen.
id-token-unreadable = Der Server hat nicht oder nicht lesbar gesagt, wer sich angemeldet hat. Bitte die Scopes in den Einstellungen prüfen oder beim Betreiber nachfragen.
id-token-signature = Was der Server über die Anmeldung sagt, ist nicht mit einem seiner Schlüssel signiert und wurde nicht geglaubt. Bitte erneut versuchen; hält es an, beim Betreiber nachfragen.
id-token-issuer = Die Antwort stammt von einem anderen Aussteller (Issuer) und wurde nicht geglaubt. Bitte den Aussteller in den Einstellungen prüfen.
id-token-audience = Die Antwort war für ein anderes Programm bestimmt und wurde nicht geglaubt. Bitte die Client-ID in den Einstellungen prüfen.
id-token-time = Die Antwort liegt in der Vergangenheit oder in der Zukunft und wurde nicht geglaubt. Bitte die Uhr dieses Computers prüfen und es erneut versuchen.
id-token-other = Die Antwort gehört zu einer anderen Anmeldung und wurde nicht geglaubt. Bitte erneut versuchen.
id-token-subject = Der Server sagt nicht eindeutig, wer sich angemeldet hat; deshalb ist niemand angemeldet. Bitte beim Betreiber nachfragen.

## The page in the browser

landing-done-title = Diese Seite kann geschlossen werden
landing-done = Zurück zu Latchkey: Dort wird die Anmeldung von selbst abgeschlossen.
landing-declined-title = Niemand wurde angemeldet
landing-declined = Diese Seite kann geschlossen werden. In Latchkey steht, warum; dort lässt sich neu beginnen.
landing-not-ours-title = Hier wartet keine Anmeldung
landing-not-ours = Diese Seite kann geschlossen werden. Zum Anmelden bitte in Latchkey neu beginnen.

## Forms

username = Benutzername
email = E-Mail
password = Passwort
code = Code
field-required = { $field } darf nicht leer sein
field-at-least = { $count ->
    [one] { $field } muss mindestens 1 Zeichen lang sein
   *[other] { $field } muss mindestens { $count } Zeichen lang sein
}
field-at-most = { $count ->
    [one] { $field } darf höchstens 1 Zeichen lang sein
   *[other] { $field } darf höchstens { $count } Zeichen lang sein
}
field-not-email = { $field } muss eine gültige E-Mail-Adresse sein
show-secret = { $field } anzeigen
hide-secret = { $field } verbergen
code-sent = Ein neuer Code ist unterwegs.
empty-keeps-it = Ist gesetzt. Leer lassen, um den Wert zu behalten.
type-it-again = Ist für die bisherige Adresse gesetzt. Für diese bitte neu eingeben.
goes-to = Geht an
goes-not-encrypted = , unverschlüsselt: Im Netzwerk kann jeder mitlesen
log-in-failed = Anmeldung fehlgeschlagen: { $why }
sign-up-failed = Registrierung fehlgeschlagen: { $why }
username-taken = Dieser Benutzername ist schon vergeben.
email-taken = Diese E-Mail-Adresse wird schon verwendet.
log-in-intro = Mit dem Konto auf { $server }.
sign-up-intro = Ein Konto auf { $server } anlegen.
no-account-yet = Noch kein Konto?
have-account = Schon ein Konto?
demo-accounts = Demo-Konten
demo-accounts-hint = Eines auswählen, um das Formular auszufüllen.
demo-reads-user = Liest die Seite User
demo-reads-moderator = Liest die Seiten User und Moderator
demo-reads-admin = Liest die Seiten User, Moderator und Admin
wants-code = { $server } verlangt von { $name } zusätzlich einen Code.
send-new-code = Neuen Code senden
use-another-account = Anderes Konto verwenden
browser-intro = Die Anmeldung bei { $server } findet im Webbrowser statt. Das Passwort bleibt dort.
continue-in-browser = Im Browser fortfahren
browser-waits-title = Warten auf den Browser
browser-waits = Bitte im Webbrowser bei { $server } anmelden. Danach kommt Latchkey von selbst zurück.
browser-not-opened = Es ließ sich kein Webbrowser öffnen. Bitte die Adresse kopieren und auf diesem Computer in einem Browser öffnen.
browser-redirect = Rückkehradresse
browser-redirect-hint = Lehnt der Server die Anmeldung ab, muss sein Betreiber diese Adresse zulassen.
browser-open-again = Erneut öffnen
browser-opened = Der Webbrowser wurde erneut geöffnet.
browser-copied = Die Adresse ist kopiert. Bitte auf diesem Computer in einem Webbrowser öffnen.
log-out-in-browser = Auch im Browser abmelden
logging-out-in-browser = Der Webbrowser zeigt, wo es dort zur Abmeldung geht.
log-in-on-device = Auf einem anderen Gerät anmelden
device-waits-title = Warten auf das andere Gerät
device-waits-scan = Zur Anmeldung bei { $server } auf einem anderen Gerät den QR-Code scannen oder die Adresse öffnen. Dort diesen Code eingeben oder prüfen, dass es derselbe ist.
device-waits = Zur Anmeldung bei { $server } auf einem anderen Gerät die Adresse öffnen und dort den Code eingeben.
device-expires = Läuft { $when } ab
device-address = Adresse
device-qr = QR-Code der Adresse
copy-code = Code kopieren
code-copied = Der Code ist kopiert.
account-created = Konto angelegt. Zum Fortfahren anmelden.
server-says = Der Server meldet: { $said }

## The palette, the keys and the size of text

palette = Zu einer Seite, einem Server, einer Anfrage oder einem Befehl
palette-hint = Seiten, Server, Anfragen und Befehle durchsuchen
palette-nothing = Nichts passt. Weniger Buchstaben finden mehr.
sort-page = Seite
sort-command = Befehl
keys = Tastenkürzel
close = Schließen
key-ctrl = Strg
key-palette = Alles durchsuchen
key-way = Zu einer Seite der Seitenleiste
key-reload = Diese Seite neu laden
key-sidebar = Seitenleiste ein- oder ausblenden
key-larger = Größerer Text
key-smaller = Kleinerer Text
key-normal = Normale Textgröße
smaller = Kleiner
normal = Normal
larger = Größer
zoomed = Textgröße { $percent } %
renew-session-now = Sitzung jetzt erneuern
session-renewed = Sitzung erneuert.
switch-to-server = Zu { $server } wechseln
edit-server = { $server } bearbeiten
remove-server = { $server } entfernen
keep-it = Behalten

## Requests

requests = Anfragen
request = Anfrage
request-parts = Teile der Anfrage
method = Methode
path = Pfad
known-paths = Bekannte Pfade
query = Parameter
headers = Header
body = Inhalt
form = Formular
text = Text
file = Datei
no-body = Keiner
body-kind = Art des Inhalts
body-none-hint = Die Anfrage hat keinen Inhalt.
body-json-hint = Wird vor dem Senden geprüft.
body-text-hint = Wird unverändert gesendet. Ein anderer Typ lässt sich mit dem Header content-type angeben.
choose-file = Datei wählen …
no-file = Keine Datei gewählt.
without-session = Ohne die Sitzung
without-session-hint = Sendet keine Zugangsdaten und zeigt so, was abgemeldet zu sehen ist.
send = Senden
pair-name = Name
pair-value = Wert
pair-name-of = { $field }, Name { $number }
pair-value-of = { $field }, Wert { $number }
pair-remove = { $field } { $number } entfernen
answer = Antwort
answer-parts = Teile der Antwort
answer-body = Inhalt der Antwort
pretty = Gegliedert
raw = Roh
cookies = Cookies
on-the-way = Unterwegs
save-as = Speichern …
copy-as-curl = Als curl kopieren
copy-as-curl-hint = Kopiert die Anfrage als curl-Befehl, ohne Zugangsdaten
pin = Anheften
unpin = { $request } lösen
pinned-requests = Angeheftet
history = Verlauf
earlier-requests = Frühere Anfragen
search-answer = In der Antwort suchen
previous-match = Vorheriger Treffer
next-match = Nächster Treffer
nothing-sent = Eine Anfrage senden, um zu sehen, was der Server antwortet.
no-history = Gesendete Anfragen stehen hier, bis Latchkey geschlossen wird.
answer-gone = Diese Antwort ist nicht mehr da. Die Anfrage noch einmal senden, um sie zu sehen.
empty-body = Die Antwort hat keinen Inhalt.
no-cookies = Die Antwort setzt keine Cookies.
hidden-values = Werte bleiben außerhalb dieses Fensters.
curl-copied = Als curl kopiert, ohne Zugangsdaten.
body-copied = Die Antwort wurde kopiert.
not-copied = Kopieren hat nicht geklappt. Den Text markieren und Strg+C drücken.
pinned = Angeheftet. Passwörter und Token darin werden nicht gespeichert.
unpinned = Die Anfrage ist nicht mehr angeheftet.
answer-saved = Die Antwort wurde gespeichert.
path-no-slash = Der Pfad beginnt mit einem Schrägstrich, etwa „/api/notes“.
path-other-server = Anfragen gehen nur an diesen Server. Einen Pfad unter seiner Adresse eingeben, etwa „/api/notes“.
path-character = Leerzeichen, „#“ und „\“ sind in einem Pfad nicht möglich. Kodiert gehen sie, ein Leerzeichen etwa als „%20“.
path-dots = Den Pfad ohne die Schritte „.“ und „..“ schreiben.
path-encoded = Den Pfad ohne kodierte Punkte, Schrägstriche oder Steuerzeichen schreiben.
path-signs-in = Anmelden, Erneuern und Abmelden haben eigene Seiten, auf denen Zugangsdaten sicher sind.
header-name = Der Name eines Headers besteht nur aus Buchstaben, Ziffern und Bindestrichen.
header-value = Dieser Wert enthält ein Zeichen, das in Headern nicht möglich ist.
header-reserved = Diesen Header setzt Latchkey selbst. Hier entfernen; die Sitzung geht trotzdem mit.
not-json = Ab Zeile { $line }, Spalte { $column } ist das kein JSON. Berichtigen oder „Text“ wählen.
file-missing = Eine Datei zum Senden wählen.
file-not-read = Die Datei ließ sich nicht lesen. Prüfen, ob sie noch da ist und gelesen werden darf.
file-too-large = Die Datei ist größer als 16 MB. Eine kleinere wählen.
file-not-written = Die Datei ließ sich nicht schreiben. Einen anderen Ordner wählen oder Platz schaffen.
step-sent = Gesendet
step-refused = Abgelehnt (401)
step-renewed = Sitzung erneuert
step-sent-again = Erneut gesendet
answered = { $status } nach { $time }, { $size }.
answered-renewed = { $status } nach { $time }, { $size }. Die Sitzung wurde unterwegs erneuert.
no-text = { $size }, kein Text. Zum Öffnen mit einem anderen Programm speichern.
no-text-of-kind = { $size } vom Typ { $kind }, kein Text. Zum Öffnen mit einem anderen Programm speichern.
milliseconds = { $count } ms
failed = fehlgeschlagen
nothing-found-in-text = Nichts gefunden
found = { $at } von { $count }
found-many = { $at } von vielen
check-request = Die Anfrage muss berichtigt werden. An den Server wurde nichts gesendet.
request-cancelled = Die Anfrage wurde abgebrochen. Vielleicht hat der Server sie vorher schon ausgeführt.
answer-not-kept = Das ist nicht mehr da. Den Server noch einmal fragen.

## Connect

connect-title = Mit einem Server verbinden
connect-hint = Die Adresse einmal eingeben; Latchkey hält die Anmeldung dort aufrecht.
your-server = Eigener Server
address-hint = Latchkey ergänzt https://, für Server auf diesem Computer http://.
go-on = Weiter
continue-anyway = Trotzdem weiter
back = Zurück
change-type = Typ ändern
looks-like = Sieht aus wie { $kind }
not-recognised = Latchkey erkennt diesen Server nicht. Bitte seinen Typ wählen oder ihn selbst beschreiben.
nothing-known-found = Unter dieser Adresse antwortet nichts, was Latchkey kennt. Bitte prüfen, ob Adresse und Port stimmen und ob der Server läuft. Bei einem eigenen Server geht es trotzdem weiter.
test-connection = Verbindung testen
save-and-continue = Speichern und weiter
demo-title = Demo-Server ausprobieren
demo-text = Kein Server zur Hand? Latchkey startet einen auf diesem Computer, mit drei Konten zum Umsehen. Er vergisst alles, wenn Latchkey geschlossen wird.
demo-imitate = Nachahmen
demo-start = Demo-Server starten
address = Serveradresse
name-optional = Name (optional)
name-example = z. B. Hafenbüro
server-type = Servertyp
search-servers = Bekannte Server durchsuchen
none-known = Kein bekannter Server passt. Unten lässt er sich beschreiben.
tested-with = Getestet mit: { $versions }
describe-it = Selbst beschreiben
custom = Eigener
custom-hint = Die API des Servers in JSON beschreiben, ganz ohne Code.
description-label = API-Beschreibung (JSON)
description-hint = Latchkey prüft sie, bevor etwas gesendet wird. Ihr Titel erscheint in den Einstellungen.
start-from = Mit einem bekannten Server beginnen
choose-one = Auswählen …
undo = Rückgängig
type-renews = Sitzungen werden während der Arbeit unbemerkt erneuert.
type-does-not-renew = Kann Sitzungen nicht erneuern: Läuft eine ab, ist neu anzumelden.
allow-plain-http = Unverschlüsseltes http zu { $host } erlauben
this-server = diesem Server
plain-http-hint = Nicht verschlüsselt: Im Netzwerk kann jeder das Passwort mitlesen. Nur in einem vertrauenswürdigen Netzwerk erlauben.
use-type = { $kind } verwenden
address-empty = Bitte die Adresse des Servers eingeben.
address-not-url = Das ist keine Webadresse. Schreibweise: server.example oder https://server.example.
address-scheme = Die Adresse muss mit https:// oder http:// beginnen.
address-plain-http = Einfaches http zu { $host } ist nicht verschlüsselt. Bitte https verwenden oder es unten erlauben, wenn das Netzwerk vertrauenswürdig ist.
address-credentials = Benutzername und Passwort gehören nicht in die Adresse. Sie werden bei der Anmeldung eingegeben.
address-query = Bitte alles ab ? oder # weglassen; nur die Grundadresse ist nötig.
address-other = Diese Adresse ist nicht verwendbar.
verdict-matches = Verbunden. Der Server hat nach { $took } ms wie erwartet geantwortet.
verdict-looks-like = Der Server hat nach { $took } ms geantwortet, sieht aber nach einem anderen Typ aus: { $kind }.
verdict-unsure = Der Server hat nach { $took } ms geantwortet, passt aber zu keinem bekannten Typ. Speichern und anmelden zeigt, ob der Typ stimmt.
verdict-answers = Nach { $took } ms erreichbar. Mehr lässt sich bei einem eigenen Server nicht testen; nach dem Speichern zeigt die Anmeldung, ob die Beschreibung passt.
verdict-untested = Ein eigener Server auf diesem Computer oder in den Netzwerken um ihn herum lässt sich nicht testen; nach dem Speichern zeigt die Anmeldung, ob die Beschreibung passt.
verdict-web-page = Unter dieser Adresse hat eine Webseite geantwortet (Status { $status }), kein Server, den Latchkey versteht. Bitte die Adresse prüfen und den Pfad der Seite weglassen.
verdict-not-api = Unter dieser Adresse hat etwas geantwortet (Status { $status }), aber kein Server, den Latchkey versteht. Bitte Adresse und Port prüfen.
verdict-other = Der Server hat auf eine Weise geantwortet, die Latchkey nicht beurteilen kann.
looks-different = Dieser Server sieht nach einem anderen Typ aus: { $kind }. Bitte diesen Typ in den Einstellungen wählen oder beim Betreiber nachfragen.
description-set-aside = Latchkey kann die Beschreibung von { $server } nicht mehr verwenden. { $fault } Bitte in den Einstellungen berichtigen; daran wurde nichts geändert.
type-set-aside = Diese Version von Latchkey kennt den Typ nicht, der für { $server } gewählt war. Bitte in den Einstellungen einen anderen wählen.

## The Session page

session-hint = So steht es gerade um die Sitzung.
log-in-again = Erneut anmelden
no-renewal-hint = Dieser Server kann Sitzungen nicht erneuern: Läuft diese ab, ist neu anzumelden.
renew-now = Jetzt erneuern
signed-out-title = Abgemeldet
activity = Verlauf
activity-empty = Seit dem Start von Latchkey ist noch nichts geschehen.
access-expired = Abgelaufen
access-no-expiry = Ohne Ablauf
next-renewal = Nächste Erneuerung
count-requests = { $count ->
    [one] 1 Anfrage
   *[other] { $amount } Anfragen
}
count-renewed = { $count ->
    [one] 1 Erneuerung
   *[other] { $amount } Erneuerungen
}
count-last = zuletzt { $ago }
count-retried = { $count ->
    [one] 1 Anfrage erneut gesendet
   *[other] { $amount } Anfragen erneut gesendet
}
count-elsewhere = { $count ->
    [one] 1 Erneuerung übernommen
   *[other] { $amount } Erneuerungen übernommen
}
count-offline = { $time } offline
no-counts = Noch keine Anfragen.
filter = Anzeigen
filter-all = Alles
filter-renewals = Erneuerungen
filter-problems = Probleme
filter-nothing = Nichts dergleichen, seit Latchkey gestartet wurde.
today = Heute
details = Einzelheiten

## What happened, in the log

log-signed-in = Angemeldet.
log-restored = Vom letzten Mal wiederhergestellt.
log-signed-in-elsewhere = In einem anderen Latchkey auf diesem Computer angemeldet und damit auch hier.
log-asked = Den Server um Erneuerung gebeten.
log-renewed = Erneuert.
log-adopted = Die Erneuerung eines anderen Latchkey auf diesem Computer übernommen.
log-not-renewed = Nicht erneuert. { $why }
log-outage = { $count ->
    [one] Nicht erneuert: 1 Versuch ist gescheitert. { $why }
   *[other] Nicht erneuert: { $amount } Versuche sind gescheitert. { $why }
}
log-outage-over = { $count ->
    [one] Nach { $time } erneuert; 1 Versuch ist gescheitert. { $why }
   *[other] Nach { $time } erneuert; { $amount } Versuche sind gescheitert. { $why }
}
log-renewed-in = In { $time } erneuert.
log-ended-by-person = Abgemeldet.
log-ended = Beendet. { $why }
log-access-refused = Der Server lehnt ab, was er gerade erst gewährt hat.
log-revoked = Der Server hat die alte Sitzung beendet.
log-not-revoked = Der Server hat die alte Sitzung nicht beendet. { $why } Dort gilt sie, bis sie abläuft.
log-lacking = In der Antwort steht nichts bei { $place }, obwohl dort laut Beschreibung etwas steht.
log-said = Der Server meldet: „{ $words }“ (Status { $status }).
log-said-nothing = Der Server hat mit dem Status { $status } und ohne Worte geantwortet.
until-expiry = bis sie dort abläuft
until-time = bis { $time }
log-stays-good = Der Server beendet nichts von der alten Sitzung: Wer sie hat, kann sie { $until } benutzen und sogar danach noch erneuern.
log-stays-usable = Die alte Sitzung lässt sich nicht mehr erneuern, gilt beim Server aber weiter, { $until }.
log-stays-renewable = Die alte Sitzung nützt nichts mehr, aber der Server würde sie für jeden erneuern, der sie hat.
log-not-saved = Nicht auf diesem Computer gespeichert. Im Arbeitsspeicher geht es weiter, und Latchkey versucht es weiter.
log-not-erased = Auf diesem Computer noch nicht gelöscht. Latchkey versucht es weiter.
log-in-memory = Ab jetzt nur im Arbeitsspeicher und nicht auf diesem Computer gespeichert.
log-saved-again = Wieder auf diesem Computer gespeichert.
log-erased = Von diesem Computer gelöscht.
log-unknown = Unbekanntes Ereignis.

## Where sessions are stored

remember-me = Auf diesem Gerät angemeldet bleiben
keep-without = Ohne Schlüsselbund speichern …
use-keychain-again = Wieder den Schlüsselbund verwenden
kept-unprotected = Sitzungen sind ungeschützt gespeichert, ohne Schlüsselbund: Wer die Dateien lesen kann, kann die Sitzung übernehmen.
now-unprotected = Die Sitzung ist auf diesem Computer gespeichert, ungeschützt.
now-protected = Der Schlüsselbund schützt die Sitzungen wieder.
remembered = Die Anmeldung bleibt auf diesem Gerät gespeichert.
not-remembered = Die Anmeldung bleibt auf diesem Gerät nicht gespeichert; die gespeicherte Sitzung wurde gelöscht.
keychain-windows = in der Windows-Anmeldeinformationsverwaltung
keychain-macos = im macOS-Schlüsselbund
keychain-other = im Schlüsselbund des Systems
keychain-named = im Schlüsselbund „{ $name }“
meaning-off = Auf diesem Computer wird nichts von der Sitzung gespeichert; sie endet, wenn Latchkey geschlossen wird.
meaning-on-unprotected = Die Anmeldung bleibt bestehen, wenn Latchkey geschlossen wird. Ausschalten löscht die gespeicherte Sitzung sofort.
meaning-on = Die Anmeldung bleibt bestehen, wenn Latchkey geschlossen wird. Die Sitzung ist versiegelt auf diesem Computer gespeichert; der Schlüssel liegt { $keychain }. Ausschalten löscht die gespeicherte Sitzung sofort.
stored-in-memory = Nur im Arbeitsspeicher, nie auf der Festplatte. Die Sitzung gilt, bis Latchkey geschlossen wird.
stored-in-trouble = Nur im Arbeitsspeicher, weil sie sich auf diesem Computer gerade nicht speichern lässt. Die Sitzung gilt, bis Latchkey geschlossen wird.
stored-in-keychain = In einer versiegelten Datei auf diesem Computer; der Schlüssel liegt { $keychain }. Beim nächsten Öffnen von Latchkey besteht die Anmeldung noch.
stored-in-key-file = In einer Datei auf diesem Computer mit dem Schlüssel daneben, ungeschützt: Wer die Dateien lesen kann, kann die Sitzung übernehmen. Beim nächsten Öffnen von Latchkey besteht die Anmeldung noch.
stored-elsewhere = An einem Ort, den dieses Fenster nicht kennt.
its-folder = seinen Ordner
not-kept-read-only = Latchkey darf nicht in { $folder } schreiben; die Sitzung gilt deshalb nur, bis es geschlossen wird. Bitte erlauben und erneut versuchen.
not-kept-not-allowed = Latchkey darf { $folder } nicht lesen; die Sitzung gilt deshalb nur, bis es geschlossen wird. Bitte erlauben und erneut versuchen.
not-kept-not-ours = Der Ordner von Latchkey gehört jemand anderem; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte den Besitzer ändern und erneut versuchen.
not-kept-folder-not-ours = Der Ordner { $folder } gehört jemand anderem; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte den Besitzer ändern und erneut versuchen.
not-kept-key-missing = Die Sitzung gilt nur, bis Latchkey geschlossen wird: Der Schlüssel zu dem, was gespeichert ist, fehlt { $keychain }. Zum Speichern erneut anmelden.
not-kept-disk-full = Die Festplatte ist voll; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte Platz schaffen und erneut versuchen.
not-kept-moved-out = In einem anderen Latchkey wurde das Speichern der Anmeldung ausgeschaltet; die Sitzung gilt deshalb nur, bis dieses geschlossen wird. Zum Speichern anmelden.
not-kept-unreadable = Was hier gespeichert ist, ist nicht lesbar; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Erneut versuchen, um diese zu speichern.
not-kept-newer = Ein neueres Latchkey hat hier eine Sitzung gespeichert; diese gilt deshalb nur, bis dieses geschlossen wird. Zum Speichern dieses aktualisieren.
not-kept-no-keychain = Latchkey findet keinen Schlüsselbund; die Sitzung gilt deshalb nur, bis es geschlossen wird.
not-kept-locked = Der Schlüsselbund ist gesperrt; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte entsperren und erneut versuchen.
not-kept-refused = Der Schlüsselbund verweigert Latchkey den Zugriff; die Sitzung gilt deshalb nur, bis es geschlossen wird. Bitte dort erlauben und erneut versuchen.
not-kept-no-answer = Der Schlüsselbund hat nicht geantwortet; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte nachsehen, ob er um Erlaubnis fragt, und erneut versuchen.
not-kept-disk = Das Speichern auf der Festplatte ist fehlgeschlagen; die Sitzung gilt deshalb nur, bis Latchkey geschlossen wird. Bitte die Festplatte prüfen und erneut versuchen.
not-opened-read-only = Die gespeicherte Sitzung ließ sich nicht öffnen: Latchkey darf nicht in { $folder } schreiben. Bitte erlauben und erneut versuchen oder anmelden.
not-opened-not-allowed = Die gespeicherte Sitzung ließ sich nicht öffnen: Latchkey darf { $folder } nicht lesen. Bitte erlauben und erneut versuchen oder anmelden.
not-opened-not-ours = Die gespeicherte Sitzung ließ sich nicht öffnen: Jemand anderem gehört { $folder }. Bitte den Besitzer ändern und erneut versuchen oder anmelden.
not-opened-key-elsewhere = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüssel dazu fehlt { $keychain }. Bitte anmelden oder Latchkey auf dem Desktop starten, der ihn hat.
not-opened-key-missing = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüssel dazu fehlt { $keychain }. Zum Fortfahren anmelden.
not-opened-disk-full = Die gespeicherte Sitzung ließ sich nicht öffnen: Die Festplatte ist voll. Bitte Platz schaffen und erneut versuchen oder anmelden.
not-opened-unreadable = Die gespeicherte Sitzung ließ sich nicht öffnen: Sie ist beschädigt, oder ihr Schlüssel ist weg. Zum Fortfahren anmelden.
not-opened-moved-out = Die gespeicherte Sitzung ließ sich nicht öffnen: In einem anderen Latchkey wurde das Speichern der Anmeldung ausgeschaltet. Zum Fortfahren anmelden.
not-opened-newer = Die gespeicherte Sitzung ließ sich nicht öffnen: Ein neueres Latchkey hat sie geschrieben. Bitte dieses aktualisieren oder anmelden.
not-opened-no-keychain = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüsselbund dieses Computers ist nicht da. Bitte starten und erneut versuchen oder anmelden.
not-opened-locked = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüsselbund ist gesperrt. Bitte entsperren und erneut versuchen oder anmelden.
not-opened-refused = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüsselbund verweigert Latchkey den Zugriff. Bitte dort erlauben und erneut versuchen oder anmelden.
not-opened-no-answer = Die gespeicherte Sitzung ließ sich nicht öffnen: Der Schlüsselbund hat nicht geantwortet. Bitte nachsehen, ob er um Erlaubnis fragt, oder anmelden.
not-opened-disk = Die gespeicherte Sitzung ließ sich nicht öffnen: Die Festplatte meldet einen Fehler. Bitte prüfen und erneut versuchen oder anmelden.
saved-disk-full = Die Festplatte ist voll. Bitte Platz schaffen und erneut versuchen.
saved-read-only = Latchkey darf nicht in seinen eigenen Ordner schreiben. Bitte erlauben und erneut versuchen.
saved-not-allowed = Latchkey darf seinen eigenen Ordner nicht lesen. Bitte erlauben und erneut versuchen.
saved-key-missing = Der Schlüssel zur gespeicherten Sitzung ist nicht in dem Schlüsselbund, der gerade offen ist. Zum Fortfahren anmelden.
saved-moved-out = In einem anderen Latchkey wurde das Speichern der Anmeldung ausgeschaltet. Zum Fortfahren anmelden.
saved-not-ours = Der Ordner von Latchkey gehört jemand anderem auf diesem Computer. Bitte den Besitzer ändern und erneut versuchen.
saved-unreadable = Die gespeicherte Sitzung ist nicht lesbar. Zum Fortfahren anmelden.
saved-newer = Ein neueres Latchkey hat die gespeicherte Sitzung geschrieben. Bitte dieses aktualisieren oder anmelden.
saved-no-keychain = Latchkey findet auf diesem Computer keinen Schlüsselbund. Bitte einen starten oder installieren und erneut versuchen.
saved-locked = Der Schlüsselbund ist gesperrt. Bitte entsperren und erneut versuchen.
saved-refused = Der Schlüsselbund verweigert Latchkey den Zugriff. Bitte dort erlauben und erneut versuchen.
saved-no-answer = Der Schlüsselbund hat nicht geantwortet. Bitte nachsehen, ob er um Erlaubnis fragt, und erneut versuchen.
saved-disk = Das Speichern auf der Festplatte ist fehlgeschlagen. Bitte die Festplatte prüfen und erneut versuchen.
no-change = Unverändert. { $trouble }
settings-recovered = Die Einstellungen waren beschädigt; die letzte gute Kopie ist in Gebrauch. Die beschädigte Datei liegt als { $file } daneben.
settings-fresh = Die Datei mit den Einstellungen war beschädigt. Sie liegt jetzt als { $file } daneben, und Latchkey beginnt mit frischen Einstellungen.
settings-newer = Ein neueres Latchkey hat die Einstellungen geschrieben ({ $file }). Dieses rührt sie nicht an und beginnt mit frischen, die gelten, bis es geschlossen wird. Nach einer Aktualisierung sind die gespeicherten wieder da.
settings-unreadable = Latchkey kann die Einstellungen nicht lesen ({ $file }: { $cause }). Es rührt sie nicht an und beginnt mit frischen, die gelten, bis es geschlossen wird. Bitte beheben und Latchkey neu starten.
settings-stuck = Die Einstellungen ({ $file }) sind beschädigt, und Latchkey kann sie nicht beiseitelegen ({ $cause }). Es beginnt mit frischen, die gelten, bis es geschlossen wird.
settings-no-folder = Latchkey kann seinen Ordner nicht anlegen ({ $file }: { $cause }). Einstellungen und Sitzungen gelten, bis es geschlossen wird. Bitte beheben und Latchkey neu starten.
a-server = einen Server
session-set-aside = Die gespeicherte Sitzung für { $server } war nicht lesbar. Sie liegt jetzt als { $file } daneben; zum Fortfahren erneut anmelden.
restoring = Anmeldung läuft …
restoring-title = Anmeldung läuft
restoring-as = Anmeldung als { $name } läuft …
restoring-at = bei { $server }
restoring-slow = Das dauert länger als üblich. Vielleicht fragt der Schlüsselbund in einem anderen Fenster nach einem Passwort.
restoring-instead = Stattdessen neu anmelden
nobody-in = Niemand ist angemeldet
somebody-in = Angemeldet als { $name }
no-name = (ohne Namen)
who-signed-out = abgemeldet

## Profile

profile-hint = Das Konto auf diesem Server.
not-provided = Vom Server nicht angegeben
roles = Rollen
no-roles = Keine Rollen
access-token = Zugriffstoken
token-issued = Ausgestellt
token-expires = Läuft ab
token-fingerprint = Fingerabdruck
token-hint = Das Token selbst bleibt im Kern von Latchkey und gelangt nie in dieses Fenster. Sein Fingerabdruck ändert sich, wenn es erneuert wird.

## Settings

no-server-yet = Noch kein Server.
add-a-server = Server hinzufügen
chip-current = Aktuell
chip-demo = Demo
chip-plain-http = Unverschlüsselt
edit-ends-session = Eine andere Adresse, ein anderer Typ oder eine andere Einstellung meldet von diesem Server ab.
remove-question = { $server } entfernen?
remove-question-signed-in = { $server } entfernen? Das meldet von diesem Server ab.
confirm-removal = Entfernen bestätigen
switched-to = Gewechselt zu { $server }.
server-removed = Der Server ist entfernt.
server-saved = Der Server ist gespeichert.
more-for-server = Mehr zu { $server }
copy-address = Adresse kopieren
copy-address-of = Adresse kopieren: { $server }
address-copied = Die Adresse ist kopiert.
staying-title = Angemeldet bleiben
appearance = Darstellung
theme-system = System
theme-light = Hell
theme-dark = Dunkel
language = Sprache
language-system = System
diagnostics = Diagnose
diagnostics-text = Ein Bericht für den Support: Versionen, Einstellungen und was die Sitzung getan hat. Er enthält kein Passwort und kein Token.
diagnostics-report = Diagnosebericht
create-report = Bericht erstellen
report-ready = Der Bericht ist fertig. Vor dem Kopieren bitte lesen.
report-copied = Der Bericht ist in der Zwischenablage.
report-selected = Der Bericht ist markiert. Bitte mit der Tastatur kopieren.
report-saved = Der Bericht ist gespeichert.
save-report = Bericht speichern …
open-log-folder = Protokollordner öffnen
about-title = Über Latchkey
about-text = Meldet beim Server an und hält die Anmeldung unbemerkt aufrecht, bis der Server etwas anderes sagt. Kein Token gelangt je in dieses Fenster.
about-version = Version
about-system = System
about-licence = Lizenz
about-licence-text = MIT oder Apache-2.0
about-updates = Aktualisierung
about-updates-text = Latchkey aktualisiert sich nicht selbst. Eine neuere Version einfach darüber installieren; Server und Einstellungen bleiben erhalten.
about-licences = Was andere geschrieben haben und in Latchkey steckt
core-unreachable = Dieses Fenster erreicht Latchkey selbst nicht. Bitte neu laden; hilft das nicht, Latchkey schließen und wieder öffnen.

## Asked and told outside the window

ask-connect-title = Unverschlüsselt mit { $server } verbinden?
ask-connect-yes = Unverschlüsselt verbinden
ask-connect-no = Nicht verbinden
ask-address-title = Adresse von { $server } ändern?
ask-address-yes = Adresse ändern
ask-type-title = Typ von { $server } ändern?
ask-type-yes = Typ ändern
ask-settings-title = Einstellungen von { $server } ändern?
ask-settings-yes = Einstellungen ändern
ask-leave = Nichts ändern
ask-remove-title = { $server } entfernen?
ask-remove-yes = Entfernen
ask-remove-no = Abbrechen
ask-key-file-title = Sitzungen ungeschützt speichern?
ask-key-file-text = Sie lägen auf diesem Computer in einer Datei mit ihrem Schlüssel daneben statt im Schlüsselbund.
ask-key-file-risk = Wer diese Dateien oder eine Kopie davon lesen kann, könnte die Sitzungen übernehmen.
ask-key-file-yes = Ungeschützt speichern
ask-now = Jetzt: { $now }
ask-then = Dann: { $then }
ask-types = Jetzt gilt der Typ { $now }. Dann gälte { $then }.
ask-credentials-follow = Benutzername und Passwort, die dafür eingegeben werden, gehen von da an dorthin.
ask-not-encrypted = Das ist nicht verschlüsselt: Im Netzwerk kann jeder das Passwort mitlesen und die Sitzung übernehmen.
ask-session-ends = Das meldet davon ab und löscht die gespeicherte Sitzung von diesem Computer.
quoted = „{ $name }“
ask-surprised = Wer das nicht gerade selbst veranlasst hat, wählt „{ $no }“.
page-process-failing = Der Teil von Latchkey, der das Fenster zeichnet, fällt immer wieder aus und wird jedes Mal neu gestartet. Die Sitzung ist davon nicht betroffen. Hält es an, bitte andere Programme schließen, den Grafiktreiber aktualisieren oder den Computer neu starten.
