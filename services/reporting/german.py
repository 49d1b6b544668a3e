"""The German of what reporting alone says to its callers."""

GERMAN: dict[str, str] = {
    "There is no such grant.": "Diese Zuwendung gibt es nicht.",
    "No such grant is known for that day.": "Für diesen Tag ist keine solche Zuwendung bekannt.",
    "There is no such report.": "Diesen Verwendungsnachweis gibt es nicht.",
    "There is no such position.": "Diese Stelle gibt es nicht.",
    "must lie between 1990 and 2199": "muss zwischen 1990 und 2199 liegen",
    # contracts, awards, payments
    "A contract ends on or after the day it starts.": "Ein Vertrag endet am Tag seines Beginns oder danach.",
    "A contract with other terms is already recorded under this id.": (
        "Unter dieser Kennung ist schon ein Vertrag mit anderen Bedingungen erfasst."
    ),
    "Another award is already recorded under this id.": "Unter dieser Kennung ist schon ein anderer Bescheid erfasst.",
    "The award names no share for this provider.": "Der Bescheid nennt für diesen Träger keinen Anteil.",
    "A payment cannot be recorded before the day it is made.": (
        "Eine Zahlung kann nicht vor dem Tag erfasst werden, an dem sie geleistet wird."
    ),
    "With this payment the provider would get more than its budget.": (
        "Mit dieser Zahlung bekäme der Träger mehr als sein Budget."
    ),
    "With this payment more would be passed on than was received.": (
        "Mit dieser Zahlung würde mehr weitergeleitet, als eingegangen ist."
    ),
    "Another payment is already recorded under this reference.": (
        "Unter diesem Zeichen ist schon eine andere Zahlung erfasst."
    ),
    "A draw-down cannot be recorded before the day it is made.": (
        "Ein Mittelabruf kann nicht vor dem Tag erfasst werden, an dem er gestellt wird."
    ),
    "With this draw-down more would be asked for than the cap of the grant.": (
        "Mit diesem Mittelabruf würde mehr abgerufen als der Höchstbetrag der Zuwendung."
    ),
    "With this payment more would be received than the cap of the grant.": (
        "Mit dieser Zahlung wäre mehr eingegangen als der Höchstbetrag der Zuwendung."
    ),
    "With this payment the town would pay back more than it has of the grant.": (
        "Mit dieser Zahlung würde die Stadt mehr zurückzahlen, als sie von der Zuwendung noch hat."
    ),
    "With this payment the provider would pay back more than it got.": (
        "Mit dieser Zahlung würde der Träger mehr zurückzahlen, als er bekommen hat."
    ),
    "No repayment waits for approval under this reference.": (
        "Unter diesem Zeichen wartet keine Erstattung auf Freigabe."
    ),
    "Who drafted a repayment does not approve it: that takes a second person.": (
        "Wer eine Erstattung entworfen hat, gibt sie nicht frei: Das tut eine zweite Person."
    ),
    # notices, closing
    "Another notice is already recorded under this reference.": (
        "Unter diesem Zeichen ist schon ein anderer Bescheid erfasst."
    ),
    "A notice cannot be recorded before the day of its decision.": (
        "Ein Bescheid kann nicht vor dem Tag erfasst werden, an dem er ergeht."
    ),
    "The award was revoked or withdrawn already.": "Die Bewilligung ist schon widerrufen oder zurückgenommen.",
    "The award was revoked or withdrawn: it cannot be amended any more.": (
        "Die Bewilligung ist widerrufen oder zurückgenommen: Sie kann nicht mehr geändert werden."
    ),
    "The award was revoked or withdrawn: nothing more is drawn down.": (
        "Die Bewilligung ist widerrufen oder zurückgenommen: Es wird nichts mehr abgerufen."
    ),
    "An amendment cannot be recorded before the day from which it holds.": (
        "Eine Änderung kann nicht vor dem Tag erfasst werden, ab dem sie gilt."
    ),
    "An amendment holds from a day of the grant, and not from before the last amendment.": (
        "Eine Änderung gilt ab einem Tag der Zuwendung, und nicht ab einem Tag vor der letzten Änderung."
    ),
    "The grant would end before it starts.": "Die Zuwendung würde enden, bevor sie beginnt.",
    "An amendment leaves every provider of the award a share.": (
        "Eine Änderung lässt jedem Träger des Bescheids einen Anteil."
    ),
    "With this amendment more would have been received than the cap of the grant.": (
        "Mit dieser Änderung wäre mehr eingegangen als der Höchstbetrag der Zuwendung."
    ),
    "A revocation holds from a day of the grant; an award that never held is withdrawn.": (
        "Ein Widerruf gilt ab einem Tag der Zuwendung; eine Bewilligung, die nie galt, wird zurückgenommen."
    ),
    "More would be waived than the cap of the grant.": ("Es würde mehr erlassen als der Höchstbetrag der Zuwendung."),
    "A period is closed after its last day.": "Ein Zeitraum wird nach seinem letzten Tag abgeschlossen.",
    "A period of the grant ends after the grant began.": (
        "Ein Zeitraum der Zuwendung endet nach dem Beginn der Zuwendung."
    ),
    "The period of that day is closed: only what is recorded of it can be corrected.": (
        "Der Zeitraum dieses Tages ist abgeschlossen: Nur was für ihn erfasst ist, kann berichtigt werden."
    ),
    # budgets
    "A budget is shifted to another line or to another provider: name one of the two.": (
        "Ein Ansatz wird auf eine andere Haushaltsstelle oder einen anderen Träger verschoben: Nennen Sie eins davon."
    ),
    "A budget is shifted to another line or to another provider, not to itself.": (
        "Ein Ansatz wird auf eine andere Haushaltsstelle oder einen anderen Träger verschoben, nicht auf sich selbst."
    ),
    "The budget holds less than is to be shifted.": "Der Ansatz ist kleiner als das, was verschoben werden soll.",
    "No change of this budget waits for approval.": "Für diesen Ansatz wartet keine Änderung auf Genehmigung.",
    "Who drafted a change of a budget does not approve it: that takes a second person.": (
        "Wer eine Änderung des Ansatzes entworfen hat, genehmigt sie nicht: Das tut eine zweite Person."
    ),
    "The grant has no such budget year.": "Dieses Haushaltsjahr hat die Zuwendung nicht.",
    "Who submitted a report does not approve it: that takes a second person.": (
        "Wer einen Verwendungsnachweis vorgelegt hat, gibt ihn nicht frei: Das tut eine zweite Person."
    ),
    # receipts
    "There is no such receipt.": "Diesen Beleg gibt es nicht.",
    "This receipt has no such entry.": "Diesen Eintrag hat der Beleg nicht.",
    "Another receipt is already recorded under this number.": (
        "Unter dieser Belegnummer ist schon ein anderer Beleg erfasst."
    ),
    "The days that were paid for lie outside the grant period.": (
        "Die bezahlten Tage liegen außerhalb des Bewilligungszeitraums."
    ),
    "The days that were paid for lie outside the days for which the position is funded.": (
        "Die bezahlten Tage liegen außerhalb der Tage, für die die Stelle gefördert wird."
    ),
    "This entry was corrected already: correct its correction.": (
        "Dieser Eintrag ist schon berichtigt: Berichtigen Sie die Berichtigung."
    ),
    "The receipt names a position that is not recorded.": "Der Beleg nennt eine Stelle, die nicht erfasst ist.",
    "The receipt names a position that does not belong to this grant.": (
        "Der Beleg nennt eine Stelle, die nicht zu dieser Zuwendung gehört."
    ),
    # positions
    "The position is vacant already.": "Die Stelle ist schon unbesetzt.",
    "A position becomes vacant after the day it was filled, not on it or before.": (
        "Eine Stelle wird nach dem Tag der Besetzung frei, nicht an diesem Tag oder davor."
    ),
    "Another replacement is already recorded for that day.": "Für diesen Tag ist schon ein anderer Wechsel erfasst.",
    "A share is shifted between two different positions.": (
        "Ein Anteil wird zwischen zwei verschiedenen Stellen verschoben."
    ),
    "The position that should get the share is not recorded.": (
        "Die Stelle, die den Anteil bekommen soll, ist nicht erfasst."
    ),
    "A share is shifted only between positions of the same grant.": (
        "Ein Anteil wird nur zwischen Stellen derselben Zuwendung verschoben."
    ),
    "The filling would begin on or after the day on which it ended.": (
        "Die Besetzung würde an dem Tag beginnen, an dem sie endete, oder danach."
    ),
    "The filling would begin while the position was still filled.": (
        "Die Besetzung würde beginnen, während die Stelle noch besetzt war."
    ),
    "The position is vacant on that day.": "Die Stelle ist an diesem Tag unbesetzt.",
    "The position names a grant that is not recorded.": "Die Stelle nennt eine Zuwendung, die nicht erfasst ist.",
    "A funded position needs its qualification class: the rate depends on it.": (
        "Eine geförderte Stelle braucht ihre Qualifikation: der Satz hängt davon ab."
    ),
    "The position belongs to another provider.": "Die Stelle gehört zu einem anderen Träger.",
    "The position is filled already; it has to become vacant first.": (
        "Die Stelle ist schon besetzt; sie muss erst frei werden."
    ),
    "The position was still filled on that day.": "Die Stelle war an diesem Tag noch besetzt.",
    "No filling of this position is recorded as begun on that day.": (
        "Für diese Stelle ist keine Besetzung erfasst, die an diesem Tag begann."
    ),
    "A position with a share below 0.25 FTE is not fundable.": (
        "Eine Stelle mit weniger als 0,25 VZÄ ist nicht förderfähig."
    ),
    "One person holds at most 1.0 FTE over all positions; this would be more.": (
        "Eine Person hat über alle Stellen höchstens 1,0 VZÄ; das wäre mehr."
    ),
    "With this the positions of the grant would have more FTE than the award names.": (
        "Damit hätten die Stellen der Zuwendung mehr VZÄ, als der Bescheid nennt."
    ),
    "The filling would begin before the grant period.": "Die Besetzung würde vor dem Bewilligungszeitraum beginnen.",
    "The filling would begin after the grant period.": "Die Besetzung würde nach dem Bewilligungszeitraum beginnen.",
    # settlement
    "What is to happen to the position? Say a vacancy, or a share or a class with its day.": (
        "Was soll mit der Stelle geschehen? Nennen Sie eine Vakanz, einen Anteil oder eine Qualifikation, mit dem Tag."
    ),
    "There is no such amount.": "Diesen Betrag gibt es nicht.",
    "Interest needs two days: when the repayment was owed, and when it was made.": (
        "Zinsen brauchen zwei Tage: wann die Erstattung geschuldet und wann sie geleistet wurde."
    ),
    "A repayment cannot be made before it is owed.": (
        "Eine Erstattung kann nicht geleistet werden, bevor sie geschuldet ist."
    ),
    # reports
    "Another report is already submitted under this id.": (
        "Unter dieser Kennung ist schon ein anderer Verwendungsnachweis eingereicht."
    ),
    "The report names a grant that is not recorded.": (
        "Der Verwendungsnachweis nennt eine Zuwendung, die nicht erfasst ist."
    ),
    "A report cannot be earlier than the start of its grant.": (
        "Ein Verwendungsnachweis kann nicht vor dem Beginn seiner Zuwendung liegen."
    ),
    "A report cannot be submitted for a day that is still to come.": (
        "Ein Verwendungsnachweis kann nicht für einen Tag eingereicht werden, der noch kommt."
    ),
}
