"""The German of what intake alone says to its callers."""

from services.intake.listing.german import GERMAN as OF_LISTS

GERMAN: dict[str, str] = OF_LISTS | {
    "There is no such case.": "Diesen Fall gibt es nicht.",
    "There is no such person.": "Diese Person gibt es nicht.",
    "This case is registered already, with other content.": "Dieser Fall ist schon aufgenommen, mit anderem Inhalt.",
    "A household cannot move before the day it was placed.": (
        "Ein Haushalt kann nicht vor dem Tag umziehen, an dem er untergebracht wurde."
    ),
    "The day is more than a year ahead.": "Der Tag liegt mehr als ein Jahr voraus.",
    "A person is named twice in this household.": "In diesem Haushalt ist eine Person zweimal genannt.",
    "A person of this household belongs to another case already.": (
        "Eine Person dieses Haushalts gehört schon zu einem anderen Fall."
    ),
    "A person of this household is recorded under another name already.": (
        "Eine Person dieses Haushalts ist schon unter einem anderen Namen erfasst."
    ),
    "A birth year lies in the future.": "Ein Geburtsjahr liegt in der Zukunft.",
    "A consent cannot be recorded before the day it is given or withdrawn.": (
        "Eine Einwilligung kann nicht vor dem Tag erfasst werden, an dem sie erteilt oder widerrufen wird."
    ),
    "A later statement of this person on the same matter is recorded already.": (
        "Eine spätere Erklärung dieser Person zur selben Sache ist schon erfasst."
    ),
    "A birth date lies in the future.": "Ein Geburtsdatum liegt in der Zukunft.",
    "must have a birth year that is the year of the birth date": (
        "muss als Geburtsjahr das Jahr des Geburtsdatums haben"
    ),
    "A language is named twice for one person.": "Für eine Person ist eine Sprache zweimal genannt.",
    "A need is named twice for one person.": "Für eine Person ist ein Bedarf zweimal genannt.",
    "This cannot be recorded before its day.": "Das kann nicht vor seinem Tag erfasst werden.",
    "A person of this household is known under another entry: use that one.": (
        "Eine Person dieses Haushalts ist unter einem anderen Eintrag bekannt: Diesen verwenden."
    ),
    "This person is known under another entry: use that one.": (
        "Diese Person ist unter einem anderen Eintrag bekannt: Diesen verwenden."
    ),
    "This case is closed: reopen it first.": "Dieser Fall ist abgeschlossen: Zuerst wieder aufnehmen.",
    "This case is open.": "Dieser Fall ist offen.",
    "This person belongs to the household already.": "Diese Person gehört schon zum Haushalt.",
    "This person does not belong to this household.": "Diese Person gehört nicht zu diesem Haushalt.",
    "A household has at most {limit} persons.": "Ein Haushalt hat höchstens {limit} Personen.",
    "Nobody can join a household before the day it was placed.": (
        "Niemand kann vor dem Tag zum Haushalt kommen, an dem er untergebracht wurde."
    ),
    "A person cannot leave before the day she came.": (
        "Eine Person kann nicht vor dem Tag gehen, an dem sie gekommen ist."
    ),
    "The case for the new household is registered already.": "Der Fall für den neuen Haushalt ist schon aufgenommen.",
    "At least one person stays: a household that goes as a whole moves.": (
        "Mindestens eine Person bleibt: Ein Haushalt, der als Ganzes geht, zieht um."
    ),
    "A household cannot leave before all its persons have come.": (
        "Ein Haushalt kann nicht wegziehen, bevor alle seine Personen gekommen sind."
    ),
    "A case cannot be open again before the day it was closed.": (
        "Ein Fall kann nicht vor dem Tag wieder offen sein, an dem er abgeschlossen wurde."
    ),
    "Nobody belongs to this household any more: register a new case.": (
        "Zu diesem Haushalt gehört niemand mehr: Einen neuen Fall aufnehmen."
    ),
    "Nothing holds of a person before the day she came.": (
        "Von einer Person gilt nichts vor dem Tag, an dem sie gekommen ist."
    ),
    "What is to be corrected was not said of this person.": (
        "Was berichtigt werden soll, wurde von dieser Person nicht gesagt."
    ),
    "This was corrected already: correct the correction.": ("Das ist schon berichtigt: Die Berichtigung berichtigen."),
    "A correction holds from the day of what it corrects.": (
        "Eine Berichtigung gilt von dem Tag an, von dem an das Berichtigte galt."
    ),
    "This consent was given: it can be withdrawn.": ("Diese Einwilligung ist erteilt: Sie kann widerrufen werden."),
    "An entry is not merged with itself.": "Ein Eintrag wird nicht mit sich selbst zusammengeführt.",
    "This entry was merged with another one already.": ("Dieser Eintrag ist schon mit einem anderen zusammengeführt."),
    "must be written in letters and plain blanks": "muss aus Buchstaben und einfachen Leerzeichen bestehen",
}
