"""Who may do what (contracts, roles): operation by operation. What is not listed nobody may do."""

CLERK, COORDINATOR, CASEWORKER, LEAD = "clerk", "coordinator", "caseworker", "lead"
PROVIDER_ADMIN, VOLUNTEER, GRANT_OFFICER, CONTROLLER = "provider_admin", "volunteer", "grant_officer", "controller"
AUDITOR, DPO, OPERATOR = "auditor", "dpo", "operator"

ROLES = frozenset(
    {
        CLERK,
        COORDINATOR,
        CASEWORKER,
        LEAD,
        PROVIDER_ADMIN,
        VOLUNTEER,
        GRANT_OFFICER,
        CONTROLLER,
        AUDITOR,
        DPO,
        OPERATOR,
    }
)
OF_A_PROVIDER = frozenset({CASEWORKER, LEAD, PROVIDER_ADMIN, VOLUNTEER})
"""Roles that exist within one provider alone."""

_desk = frozenset({CLERK, COORDINATOR})
_care = frozenset({CASEWORKER, LEAD})
_leading = frozenset({LEAD, PROVIDER_ADMIN})
_money = frozenset({GRANT_OFFICER})

ALLOWED: dict[str, frozenset[str]] = {
    # intake
    "RegisterCase": _desk,
    "MoveHousehold": _desk,
    "JoinHousehold": _desk,
    "LeaveHousehold": _desk,
    "RecordPerson": _desk,
    "SplitHousehold": _desk,
    "LeaveTown": _desk,
    "ReopenCase": _desk,
    "RecordNames": _desk,
    "MergePersons": _desk,
    "FindDuplicates": _desk,
    "ImportArrivals": _desk,
    "GiveConsent": _desk,
    "RefuseConsent": _desk,
    "WithdrawConsent": _desk,
    "ReleaseSecrecy": _desk,
    "WithdrawSecrecyRelease": _desk,
    "ListCases": _desk | {AUDITOR},
    "ShowCase": _desk | {AUDITOR},
    "ShowNames": _desk,
    "FetchEntrustedNames": frozenset({PROVIDER_ADMIN}),
    # allocation
    "DefineHouse": frozenset({COORDINATOR}),
    "SetCatchment": frozenset({COORDINATOR}),
    "SetThresholds": frozenset({COORDINATOR}),
    "SetWeights": frozenset({COORDINATOR}),
    "SetProviderProfile": frozenset({COORDINATOR}),
    "RecordWish": _desk,
    "RecordConflict": frozenset({COORDINATOR}),
    "ShowMatching": frozenset({COORDINATOR, AUDITOR}),
    "ExplainAssignment": frozenset({COORDINATOR, AUDITOR}),
    "ConfirmAssignment": frozenset({COORDINATOR}),
    "OverrideAssignment": frozenset({COORDINATOR}),
    "OfferHandover": frozenset({COORDINATOR}),
    "EndAssignment": frozenset({COORDINATOR}),
    "ListAssignments": frozenset({COORDINATOR, AUDITOR}),
    "ShowAssignment": frozenset({COORDINATOR, AUDITOR}),
    "ListHouses": frozenset({COORDINATOR, CLERK, AUDITOR}),
    "ShowCaseload": frozenset({COORDINATOR, GRANT_OFFICER, CONTROLLER, AUDITOR}),
    # provider
    "RecordContact": _care,
    "AgreePlan": _care,
    "StateConsent": _care,
    "StateSecrecyRelease": _care,
    "CloseCase": _care,
    "AnswerHandover": _leading,
    "MoveCaseload": _leading,
    "JoinStaff": _leading,
    "SetStaffRoles": _leading,
    "RecordAbsence": _leading,
    "EndAbsence": _leading,
    "LeaveStaff": _leading,
    "ListStaff": _leading,
    "ListAccessRefused": _leading,
    "AssignCaseworker": _leading,
    "ListOwnCases": _care | {PROVIDER_ADMIN},
    "ShowOwnCase": _care | {PROVIDER_ADMIN},
    "ShowOwnCaseHistory": _care | {PROVIDER_ADMIN},
    # reporting
    "RecordContract": _money,
    "RecordAward": _money,
    "FillPosition": _money,
    "VacatePosition": _money,
    "ReplacePerson": _money,
    "ShiftShare": _money,
    "CorrectFilling": _money,
    "ReceiveFunds": _money,
    "PassOnFunds": _money,
    "RecordExpenditure": _money,
    "CorrectExpenditure": _money,
    "StrikeExpenditure": _money,
    "SubmitReport": _money,
    "ShowReport": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ShowSettlement": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ExplainReport": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ShowSubmittedReport": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ShowIndicators": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ListReceipts": frozenset({GRANT_OFFICER, CONTROLLER, AUDITOR}),
    "ShowReceiptWords": frozenset({GRANT_OFFICER, CONTROLLER}),
    # audit
    "ShowHistory": frozenset({AUDITOR}),
    "ShowCaseHistory": frozenset({AUDITOR}),
    # every service
    "StateRoot": frozenset({OPERATOR, AUDITOR}),
    "ShowNotInLog": frozenset({OPERATOR}),
    "TakeBack": frozenset({OPERATOR}),
    "ResendFacts": frozenset({OPERATOR}),
    "ListQuarantine": frozenset({OPERATOR, AUDITOR}),
    "ShowQuarantined": frozenset({OPERATOR, AUDITOR}),
    "RetryQuarantined": frozenset({OPERATOR}),
}
