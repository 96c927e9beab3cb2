import ChatProtocol

/// What is wrong on the way to a server, in words for whoever has to mend it.
///
/// Pure.
package struct PathDiagnosis {
    /// Seconds by which two clocks may differ before it is told.
    private static let skewLimit = 5.0
    /// How much longer than another answer a stream may take for its first byte before a proxy is
    /// thought to hold it back, and how long an answer may take before it is told.
    static let promptness = Duration.seconds(2)
    /// How many seconds a short answer is awaited.
    package static let patienceSeconds: Int64 = 10
    /// Rows of numbers that tell the pace.
    ///
    /// The first comes at once, and the second when the server's second is over, which may be at
    /// once too.
    package static let pacedRows = 3

    /// One thing that was looked at.
    package struct Line: Hashable, Sendable {
        package let part: String
        package let verdict: Verdict
        package let words: String

        /// The line as it is shown.
        package var description: String {
            let verdict =
                verdict.rawValue + String(repeating: " ", count: 5 - verdict.rawValue.count)
            let part = part + String(repeating: " ", count: max(0, 8 - part.count))
            return "\(verdict)  \(part)  \(SafeText(words).singleLine)"
        }
    }

    /// How it stands with a thing.
    package enum Verdict: String, Sendable {
        case sound = "ok"
        case note
        case fault = "FAULT"
    }

    /// What was found, in the order of the way.
    package private(set) var lines: [Line] = []
    let facts: PathFacts

    /// Judges facts; what lies behind a fault that blocks the way is left out.
    ///
    /// - Parameter version: of the program that asks.
    package init(_ facts: PathFacts, version: String = ProgramVersion.text) {
        self.facts = facts
        guard judgeConnects(), judgeSecure(), judgeHealth() else { return }
        judgeReady()
        judgeVersion(version)
        judgeClock()
        judgeStreams()
        judgePace()
        judgeIdle()
    }

    /// True when nothing is wrong.
    package var isSound: Bool { lines.allSatisfy { $0.verdict != .fault } }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - verdict: how it stands with it.
    ///   - words: what was seen, and what to do about it.
    mutating func tell(_ part: String, _ verdict: Verdict, _ words: String) {
        lines.append(Line(part: part, verdict: verdict, words: words))
    }

    /// A time in milliseconds.
    static func shown(_ time: Duration) -> String {
        "\((time.inMilliseconds * 10).rounded() / 10) ms"
    }

    // MARK: - The server

    private mutating func judgeReady() {
        switch facts.ready.status {
        case 200 where facts.ready.body == "ready\n":
            tell("ready", .sound, "/readyz: it takes new work")
        case 200:
            tell("ready", .fault, "/readyz answers, but not as Burble does: another server is here")
        case 503:
            let words = "/readyz is 503: the server is stopping, or its log does not answer"
            tell("ready", .fault, words)
        case let status: tell("ready", .fault, "/readyz answers \(status)")
        }
    }

    private mutating func judgeVersion(_ own: String) {
        let lines = facts.metrics.body.split(separator: "\n")
        let line = lines.first { $0.hasPrefix("burble_build_info{") }
        let parts = line?.split(separator: "\"") ?? []
        guard facts.metrics.status == 200, parts.count == 3 else {
            let words = Self.operatorsAlone(facts.metrics) ?? "/metrics does not tell it"
            return tell("version", .note, "not known: \(words)")
        }
        let version = String(parts[1])
        let verdict: Verdict = version == own ? .sound : .note
        tell(
            "version",
            verdict,
            "the server is \(version)" + (version == own ? "" : ", this is \(own)")
        )
    }

    /// Where there are accounts the server's numbers are not for a stranger, such as this program.
    private static func operatorsAlone(_ answer: PathFacts.Answer) -> String? {
        answer.body.contains(#""code":"operator_needed""#)
            ? "the server shows its numbers to its operator alone" : nil
    }

    private mutating func judgeClock() {
        guard let skew = facts.health.skew else {
            return tell("clock", .note, "the answer has no Date: a proxy has taken it away")
        }
        guard abs(skew) > Self.skewLimit else {
            return tell("clock", .sound, "the clocks agree to the second")
        }
        let side = skew > 0 ? "ahead of" : "behind"
        let words = "the server's clock is \(Int64(abs(skew))) s \(side) this one: is NTP running?"
        tell("clock", .fault, words)
    }

    // MARK: - Streams

    private mutating func judgeStreams() {
        for (name, answer) in [("ndjson", facts.lines), ("sse", facts.events)] {
            guard answer.status == 200 || answer.status == 0 else {
                tell("stream", .fault, "\(name): the stream is refused with \(answer.status)")
                continue
            }
            let isEncoded = answer.fields["content-encoding"] != nil
            guard answer.body.isEmpty || isEncoded || answer.hasOpened else {
                tell("stream", .fault, "\(name): it does not begin as a stream of Burble does")
                continue
            }
            if let encoding = answer.fields["content-encoding"], encoding != "identity" {
                let words = "a proxy compresses it (\(encoding)), which holds lines back: "
                tell("stream", .fault, "\(name): " + words + "switch that off for streams")
                continue
            }
            judgeFirstByte(name, answer)
        }
    }

    private mutating func judgeFirstByte(_ name: String, _ answer: PathFacts.Answer) {
        // Where everything is late, nobody holds back streams.
        guard let first = answer.pieces.first,
            first - facts.health.delay <= Self.promptness
        else {
            let cause =
                "a proxy on the way buffers it (nginx: proxy_buffering off; others: flush at once)"
            return tell("stream", .fault, "\(name): its beginning does not come: \(cause)")
        }
        tell("stream", .sound, "\(name): its first byte after \(Self.shown(first))")
    }

    /// Rows of one a second that come together were held back.
    private mutating func judgePace() {
        let pieces = facts.rows.pieces
        guard facts.rows.status != 0 else {
            return tell(
                "pace",
                .fault,
                "/stats/stream does not begin: a proxy on the way buffers it"
            )
        }
        guard facts.rows.status == 200 else {
            let words =
                Self.operatorsAlone(facts.rows) ?? "/stats/stream answers \(facts.rows.status)"
            return tell("pace", .note, "not tried: \(words)")
        }
        guard facts.rows.statisticsCount >= Self.pacedRows, let first = pieces.first,
            let last = pieces.last
        else {
            return tell(
                "pace",
                .fault,
                "a row a second does not come: a proxy gathers what is small"
            )
        }
        guard last - first >= .milliseconds(700) else {
            return tell("pace", .fault, "rows of two seconds came at once: a proxy gathers them")
        }
        tell("pace", .sound, "a row a second comes as it is sent")
    }

    private mutating func judgeIdle() {
        guard let (answer, time) = facts.idle else {
            return tell("idle", .note, "not tried: --idle 70 sees whether a silent stream is cut")
        }
        guard answer.status == 200 else {
            return tell("idle", .note, "not seen: the stream does not begin")
        }
        guard answer.end == .left else {
            let words = "a silent stream is cut within \(time.components.seconds) s: "
            return tell("idle", .fault, words + "raise the proxy's read timeout above 60 s")
        }
        tell("idle", .sound, "a stream lasts \(time.components.seconds) s in silence")
    }
}
