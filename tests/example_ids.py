"""Whom and what the examples of facts are about."""

from datetime import date

from shared.ids import wire_id

CASE, OTHER_CASE = wire_id("case", "haddad"), wire_id("case", "tesfay")
PERSON, CHILD = wire_id("person", "haddad-1"), wire_id("person", "haddad-2")
WORKER, SUCCESSOR = wire_id("staff", "worker-1"), wire_id("staff", "worker-2")
GRANT = wire_id("grant", "weinheim-2018")
POSITION, OTHER_POSITION = wire_id("position", "drk-1"), wire_id("position", "caritas-1")
PLAN, GOAL, REVIEW = wire_id("plan", "p1"), wire_id("goal", "z1"), wire_id("review", "u1")
REFERRAL = wire_id("referral", "v1")
PLACED, RECEIVED, MOVED = date(2018, 10, 15), date(2018, 10, 17), date(2019, 2, 1)
FIRST_DAY, LAST_DAY = date(2018, 10, 15), date(2020, 12, 31)
