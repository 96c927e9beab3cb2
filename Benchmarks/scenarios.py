"""What is measured, and what each figure must reach."""
from dataclasses import dataclass, field

FAN_PEERS = ["burble", "redis", "nchan-1", "nchan-2", "fastapi", "limit-c", "limit-s"]
ROOM_PEERS = ["burble", "redis", "nchan-1", "nchan-2", "limit-c"]
POST_PEERS = ["burble", "redis", "nchan-1", "limit-c"]


@dataclass
class Metric:
    """A figure of chat-bench's report, by its path; `more` says whether more is better."""
    name: str
    path: tuple
    unit: str
    scale: float = 1
    more: bool = True

    def of(self, report):
        value = report
        for step in self.path:
            value = value.get(step) if value else None
        return None if value is None else value * self.scale


DELIVERIES = Metric("deliveries", ("read", "deliveriesPerSecond"), "k/s", 1e-3)
DELIVERY_P50 = Metric("p50", ("read", "latency", "p50"), "ms", more=False)
DELIVERY_P99 = Metric("p99", ("read", "latency", "p99"), "ms", more=False)
DELIVERY_P999 = Metric("p99.9", ("read", "latency", "p999"), "ms", more=False)
DELIVERY_TAIL = [DELIVERY_P50, DELIVERY_P99, DELIVERY_P999]
POSTS = Metric("posts", ("postsPerSecond",), "k/s", 1e-3)
POST_P50 = Metric("post p50", ("postLatency", "p50"), "ms", more=False)
POST_P99 = Metric("post p99", ("postLatency", "p99"), "ms", more=False)
POST_P999 = Metric("post p99.9", ("postLatency", "p999"), "ms", more=False)
SENT_LATE = Metric("sent late p99.9", ("sendDelay", "p999"), "ms", more=False)
RSS = Metric("RSS a stream", ("residentKilobytesPerStream",), "kB", more=False)
PSS = Metric("PSS a stream", ("proportionalKilobytesPerStream",), "kB", more=False)
CONNECTS = Metric("connects", ("connectsPerSecond",), "/s")
AFTER = Metric("RSS after", ("memoryAfter", "residentKilobytes"), "MB", 1e-3, more=False)


@dataclass
class Scenario:
    """One setting of chat-bench, run against each of `peers`."""
    name: str
    options: dict
    peers: list
    metrics: list = field(default_factory=lambda: [DELIVERIES, *DELIVERY_TAIL])

    def all_options(self, quick):
        return {"warm-up": 0.3 if quick else 0.8, "seconds": 1 if quick else 3, **self.options}

    def arguments(self, quick):
        result = []
        for name, value in self.all_options(quick).items():
            result += [f"--{name}"] if value is True else [f"--{name}", str(value)]
        return result

    def seconds(self, quick):
        """About how long one run takes, server and opening included."""
        options = self.all_options(quick)
        streams = options.get("streams", 0)
        return (options["warm-up"] + options["seconds"] + 1.2 + streams / 5000
                + options.get("hold", 0))


def fan(streams, publishers, format):
    suffix = "" if format == "ndjson" else f"-{format}"
    return Scenario(
        f"fan-{streams}x{publishers}{suffix}",
        {"streams": streams, "publishers": publishers, "format": format},
        FAN_PEERS if format == "ndjson" else ["burble"])


def posts(publishers, pipeline):
    suffix = f"-pipelined-{pipeline}" if pipeline > 1 else ""
    return Scenario(
        f"posts-x{publishers}{suffix}",
        {"streams": 0, "publishers": publishers, "pipeline": pipeline},
        POST_PEERS, [POSTS, POST_P50, POST_P99, POST_P999])


def stopped(name, load, count):
    return Scenario(
        name, {"streams": 500, "stopped": count, "drain": 60, **load},
        ["burble"], [DELIVERIES, DELIVERY_P99, DELIVERY_P999, AFTER])


def open_loop(rate):
    return Scenario(
        f"rooms-1000x10-at-{rate}",
        {"streams": 10000, "rooms": 1000, "publishers": 8, "rate": rate, "seconds": 5},
        ROOM_PEERS, [*DELIVERY_TAIL, SENT_LATE])


def idle(name, streams, hold, metrics):
    return Scenario(
        name, {"streams": streams, "connect-only": True, "hold": hold, "publishers": 0},
        ["burble", "redis", "nchan-1", "fastapi", "limit-c"], metrics)


