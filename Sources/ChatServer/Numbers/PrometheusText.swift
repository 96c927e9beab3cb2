/// Writes numbers in the text formats of Prometheus.
///
/// Pure.
/// Source: prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4, and the OpenMetrics
/// 1.0.0 specification.
struct PrometheusText {
    /// The two formats.
    enum Form: Hashable {
        case text, openMetrics

        /// The `Content-Type`.
        var mediaType: String {
            switch self {
            case .text: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    private let form: Form
    private var text = ""

    /// Begins a page.
    init(_ form: Form) {
        self.form = form
    }

    /// Adds a number that goes up and down.
    ///
    /// - Parameters:
    ///   - name: with its unit at its end, if it has one.
    ///   - help: what it counts, one line without a backslash.
    mutating func gauge(_ name: String, _ value: Double, _ help: String) {
        describe(name, "gauge", help)
        line(name, value)
    }

    /// Adds a text, as the label of a number that is always 1.
    ///
    /// - Parameters:
    ///   - name: ends with `_info`.
    ///   - value: the text, without a quotation mark, a backslash or a line break.
    ///   - help: what it tells, one line without a backslash.
    mutating func information(_ name: String, _ label: String, _ value: String, _ help: String) {
        describe(name, "gauge", help)
        line("\(name){\(label)=\"\(value)\"}", 1)
    }

    /// Adds a number that only goes up.
    ///
    /// - Parameters:
    ///   - name: without `_total`, with its unit at its end, if it has one.
    ///   - help: what it counts, one line without a backslash.
    mutating func counter(_ name: String, _ value: Double, _ help: String) {
        describe(form == .openMetrics ? name : name + "_total", "counter", help)
        line(name + "_total", value)
    }

    /// Adds numbers that only go up, one for each value of a label.
    ///
    /// - Parameters:
    ///   - name: without `_total`, with its unit at its end, if it has one.
    ///   - label: what tells the numbers apart.
    ///   - values: each label's value, as for ``information(_:_:_:_:)``, and its number since the
    ///     start.
    ///   - help: what they count, one line without a backslash.
    mutating func counters(
        _ name: String,
        _ label: String,
        _ values: [(String, Double)],
        _ help: String
    ) {
        describe(form == .openMetrics ? name : name + "_total", "counter", help)
        for (value, count) in values { line("\(name)_total{\(label)=\"\(value)\"}", count) }
    }

    /// Adds how long something took.
    ///
    /// - Parameters:
    ///   - name: ends with `_seconds`.
    ///   - help: what took so long, one line without a backslash.
    mutating func histogram(_ name: String, _ histogram: Histogram, _ help: String) {
        describe(name, "histogram", help)
        var below = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            below += count
            line("\(name)_bucket{le=\"\(Double(bound) / 1_000_000)\"}", Double(below))
        }
        line("\(name)_bucket{le=\"+Inf\"}", Double(histogram.count))
        line(name + "_sum", histogram.sum.inSeconds)
        line(name + "_count", Double(histogram.count))
    }

    /// The whole page.
    var page: String { form == .openMetrics ? text + "# EOF\n" : text }

    private mutating func describe(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        let unit = ["seconds", "bytes"].first { name.hasSuffix("_" + $0) }
        if form == .openMetrics, let unit { text += "# UNIT \(name) \(unit)\n" }
    }

    private mutating func line(_ name: String, _ value: Double) {
        let isWhole = value.rounded() == value && value.magnitude < 1e15
        text += isWhole ? "\(name) \(Int64(value))\n" : "\(name) \(value)\n"
    }
}
