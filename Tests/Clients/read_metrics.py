"""Reads the metrics on standard input with Prometheus' own parser, and prints them as `name value`.

With `openmetrics` as an argument the input is read as OpenMetrics. Fails on anything that the parser
refuses.
"""

import sys

text = sys.stdin.read()
if "openmetrics" in sys.argv[1:]:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
else:
    from prometheus_client.parser import text_string_to_metric_families

for family in text_string_to_metric_families(text):
    assert family.documentation, family.name
    assert family.type in ("counter", "gauge", "histogram"), family.name
    for sample in family.samples:
        labels = "".join(f" {key}={value}" for key, value in sample.labels.items())
        print(f"{sample.name}{labels} {sample.value:g}")
