"""The German of what allocation alone says to its callers."""

GERMAN: dict[str, str] = {
    "There is no such case.": "Diesen Fall gibt es nicht.",
    "No catchment rule names a provider for this house. Override with a reason.": (
        "Kein Zuständigkeitsgebiet nennt für dieses Haus einen Träger. Bitte mit Begründung abweichen."
    ),
    "This house belongs to several providers, and none is proposed. Override with a reason.": (
        "Dieses Haus gehört zu mehreren Trägern, und keiner ist vorgeschlagen. Bitte mit Begründung abweichen."
    ),
    "A provider is named twice for a house.": "Ein Träger ist für ein Haus zweimal genannt.",
    "Amber ends at a load of at least that at which green ends.": (
        "Gelb endet frühestens bei der Belastung, bei der Grün endet."
    ),
    "A hand-over of this case is offered already, and neither answered nor expired.": (
        "Eine Übergabe dieses Falls ist schon angeboten und weder beantwortet noch verfallen."
    ),
    "No provider works with this case: there is nothing to hand over.": (
        "Kein Träger betreut diesen Fall: Es gibt nichts zu übergeben."
    ),
    "This provider works with the case already.": "Dieser Träger betreut den Fall schon.",
    "A hand-over can be answered today at the earliest.": "Eine Übergabe kann frühestens heute beantwortet werden.",
    "An assignment cannot be ended before the day it ends.": (
        "Eine Zuteilung kann nicht vor dem Tag beendet werden, an dem sie endet."
    ),
    "The work with this household has ended: nothing is proposed.": (
        "Die Arbeit mit diesem Haushalt ist beendet: Es ist nichts vorgeschlagen."
    ),
    "This case is closed: reopen it first.": "Dieser Fall ist abgeschlossen: Bitte zuerst wieder aufnehmen.",
    "This proposal was over the ceiling and was decided by an override with a reason.": (
        "Dieser Vorschlag lag über der Höchstbelastung und wurde durch eine begründete Abweichung entschieden."
    ),
    "The town has no such provider.": "Diesen Träger gibt es in der Stadt nicht.",
    "Nothing is proposed for this case yet. Try again in a moment.": (
        "Für diesen Fall ist noch nichts vorgeschlagen. Bitte gleich noch einmal versuchen."
    ),
    "With this household of {size} the provider would stand at {persons} persons on {fte} FTE, "
    "above the ceiling of {ceiling} persons per FTE. Override with a reason.": (
        "Mit diesem Haushalt von {size} stünde der Träger bei {persons} Personen auf {fte} VZÄ, "
        "über der Höchstbelastung von {ceiling} Personen je VZÄ. Bitte mit Begründung abweichen."
    ),
    "This version of the catchment rule is set already, with other content.": (
        "Diese Version der Zuständigkeitsgebiete ist schon gesetzt, mit anderem Inhalt."
    ),
    "The catchment rule names a provider that this town does not have.": (
        "Ein Zuständigkeitsgebiet nennt einen Träger, den diese Stadt nicht hat."
    ),
    "A house with another name is defined already under this id.": (
        "Unter dieser Kennung ist schon ein Haus mit anderem Namen angelegt."
    ),
    "This version of the weights is set already, with other content.": (
        "Diese Fassung der Gewichte ist schon gesetzt, mit anderem Inhalt."
    ),
    "The greatest share of a quarter is at least the least one.": (
        "Der größte Anteil eines Quartals ist mindestens so groß wie der kleinste."
    ),
    "Nothing was proposed by fit for this case.": "Für diesen Fall wurde nichts nach Passung vorgeschlagen.",
}
