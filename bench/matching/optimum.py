"""What hindsight could have done at best: the bound with all households at once, and for one town exactly."""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from ortools.sat.python import cp_model

from bench.matching.policies import UNSERVED
from bench.matching.towns import District
from services.allocation.domain.matching.objective import SERVED
from services.allocation.prices import Expected, Whole, price


def global_bound(districts: list[District]) -> int:
    """One flow over all towns, as who does not know that they are apart would solve it. Points, at most."""
    flow = SimpleMinCostFlow()
    nodes, persons, arcs = 0, 0, 0
    supplies: list[int] = []
    sink = sum(sum(each.values.shape) for each in districts)
    for each in districts:
        count, units = each.values.shape
        households, ends = np.arange(nodes, nodes + count), np.arange(nodes + count, nodes + count + units)
        flow.add_arcs_with_capacity_and_unit_cost(
            np.repeat(households, units),
            np.tile(ends, count),
            np.repeat(each.loads, units),
            -(each.values + SERVED).ravel(),
        )
        flow.add_arcs_with_capacity_and_unit_cost(ends, np.full(units, sink), each.places, np.zeros(units, np.int64))
        flow.add_arcs_with_capacity_and_unit_cost(
            households, np.full(count, sink), each.loads, np.full(count, -UNSERVED)
        )
        supplies += [*each.loads.tolist(), *[0] * units]
        nodes, persons, arcs = (
            nodes + count + units,
            persons + int(each.loads.sum()),
            arcs + count * units + units + count,
        )
    flow.set_nodes_supplies(np.arange(nodes + 1), np.array([*supplies, -persons]))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("no placement was found")
    flows = np.asarray(flow.flows(np.arange(arcs)), np.int64)
    return _points(districts, flows)


def _points(districts: list[District], flows: Whole) -> int:
    points, at = 0, 0
    for each in districts:
        count, units = each.values.shape
        placed = flows[at : at + count * units].reshape(count, units)
        unserved = int(flows[at + count * units + units : at + count * units + units + count].sum())
        points += int((placed * each.values).sum()) + UNSERVED * unserved
        at += count * units + units + count
    return points


def prices_of_all(districts: list[District]) -> int:
    """Bound and exact prices, town by town. Points, at most."""
    solved = [price(Expected(each.values, each.loads, each.places)) for each in districts]
    return sum(each.bound + UNSERVED * each.unserved for each in solved)


def exactly(district: District) -> int:
    """The best placement without splitting a household, proved best. For a town of some fifty households."""
    model = cp_model.CpModel()
    count, units = district.values.shape
    loads: list[int] = district.loads.tolist()
    worth: list[list[int]] = (district.values * district.loads[:, None]).tolist()
    taken = [[model.new_bool_var("") for _ in range(units)] for _ in range(count)]
    for row in taken:
        model.add_at_most_one(row)
    for unit, places in enumerate(district.places.tolist()):
        model.add(sum(load * row[unit] for load, row in zip(loads, taken, strict=True)) <= places)
    model.maximize(
        sum(
            (points - UNSERVED * load) * chosen
            for row, values, load in zip(taken, worth, loads, strict=True)
            for chosen, points in zip(row, values, strict=True)
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("the best placement was not proved")
    return round(solver.objective_value) + UNSERVED * sum(loads)
