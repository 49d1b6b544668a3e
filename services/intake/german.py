"""The German of what intake alone says to its callers."""

GERMAN: dict[str, str] = {
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
    "must be written in letters and plain blanks": "muss aus Buchstaben und einfachen Leerzeichen bestehen",
}
