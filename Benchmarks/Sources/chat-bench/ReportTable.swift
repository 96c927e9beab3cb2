import LoadGenerator

/// A report as lines for a person.
struct ReportTable {
    let report: Report

    /// The lines, each with its newline.
    var text: String {
        var lines = [
            "\(report.target.rawValue) \(report.format.rawValue): \(report.streams) streams, "
                + "\(report.rooms) rooms, \(report.publishers) publishers, pipeline "
                + "\(report.pipeline), \(report.size) bytes, \(report.seconds) s"
                + (report.rate > 0 ? ", \(report.rate) posts/s are due" : ""),
            "opened       \(number(report.connectsPerSecond)) streams/s",
            "posts        \(number(report.postsPerSecond))/s acknowledged, "
                + "\(report.acknowledged) in all, \(report.failed) failed, "
                + "\(report.unanswered) unanswered, \(report.unsent) unsent"
                + latency(report.postLatency),
        ]
        if report.sendDelay != nil {
            lines.append("sent late    after they were due" + latency(report.sendDelay))
        }
        if report.live != nil {
            lines.append("complete     each with what it had missed" + latency(report.complete))
            lines.append("live         all of them" + latency(report.live))
        }
        lines += group("delivered", report.read) + group("stopped", report.stopped)
        lines += group("slow", report.slow) + group("churned", report.churned)
        if report.reopened > 0 { lines.append("reopened     \(report.reopened)") }
        if let user = report.serverUserSeconds, let system = report.serverSystemSeconds {
            lines.append("server CPU   \(fixed(user)) s user, \(fixed(system)) s system")
        }
        lines += memory
        lines += report.problems.map { "PROBLEM      \($0)" }
        lines.append(report.isClean ? "clean" : "NOT CLEAN")
        return lines.map { $0 + "\n" }.joined()
    }

    private var memory: [String] {
        guard let before = report.memoryBefore, let idle = report.memoryIdle,
            let after = report.memoryAfter
        else { return [] }
        var lines = [
            "RSS          \(before.residentKilobytes) kB before, \(idle.residentKilobytes) idle, "
                + "\(after.residentKilobytes) after"
        ]
        if let resident = report.residentKilobytesPerStream,
            let proportional = report.proportionalKilobytesPerStream
        {
            lines.append("idle stream  \(fixed(resident)) kB RSS, \(fixed(proportional)) kB PSS")
        }
        return lines
    }

    private func group(_ name: String, _ streams: StreamsReport?) -> [String] {
        guard let streams else { return [] }
        let faults = streams.faults
        let padded = name + String(repeating: " ", count: max(1, 13 - name.count))
        return [
            "\(padded)\(number(streams.deliveriesPerSecond))/s to \(streams.streams), "
                + "\(number(streams.bytesPerSecond / 1e6)) MB/s, "
                + "\(fixed(streams.messagesPerRead)) messages a read"
                + latency(streams.latency),
            "             \(streams.delivered) in all: \(faults.lost) lost, "
                + "\(faults.doubled) doubled, \(faults.disordered) out of order, "
                + "\(faults.malformed) malformed, \(faults.missing) missing, "
                + "\(faults.ended) ended",
        ]
    }

    private func latency(_ latency: Latency?) -> String {
        guard let latency, latency.count > 0 else { return "" }
        return "\n             p50 \(fixed(latency.p50)), p99 \(fixed(latency.p99)), "
            + "p99.9 \(fixed(latency.p999)), max \(fixed(latency.max)) ms"
    }

    private func number(_ value: Double) -> String { String(Int(value.rounded())) }

    private func fixed(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
