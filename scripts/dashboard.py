#!/usr/bin/env python3
"""Writes contrib/dashboard.json, Grafana's dashboard, from the table below.

    scripts/dashboard.py             writes it
    scripts/dashboard.py --check     whether it is what the table says
"""
import json
import sys

PATH = "contrib/dashboard.json"
# Title, unit, and for each line its legend and its expression.
PANELS = [
    ("Streams", "short", [("{{instance}}", "burble_streams"),
                          ("{{instance}} behind", "burble_streams_behind")]),
    ("Messages a second", "short",
     [("{{instance}}", "rate(burble_messages_total[$__rate_interval])")]),
    ("Deliveries a second", "short",
     [("{{instance}}", "rate(burble_deliveries_total[$__rate_interval])")]),
    ("Post to durable", "s", "burble_post_duration_seconds"),
    ("Commit", "s", "burble_commit_duration_seconds"),
    ("Durable to written", "s", "burble_delivery_duration_seconds"),
    ("Writes that wait", "short", [("{{instance}}", "burble_writes_waiting")]),
    ("Lag of the slowest stream, events", "short", [("{{instance}}", "burble_stream_lag_events")]),
    ("Delay of the busiest loop", "s", [("{{instance}}", "burble_loop_delay_seconds")]),
    ("Late for what is due, loops", "s", "burble_loop_stall_seconds"),
    ("Turn of the committing thread", "s", "burble_commit_turn_seconds"),
    ("Commits that waited for deliveries", "s", "burble_commit_pause_seconds"),
    ("Memory", "bytes", [("{{instance}}", "process_resident_memory_bytes{job=\"burble\"}")]),
    ("Processor, cores", "short",
     [("{{instance}}", "rate(process_cpu_seconds_total{job=\"burble\"}[$__rate_interval])")]),
    ("Descriptors", "short", [("{{instance}}", "process_open_fds{job=\"burble\"}"),
                              ("{{instance}} limit", "process_max_fds{job=\"burble\"}")]),
    ("Log", "bytes", [("{{instance}}", "burble_data_bytes")]),
    ("Free disk", "bytes", [("{{instance}}", "burble_data_free_bytes")]),
    ("Bytes a second", "Bps",
     [("{{instance}} in", "rate(burble_received_bytes_total[$__rate_interval])"),
      ("{{instance}} out", "rate(burble_sent_bytes_total[$__rate_interval])")]),
    ("Connections", "short", [("{{instance}}", "burble_connections")]),
    ("Members, rooms", "short", [("{{instance}} members", "burble_members"),
                                 ("{{instance}} rooms", "burble_rooms")]),
    ("Answers a second, by status", "short",
     [("{{status}}", "sum by (status) (rate(burble_answers_total[$__rate_interval]))")]),
]


def quantiles(name):
    form = "histogram_quantile(%s, sum by (instance, le) (rate(%s_bucket[$__rate_interval])))"
    return [("{{instance}} p%s" % p, form % (q, name)) for p, q in (("50", "0.5"), ("99", "0.99"))]


def panel(index, title, unit, lines):
    source = {"type": "prometheus", "uid": "${source}"}
    lines = quantiles(lines) if isinstance(lines, str) else lines
    return {
        "id": index + 1, "title": title, "type": "timeseries", "datasource": source,
        "gridPos": {"h": 8, "w": 8, "x": index % 3 * 8, "y": index // 3 * 8},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [{"refId": chr(65 + n), "datasource": source, "expr": expr,
                     "legendFormat": legend} for n, (legend, expr) in enumerate(lines)],
    }


def dashboard():
    return {
        "title": "Burble", "uid": "burble", "schemaVersion": 39, "version": 1, "editable": True,
        "tags": ["burble"], "time": {"from": "now-6h", "to": "now"}, "refresh": "30s",
        "templating": {"list": [{"name": "source", "label": "Source", "type": "datasource",
                                 "query": "prometheus"}]},
        "panels": [panel(n, *row) for n, row in enumerate(PANELS)],
    }


def main():
    text = json.dumps(dashboard(), indent=1) + "\n"
    if sys.argv[1:] == ["--check"]:
        with open(PATH, encoding="utf-8") as file:
            return 0 if file.read() == text else print(PATH + " is old: scripts/dashboard.py") or 1
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
