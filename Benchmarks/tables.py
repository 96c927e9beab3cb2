"""Medians of all rounds, as Markdown."""
from statistics import median

from scenarios import REQUIREMENTS, SCENARIOS


class Results:
    """The rows of all runs: scenario, peer, round, and chat-bench's report."""

    def __init__(self, rows):
        self.rows = rows

    def reports(self, scenario, peer):
        return [row["report"] for row in self.rows
                if row["scenario"] == scenario and row["peer"] == peer and was_made(row)]

    def median(self, scenario, peer, metric):
        """The median over the rounds; nothing when no round has the figure."""
        values = [metric.of(report) for report in self.reports(scenario, peer)]
        values = [value for value in values if value is not None]
        return median(values) if values else None

    def is_clean(self, scenario, peer):
        return all(row["clean"] for row in self.rows
                   if row["scenario"] == scenario and row["peer"] == peer)

    def peers(self):
        known = [peer for scenario in SCENARIOS for peer in scenario.peers]
        seen = {row["peer"] for row in self.rows}
        return [peer for peer in dict.fromkeys([*known, *sorted(seen)]) if peer in seen]

    def scenarios(self):
        names = {row["scenario"] for row in self.rows}
        return [scenario for scenario in SCENARIOS if scenario.name in names]


def was_made(row):
    """Whether the run was made at all: its streams opened and, if there are any, posts were taken."""
    report = row["report"]
    return bool(report) and (report["publishers"] == 0 or report["acknowledged"] > 0) \
        and (row["clean"] or not report["problems"])


def number(value):
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def absolute(results):
    peers = results.peers()
    rows = []
    for scenario in results.scenarios():
        for metric in scenario.metrics:
            cells = []
            for peer in peers:
                value = results.median(scenario.name, peer, metric)
                mark = "" if value is None or results.is_clean(scenario.name, peer) else " !"
                cells.append(number(value) + mark)
            rows.append([scenario.name, f"{metric.name}, {metric.unit}", *cells])
    return table(["scenario", "figure", *peers], rows)


def ratios(results):
    peers = [peer for peer in results.peers() if peer != "burble"]
    rows = []
    for scenario in results.scenarios():
        for metric in scenario.metrics:
            own = results.median(scenario.name, "burble", metric)
            others = [results.median(scenario.name, peer, metric) for peer in peers]
            if own is None or not any(others):
                continue
            rows.append([scenario.name, metric.name,
                         *["–" if not other else f"{own / other:.2f}" for other in others]])
    return table(["Burble / peer", "figure", *peers], rows)


def requirements(results):
    rows = []
    for requirement in REQUIREMENTS:
        value, bound = requirement.value(results.median), requirement.bound(results.median)
        if value is None or bound is None:
            verdict = "not measured"
        else:
            is_reached = value >= bound if requirement.more else value <= bound
            verdict = "reached" if is_reached else "NOT REACHED"
            scenario = requirement.words.split(":")[0]
            if not results.is_clean(scenario, "burble"):
                verdict = "NOT REACHED: not clean"
        rows.append([requirement.words, number(value), number(bound), verdict])
    return table(["must be", "is", "bound", ""], rows)


def unclean(results):
    """Every run in which something was lost, doubled, refused or ended, with what was said."""
    lines = []
    for row in results.rows:
        if row["clean"]:
            continue
        report = row["report"] or {}
        faults = {name: group["faults"] for name in ("read", "stopped", "slow", "churned")
                  if (group := report.get(name))}
        lines.append(f"- {row['scenario']}, {row['peer']}, round {row['round']}: {faults} "
                     f"failed {report.get('failed')}, unanswered {report.get('unanswered')}; "
                     f"{'; '.join(report.get('problems', [])[:2])} {row.get('error') or ''}")
    return "\n".join(lines) + "\n" if lines else "Every run was clean.\n"


def noise(rows):
    """What else the machine had to do: the load average before each run."""
    loads = [row["load"] for row in rows]
    return (f"Load average before a run: median {median(loads):.1f}, highest {max(loads):.1f}. "
            "On a quiet machine it is below 2, which is the run before.\n") if loads else ""


def everything(rows):
    results = Results(rows)
    return "\n".join([
        noise(rows),
        "## Figures (medians; `!`: not every run was clean)\n", absolute(results),
        "## Ratios\n", ratios(results),
        "## What it must reach\n", requirements(results),
        "## Losses, doubles, refusals\n", unclean(results)])
