import ChatProtocol

/// The table of `/metrics`: every number of a sample under its name.
enum Metrics {
    /// Writes a sample's numbers.
    static func text(of sample: Sample, as form: PrometheusText.Form) -> String {
        var page = PrometheusText(form)
        addDelivery(sample, to: &page)
        addTraffic(sample, to: &page)
        addLog(sample, to: &page)
        addProcess(sample, to: &page)
        return page.page
    }

    private static func addDelivery(_ sample: Sample, to page: inout PrometheusText) {
        let delivery = sample.delivery
        page.gauge("burble_streams", Double(delivery.streams), "Open streams.")
        page.gauge(
            "burble_streams_behind",
            Double(delivery.behind),
            "Live streams that have not everything yet."
        )
        page.gauge(
            "burble_stream_lag_events",
            Double(delivery.lag),
            "Events of the log by which the slowest live stream is behind."
        )
        page.counter("burble_streams_opened", Double(delivery.opened), "Streams opened.")
        page.counter(
            "burble_streams_slow",
            Double(delivery.slow),
            "Streams ended because their reader took nothing."
        )
        page.counter(
            "burble_deliveries",
            Double(delivery.deliveries),
            "Events of the log written to streams."
        )
        page.histogram(
            "burble_delivery_duration_seconds",
            delivery.writeTime,
            "How long a commit took from durable until the last live stream of a room had it."
        )
        page.gauge(
            "burble_loop_delay_seconds",
            delivery.delay.inSeconds,
            "How long the busiest event loop took to come to a question."
        )
        page.histogram(
            "burble_loop_stall_seconds",
            delivery.stalls,
            "How late event loops came to what was due, asked ten times a second."
        )
        page.gauge("burble_rooms", Double(sample.rooms), "Rooms.")
        page.gauge("burble_members", Double(sample.members), "Members with a stream open.")
    }

    private static func addTraffic(_ sample: Sample, to page: inout PrometheusText) {
        page.gauge("burble_connections", Double(sample.connections), "Open connections.")
        page.counter(
            "burble_received_bytes",
            Double(sample.received),
            "Bytes that sockets brought, heads and TLS included."
        )
        page.counter(
            "burble_sent_bytes",
            Double(sample.sent),
            "Bytes that sockets were given, heads and TLS included."
        )
        page.counters(
            "burble_answers",
            "status",
            sample.answers.map { (String($0.status), Double($0.count)) },
            "Answers to requests by their status; a stream counts when it begins."
        )
        guard let spans = sample.spans else { return }
        page.counter(
            "burble_spans_exported",
            Double(spans.exported),
            "Spans that the collector has taken."
        )
        page.counter(
            "burble_spans_dropped",
            Double(spans.dropped),
            "Spans that the collector never gets: it was away, or refused them."
        )
    }

    private static func addLog(_ sample: Sample, to page: inout PrometheusText) {
        let tally = sample.tally
        page.counter("burble_messages", Double(tally.messages), "Messages committed.")
        page.counter("burble_events", Double(tally.events), "Events of the log committed.")
        page.gauge(
            "burble_writes_waiting",
            Double(sample.waiting),
            "Writes that wait for a transaction."
        )
        page.histogram(
            "burble_commit_duration_seconds",
            tally.commitTime,
            "How long a transaction took until it was durable."
        )
        page.histogram(
            "burble_commit_turn_seconds",
            tally.turnTime,
            "How long a turn of the thread that commits took: all but its sleep."
        )
        page.histogram(
            "burble_commit_pause_seconds",
            tally.pauseTime,
            "How long commits waited for deliveries to catch up; those that did not are not counted."
        )
        page.histogram(
            "burble_post_duration_seconds",
            tally.postTime,
            "How long a post took from the whole request to the durable event."
        )
        page.gauge(
            "burble_data_bytes",
            Double(sample.process.data),
            "Bytes of the files in the data folder itself."
        )
        page.gauge(
            "burble_data_free_bytes",
            Double(sample.process.free),
            "Bytes free on the disk of the data folder."
        )
    }

    private static func addProcess(_ sample: Sample, to page: inout PrometheusText) {
        let process = sample.process
        page.information(
            "burble_build_info",
            "version",
            ProgramVersion.text,
            "The server's version."
        )
        page.gauge(
            "process_resident_memory_bytes",
            Double(process.memory),
            "Bytes of resident memory."
        )
        page.gauge("process_open_fds", Double(process.descriptors), "Open file descriptors.")
        page.gauge(
            "process_max_fds",
            Double(DescriptorLimit.descriptors),
            "File descriptors that there may be."
        )
        page.counter(
            "process_cpu_seconds",
            process.processor.inSeconds,
            "Processor time of user and system."
        )
        page.gauge(
            "process_start_time_seconds",
            (Double(sample.at.milliseconds) / 1000 - sample.uptime.inSeconds).rounded(),
            "When the process started, in seconds since 1970."
        )
    }
}
