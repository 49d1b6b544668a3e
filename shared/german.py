"""The German of every sentence that any service may say to its caller. A test holds it complete.

What one service alone says stands in its own `german.py`. Names in braces are values, and stay.
"""

GERMAN: dict[str, str] = {
    # kinds of problems
    "This is not an HTTP request.": "Das ist keine HTTP-Anfrage.",
    "A valid token is needed.": "Es fehlt ein gültiges Token.",
    "Not allowed.": "Nicht erlaubt.",
    "There is nothing under this address.": "Unter dieser Adresse gibt es nichts.",
    "This address does not take this method.": "Diese Adresse kennt diese Methode nicht.",
    "The request did not arrive in time.": "Die Anfrage kam nicht rechtzeitig an.",
    "A rule says no.": "Eine Regel spricht dagegen.",
    "The idempotency key was used before.": "Der Idempotenzschlüssel wurde schon verwendet.",
    "This was changed meanwhile.": "Das wurde inzwischen geändert.",
    "The body is too large.": "Der Inhalt ist zu groß.",
    "The address is too long.": "Die Adresse ist zu lang.",
    "The body must be JSON.": "Der Inhalt muss JSON sein.",
    "The request was not understood.": "Die Anfrage wurde nicht verstanden.",
    "The headers are too large or too many.": "Die Kopfzeilen sind zu groß oder zu viele.",
    "Something went wrong here. It is noted.": "Hier ist ein Fehler aufgetreten. Er ist vermerkt.",
    "Whether this was recorded is not known.": "Ob dies festgehalten wurde, ist nicht bekannt.",
    "Not now: ask again.": "Jetzt nicht: bitte erneut fragen.",
    "Too many ask at once: ask again in a moment.": "Zu viele fragen zugleich: bitte gleich noch einmal fragen.",
    " in the path": " im Pfad",
    " in the query": " in der Abfrage",
    " in the headers": " in den Kopfzeilen",
    # bodies
    "The body is larger than {limit} KiB.": "Der Inhalt ist größer als {limit} KiB.",
    "The body must not be compressed.": "Der Inhalt darf nicht komprimiert sein.",
    "The body must be application/json.": "Der Inhalt muss application/json sein.",
    "The body must be written in UTF-8.": "Der Inhalt muss in UTF-8 geschrieben sein.",
    "An object in the body names a key twice.": "Ein Objekt im Inhalt nennt einen Schlüssel zweimal.",
    "An object in the body has more than {limit} keys.": "Ein Objekt im Inhalt hat mehr als {limit} Schlüssel.",
    "A list in the body has more than {limit} entries.": "Eine Liste im Inhalt hat mehr als {limit} Einträge.",
    "A number in the body has more than {limit} digits.": "Eine Zahl im Inhalt hat mehr als {limit} Ziffern.",
    "A text in the body has more than {limit} characters.": "Ein Text im Inhalt hat mehr als {limit} Zeichen.",
    "A text in the body holds half a character (a lone surrogate).": (
        "Ein Text im Inhalt enthält ein halbes Zeichen (ein einzelnes Surrogat)."
    ),
    "The body is nested more than {limit} levels deep.": "Der Inhalt ist tiefer als {limit} Ebenen geschachtelt.",
    "The header {name} is given twice.": "Die Kopfzeile {name} steht zweimal da.",
    "A request with a body must not ask for another protocol (Upgrade).": (
        "Eine Anfrage mit Inhalt darf kein anderes Protokoll verlangen (Upgrade)."
    ),
    # fields
    "is missing": "fehlt",
    "there is a field that is not known here; known are: {known}": (
        "hier steht ein Feld, das nicht bekannt ist; bekannt sind: {known}"
    ),
    "there are {many} fields that are not known here; known are: {known}": (
        "hier stehen {many} Felder, die nicht bekannt sind; bekannt sind: {known}"
    ),
    "no field is known here": "hier ist kein Feld bekannt",
    "there is a parameter that is not known here; known are: {known}": (
        "hier steht ein Parameter, der nicht bekannt ist; bekannt sind: {known}"
    ),
    "there are {many} parameters that are not known here; known are: {known}": (
        "hier stehen {many} Parameter, die nicht bekannt sind; bekannt sind: {known}"
    ),
    "no parameter is known here": "hier ist kein Parameter bekannt",
    "is given twice": "steht zweimal da",
    "is not the same in the path and in the body": "ist im Pfad und im Inhalt nicht dasselbe",
    "is not what is asked for here": "ist nicht das, was hier gefragt ist",
    "must be a text": "muss ein Text sein",
    "must have at least {min_length} characters": "muss mindestens {min_length} Zeichen haben",
    "must have at most {max_length} characters": "darf höchstens {max_length} Zeichen haben",
    "must have at least one character": "muss mindestens ein Zeichen haben",
    "must have at least one entry": "muss mindestens einen Eintrag haben",
    "must have at least {min_length} entries": "muss mindestens {min_length} Einträge haben",
    "must have at most {max_length} entries": "darf höchstens {max_length} Einträge haben",
    "must be a whole number": "muss eine ganze Zahl sein",
    "is too large a number": "ist eine zu große Zahl",
    "must be at least {ge}": "muss mindestens {ge} sein",
    "must be at most {le}": "darf höchstens {le} sein",
    "must be less than {lt}": "muss kleiner als {lt} sein",
    "must be one of: {expected}": "muss eines davon sein: {expected}",
    "must be a UUID": "muss eine UUID sein",
    "must be a day that exists, written YYYY-MM-DD": (
        "muss ein Tag sein, den es gibt, geschrieben als JJJJ-MM-TT (2018-12-31)"
    ),
    "must be a list": "muss eine Liste sein",
    "must be an object": "muss ein Objekt sein",
    "must not be empty": "darf nicht leer sein",
    "must be written in composed form (Unicode NFC)": "muss in zusammengesetzter Form geschrieben sein (Unicode NFC)",
    "must not hold characters that hide or turn what is read": (
        "darf keine Zeichen enthalten, die verbergen oder verdrehen, was zu lesen ist"
    ),
    "must be one line, without blanks around it": "muss eine Zeile sein, ohne Leerzeichen davor oder dahinter",
    "must end on or after the day it starts": "muss am Tag des Beginns oder danach enden",
    "must be 1 to 64 letters A-Z, digits or . _ / - and begin with no sign": (
        "muss aus 1 bis 64 Buchstaben A-Z, Ziffern oder . _ / - bestehen und nicht mit einem Zeichen beginnen"
    ),
    "must be an id, 1 to 64 letters A-Z, digits or . _ - without blanks, and begin with no sign": (
        "muss eine Kennung sein, 1 bis 64 Buchstaben A-Z, Ziffern oder . _ - ohne Leerzeichen und Umlaute, "
        "und darf nicht mit einem Zeichen wie . _ - beginnen"
    ),
    "must be an id of a provider, 1 to 32 small letters and digits": (
        "muss die Kennung eines Trägers sein, 1 bis 32 kleine Buchstaben und Ziffern"
    ),
    "must be a UUID in small letters": "muss eine UUID in Kleinbuchstaben sein",
    "must be the name of an amount, as settlement/caritas": "muss der Name eines Betrags sein, etwa settlement/caritas",
    "must be a language in two or three small letters (ISO 639)": (
        "muss eine Sprache in zwei oder drei Kleinbuchstaben sein (ISO 639)"
    ),
    "must be a language in two or three small letters (ISO 639), or not_stated": (
        "muss eine Sprache in zwei oder drei kleinen Buchstaben (ISO 639) sein, oder not_stated"
    ),
    "must be a country in two capital letters, or not_stated": (
        "muss ein Land in zwei Großbuchstaben sein, oder not_stated"
    ),
    'must be one version in quotes, as "3"': 'muss eine Version in Anführungszeichen sein, wie "3"',
    "must be written in letters, digits and signs of ASCII, without blanks": (
        "muss aus Buchstaben, Ziffern und Zeichen von ASCII bestehen, ohne Leerzeichen"
    ),
    "must be the name of a stream": "muss der Name eines Stroms sein",
    "must be a SHA-256, 64 digits and letters a-f": "muss ein SHA-256 sein, 64 Ziffern und Buchstaben a-f",
    "must be a source, as urn:fallbuch:weinheim:intake": "muss eine Quelle sein, wie urn:fallbuch:weinheim:intake",
    # callers, keys, versions
    "Your role may not do this.": "Ihre Rolle darf das nicht.",
    "There is nothing under this id.": "Unter dieser Kennung gibt es nichts.",
    "This was changed meanwhile: look again, then decide.": (
        "Das wurde inzwischen geändert: bitte erneut ansehen, dann entscheiden."
    ),
    "This idempotency key was used before for something else.": (
        "Dieser Idempotenzschlüssel wurde schon für etwas anderes verwendet."
    ),
    "This is too much for one entry: at most 200 KiB.": "Das ist zu viel für einen Eintrag: höchstens 200 KiB.",
    "Whether this was recorded is not known: ask again.": (
        "Ob dies festgehalten wurde, ist nicht bekannt: bitte erneut fragen."
    ),
    "This took too long: ask again, with the same idempotency key.": (
        "Das dauerte zu lange: bitte mit demselben Idempotenzschlüssel erneut fragen."
    ),
    # operation
    "views": "Sichten",
    "reactions": "Reaktionen",
    "names": "Namen",
    "The {reader} wait for {what}.": "Die {reader} warten auf {what}.",
    "The {reader} are not up to date: ask again.": "Die {reader} sind nicht auf dem Stand: bitte erneut fragen.",
    "log position {position}: {what}": "Stelle {position} im Buch: {what}",
    "{type} version {version}": "{type} in Fassung {version}",
    "Kafka is not reached now.": "Kafka ist jetzt nicht erreichbar.",
    "Not every fact is acknowledged by Kafka yet.": "Noch nicht jede Tatsache ist von Kafka bestätigt.",
    "Nothing is recorded now: {why}.": "Jetzt wird nichts festgehalten: {why}.",
    "{topic} holds fact {n}, which this log does not: it is an older copy, or somebody else wrote that fact. "
    "Nothing is taken until a person has looked: `fallbuch relay look`": (
        "{topic} enthält Tatsache {n}, die diesem Buch fehlt: es ist eine ältere Kopie, oder jemand anderes hat sie "
        "geschrieben. Nichts wird angenommen, bis ein Mensch nachgesehen hat: `fallbuch relay look`"
    ),
    "{topic} holds another fact {n} than this log: neither may go on. See `fallbuch relay look`": (
        "{topic} enthält eine andere Tatsache {n} als dieses Buch: keines von beiden darf weitergehen. "
        "Näheres sagt `fallbuch relay look`"
    ),
    "The topic's fact {n} is another than this log's: it does not continue this log.": (
        "Die Tatsache {n} des Themas ist eine andere als die dieses Buchs: es setzt dieses Buch nicht fort."
    ),
    "The topics lack fact {n}: what comes after it cannot be taken back.": (
        "Den Themen fehlt die Tatsache {n}: was danach kommt, kann nicht zurückgeholt werden."
    ),
    "The topics hold two different facts {n}.": "Die Themen enthalten zwei verschiedene Tatsachen {n}.",
    "This service has no fact with this number yet.": "Dieser Dienst hat noch keine Tatsache mit dieser Nummer.",
    "There is no such record in quarantine.": "In der Quarantäne gibt es keinen solchen Satz.",
    "This service does not hear that topic any more.": "Dieser Dienst hört dieses Thema nicht mehr.",
    "The record was sealed under another key.": "Der Satz wurde mit einem anderen Schlüssel versiegelt.",
    "Only the first {limit} KiB of this record were kept: it cannot be tried again, but sent again.": (
        "Von diesem Satz sind nur die ersten {limit} KiB aufbewahrt: er kann nicht erneut versucht, "
        "aber noch einmal gesendet werden."
    ),
    "The record is still not acceptable: {reason}.": "Der Satz ist weiterhin nicht annehmbar: {reason}.",
}