FANS = [(1000, 1), (1000, 8), (1000, 64), (10000, 1), (10000, 8)]
FULL = {"publishers": 8}
PACED = {"publishers": 8, "rate": 500}
SCENARIOS = [
    *[fan(*each, "ndjson") for each in FANS],
    *[fan(*each, "text") for each in FANS],
    *[Scenario(f"rooms-1000x10x{publishers}",
               {"streams": 10000, "rooms": 1000, "publishers": publishers}, ROOM_PEERS)
      for publishers in (8, 64)],
    Scenario("latency-1000", {"streams": 1000, "publishers": 1, "rate": 50, "seconds": 5},
             ["burble", "redis", "nchan-1", "nchan-2", "fastapi", "limit-c"],
             DELIVERY_TAIL),
    open_loop(1000), open_loop(4000),
    posts(1, 1), posts(1, 16), posts(8, 1), posts(64, 1), posts(64, 16),
    idle("idle-10000", 10000, 2, [RSS, PSS]),
    idle("connect-19000", 19000, 0, [CONNECTS, RSS]),
    stopped("stopped-0-full", FULL, 0), stopped("stopped-500-full", FULL, 500),
    stopped("stopped-0-paced", PACED, 0), stopped("stopped-500-paced", PACED, 500),
]


# --- what must be reached -----------------------------------------------------------------------

@dataclass
class Requirement:
    """A line of the list: `value` and `bound` read the medians, as `(name, peer, metric)`."""
    words: str
    value: callable
    bound: callable
    more: bool = True


def against(scenario, factor, peer, own=None):
    """Burble's deliveries are at least so many times a peer's; text is held to NDJSON's peers."""
    own = own or scenario
    return Requirement(
        f"{own}: at least {factor:g} x {peer}",
        lambda get: get(own, "burble", DELIVERIES),
        lambda get: scaled(get(scenario, peer, DELIVERIES), factor))


def scaled(value, factor):
    return None if value is None else value * factor


def lowest(values):
    known = [value for value in values if value is not None]
    return min(known) if known else None


def fixed(words, scenario, metric, bound):
    return Requirement(words, lambda get: get(scenario, "burble", metric), lambda get: bound,
                       metric.more)


def latency(metric):
    return Requirement(
        f"latency-1000: {metric.name} at most nchan's (the better setting) plus 1 ms",
        lambda get: get("latency-1000", "burble", metric),
        lambda get: added(lowest(get("latency-1000", f"nchan-{n}", metric) for n in (1, 2)), 1),
        more=False)


def tail(rate, metric, bound):
    name = f"rooms-1000x10-at-{rate}"
    return fixed(f"{name}: {metric.name} at most {bound:g} ms", name, metric, bound)


def added(value, more):
    return None if value is None else value + more


def undisturbed(load, metric):
    factor = 0.9 if metric.more else 1.1
    return Requirement(
        f"stopped-500-{load}: {metric.name} within a tenth of what they are alone",
        lambda get: get(f"stopped-500-{load}", "burble", metric),
        lambda get: scaled(get(f"stopped-0-{load}", "burble", metric), factor), metric.more)


def memory_of_stopped(load):
    def value(get):
        beside = get(f"stopped-500-{load}", "burble", AFTER)
        alone = get(f"stopped-0-{load}", "burble", AFTER)
        return None if beside is None or alone is None else (beside - alone) * 1000 / 500
    return Requirement(f"stopped-500-{load}: kB a stopped reader", value, lambda get: 64, False)


RATIOS = [("fan-1000x1", 3, "redis"), ("fan-1000x1", 1, "nchan-2"), ("fan-1000x8", 1.2, "redis"),
          ("fan-1000x64", 1, "redis"), ("fan-10000x1", 3, "redis"), ("fan-10000x8", 1.2, "redis")]
REQUIREMENTS = [
    *[against(*each) for each in RATIOS],
    *[against(*each, own=f"{each[0]}-text") for each in RATIOS],
    against("rooms-1000x10x8", 1, "redis"), against("rooms-1000x10x64", 1, "redis"),
    latency(DELIVERY_P50), latency(DELIVERY_P99),
    tail(1000, DELIVERY_P50, 0.35), tail(1000, DELIVERY_P99, 1), tail(1000, DELIVERY_P999, 3),
    tail(4000, DELIVERY_P50, 0.18), tail(4000, DELIVERY_P99, 0.6),
    fixed("posts-x1: at least 5 k/s", "posts-x1", POSTS, 5),
    fixed("posts-x1-pipelined-16: at least 5 k/s", "posts-x1-pipelined-16", POSTS, 5),
    fixed("posts-x64: at least 50 k/s", "posts-x64", POSTS, 50),
    fixed("posts-x64-pipelined-16: at least 50 k/s", "posts-x64-pipelined-16", POSTS, 50),
    fixed("idle-10000: at most 7 kB RSS a stream", "idle-10000", RSS, 7),
    fixed("connect-19000: at least 10,000/s", "connect-19000", CONNECTS, 10_000),
    undisturbed("full", DELIVERIES), undisturbed("paced", DELIVERIES),
    undisturbed("paced", DELIVERY_P99), memory_of_stopped("full"), memory_of_stopped("paced"),
]
