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
    "A contact cannot be recorded before the day it takes place.": (
        "Ein Beratungskontakt kann nicht vor dem Tag erfasst werden, an dem er stattfindet."
    ),
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
