"""The German of what a provider's service alone says to its callers."""

GERMAN: dict[str, str] = {
    "There is no such case.": "Diesen Fall gibt es nicht.",
    "There is no such person.": "Diese Person gibt es nicht.",
    "Another contact is recorded already under this id.": (
        "Unter dieser Kennung ist schon ein anderer Beratungskontakt erfasst."
    ),
    "A case that was withdrawn takes no new contact.": (
        "Ein zurückgezogener Fall nimmt keinen neuen Beratungskontakt auf."
    ),
    "A case that was withdrawn takes no new caseworker.": (
        "Ein zurückgezogener Fall bekommt keine neue Fallzuständigkeit."
    ),
    "A case that was withdrawn takes no new plan.": "Ein zurückgezogener Fall nimmt keinen neuen Integrationsplan auf.",
    "A closed case takes no new caseworker.": "Ein abgeschlossener Fall bekommt keine neue Fallzuständigkeit.",
    "A closed case takes no new contact.": "Ein abgeschlossener Fall nimmt keinen neuen Beratungskontakt auf.",
    "A closed case takes no new plan.": "Ein abgeschlossener Fall nimmt keinen neuen Integrationsplan auf.",
    "A case that was withdrawn is not closed here.": "Ein zurückgezogener Fall wird hier nicht abgeschlossen.",
    "This case is closed already, on another day or with another outcome.": (
        "Dieser Fall ist schon abgeschlossen, an einem anderen Tag oder mit anderem Ergebnis."
    ),
    "A case cannot be closed before the day it ends.": (
        "Ein Fall kann nicht vor dem Tag abgeschlossen werden, an dem er endet."
    ),
    "A case cannot end before the household was placed.": (
        "Ein Fall kann nicht enden, bevor der Haushalt untergebracht wurde."
    ),
    "This case is not offered to this provider now.": "Dieser Fall wird diesem Träger zurzeit nicht angeboten.",
    "This offer is answered already.": "Dieses Angebot ist schon beantwortet.",
    "Who declines a case says why.": "Wer einen Fall ablehnt, nennt den Grund.",
    "No release from secrecy is in force that could be withdrawn.": (
        "Es gilt keine Schweigepflichtentbindung, die widerrufen werden könnte."
    ),
    "What a person states cannot be recorded before the day it is stated.": (
        "Was eine Person erklärt, kann nicht vor dem Tag erfasst werden, an dem sie es erklärt."
    ),
    "A contact cannot be recorded before the day it takes place.": (
        "Ein Beratungskontakt kann nicht vor dem Tag erfasst werden, an dem er stattfindet."
    ),
    "There is no such plan.": "Diesen Integrationsplan gibt es nicht.",
    "There is no such referral.": "Diese Verweisung gibt es nicht.",
    "There is no such worker.": "Diese Mitarbeiterin oder diesen Mitarbeiter gibt es nicht.",
    "This worker belongs to the staff already.": "Diese Person gehört schon zum Personal.",
    "This worker does not belong to the staff then.": "Diese Person gehört dann nicht zum Personal.",
    "This worker is recorded under another name already.": (
        "Diese Person des Personals ist schon unter einem anderen Namen erfasst."
    ),
    "An absence ends on or after the day it begins.": (
        "Eine Abwesenheit endet an dem Tag, an dem sie beginnt, oder danach."
    ),
    "This worker is recorded as absent then already.": "Diese Person ist für diese Zeit schon als abwesend erfasst.",
    "This worker is not recorded as absent then.": "Diese Person ist dann nicht als abwesend erfasst.",
    "Nobody stands in for themselves.": "Niemand vertritt sich selbst.",
    "This worker is in charge of {cases} cases: move them first.": (
        "Diese Person ist für {cases} Fälle zuständig: Diese sind zuerst zu übergeben."
    ),
    "Say either who takes all cases, or who takes which.": (
        "Es ist entweder zu sagen, wer alle Fälle übernimmt, oder wer welche."
    ),
    "Each case needs somebody in charge: {left} are left over.": (
        "Jeder Fall braucht eine Zuständigkeit: {left} sind übrig."
    ),
    "The cases go to somebody else.": "Die Fälle gehen an jemand anderen.",
    "A case is named twice.": "Ein Fall ist zweimal genannt.",
    "A case is not one of this worker's.": "Ein Fall gehört nicht zu den Fällen dieser Person.",
    "Another note is kept already under this id.": "Unter dieser Kennung liegt schon eine andere Notiz.",
    "A topic is named twice.": "Ein Thema ist zweimal genannt.",
    "A person is named twice.": "Eine Person ist zweimal genannt.",
    "A goal is named twice.": "Ein Ziel ist zweimal genannt.",
    "A person does not belong to the household of this case.": ("Eine Person gehört nicht zum Haushalt dieses Falls."),
    "Another plan is agreed already under this id.": (
        "Unter dieser Kennung ist schon ein anderer Integrationsplan vereinbart."
    ),
    "A plan cannot be recorded before the day it is agreed.": (
        "Ein Integrationsplan kann nicht vor dem Tag erfasst werden, an dem er vereinbart wird."
    ),
    "A plan is reviewed on or after the day it is agreed.": (
        "Ein Integrationsplan wird am Tag der Vereinbarung oder danach überprüft."
    ),
}
