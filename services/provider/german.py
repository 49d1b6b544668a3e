"""The German of what a provider's service alone says to its callers."""

GERMAN: dict[str, str] = {
    "There is no such volunteer.": "Diese Ehrenamtliche gibt es nicht.",
    "There is no such offer.": "Dieses Angebot gibt es nicht.",
    "There is no such match.": "Diese Vermittlung gibt es nicht.",
    "This volunteer is on the list already, with other languages or from another day.": (
        "Diese Ehrenamtliche steht schon auf der Liste, mit anderen Sprachen oder ab einem anderen Tag."
    ),
    "Another offer is recorded already under this id.": "Unter dieser Kennung ist schon ein anderes Angebot erfasst.",
    "Another match is recorded already under this id.": (
        "Unter dieser Kennung ist schon eine andere Vermittlung erfasst."
    ),
    "Only for a case that is with this provider now a volunteer is found.": (
        "Eine Ehrenamtliche wird nur für einen Fall gefunden, der jetzt bei diesem Träger ist."
    ),
    "A volunteer is found only for a person who consents to it.": (
        "Eine Ehrenamtliche wird nur für eine Person gefunden, die darin einwilligt."
    ),
    "A match ends on or after the day it begins, and at most a year later.": (
        "Eine Vermittlung endet an dem Tag, an dem sie beginnt, oder danach, höchstens ein Jahr später."
    ),
    "The last day of this match is over already.": "Der letzte Tag dieser Vermittlung ist schon vorbei.",
    "This match has ended already.": "Diese Vermittlung ist schon beendet.",
    "A match ends on one of its own days.": "Eine Vermittlung endet an einem ihrer eigenen Tage.",
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
    "A further version is agreed on or after the day of the one before.": (
        "Eine Fortschreibung wird am Tag der vorigen Fassung vereinbart oder danach."
    ),
    "This plan was recorded by mistake.": "Dieser Integrationsplan wurde irrtümlich erfasst.",
    "This plan is closed.": "Dieser Integrationsplan ist abgeschlossen.",
    "This plan has no such version.": "Diese Fassung hat der Integrationsplan nicht.",
    "A plan stays with a person of the same household.": (
        "Ein Integrationsplan bleibt bei einer Person desselben Haushalts."
    ),
    "A plan of a case that was withdrawn is not worked with here.": (
        "Mit dem Integrationsplan eines zurückgezogenen Falls wird hier nicht gearbeitet."
    ),
    "A plan is signed between the day it is agreed and today.": (
        "Ein Integrationsplan wird zwischen dem Tag der Vereinbarung und heute unterschrieben."
    ),
    "A plan is closed between the day it is agreed and today.": (
        "Ein Integrationsplan wird zwischen dem Tag der Vereinbarung und heute abgeschlossen."
    ),
    "A step is named twice.": "Ein Schritt ist zweimal genannt.",
    "A goal has at most {steps} steps.": "Ein Ziel hat höchstens {steps} Schritte.",
    "A goal does not belong to this plan.": "Ein Ziel gehört nicht zu diesem Integrationsplan.",
    "Each goal needs an outcome: {left} are left over.": "Jedes Ziel braucht ein Ergebnis: {left} sind übrig.",
    "Another review is recorded already under this id.": (
        "Unter dieser Kennung ist schon eine andere Überprüfung erfasst."
    ),
    "There is no such review.": "Diese Überprüfung gibt es nicht.",
    "A review cannot be recorded before the day it takes place.": (
        "Eine Überprüfung kann nicht vor dem Tag erfasst werden, an dem sie stattfindet."
    ),
    "The next review is on or after the day of this one.": (
        "Die nächste Überprüfung ist am Tag dieser Überprüfung oder danach."
    ),
    "There is no such contact.": "Diesen Beratungskontakt gibt es nicht.",
    "Another referral is recorded already under this id.": (
        "Unter dieser Kennung ist schon eine andere Verweisung erfasst."
    ),
    "A case that was withdrawn takes no new referral.": "Ein zurückgezogener Fall nimmt keine neue Verweisung auf.",
    "A closed case takes no new referral.": "Ein abgeschlossener Fall nimmt keine neue Verweisung auf.",
    "This referral was recorded by mistake.": "Diese Verweisung wurde irrtümlich erfasst.",
    "A referral is answered between the day it was made and today.": (
        "Das Ergebnis einer Verweisung liegt zwischen dem Tag der Verweisung und heute."
    ),
    "A referral cannot be recorded before the day it is made.": (
        "Eine Verweisung kann nicht vor dem Tag erfasst werden, an dem sie erfolgt."
    ),
    "This office is not in the directory.": "Diese Stelle steht nicht im Verzeichnis.",
    "This person does not consent: nothing is recorded of them but that they were advised.": (
        "Diese Person willigt nicht ein: Von ihr wird nur erfasst, dass sie beraten wurde."
    ),
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
