import Testing

@testable import ChatServer

/// What is made of the facts of a way to a server.
@Suite struct PathDiagnosisTests {
    private static func answer(
        _ status: Int,
        _ body: String = "",
        _ pieces: [Duration] = [.milliseconds(3)]
    ) -> PathFacts.Answer {
        var answer = PathFacts.Answer()
        answer.status = status
        answer.version = "1.1"
        answer.body = body
        answer.pieces = pieces
        answer.skew = 0
        return answer
    }

    /// A way on which nothing is wrong.
    private static var sound: PathFacts {
        var facts = PathFacts()
        facts.connects = [.init(address: "192.0.2.1:443", time: .milliseconds(2))]
        var secure = PathFacts.Secure()
        secure.version = "TLS 1.3"
        secure.isTrusted = true
        secure.secondsLeft = 60 * 86_400
        facts.secure = secure
        facts.health = answer(200, "ok\n")
        facts.ready = answer(200, "ready\n")
        facts.metrics = answer(200, "burble_build_info{version=\"1.2.3\"} 1\n")
        facts.lines = answer(200, #"{"type":"open","rooms":[]}"# + "\n")
        facts.events = answer(200, "retry: 2\nevent: open\ndata: {\"type\":\"open\"}\n\n")
        facts.rows = answer(200, rows(3), [.zero, .seconds(1), .seconds(2)])
        facts.idle = (answer(200, "{}\n"), .seconds(70))
        return facts
    }

    /// The beginning of a stream of numbers.
    private static func rows(_ count: Int) -> String {
        let rows = String(repeating: #"{"type":"stats","uptime":1}"# + "\n", count: count)
        return #"{"type":"open"}"# + "\n" + rows
    }

    private func lines(_ change: (inout PathFacts) -> Void) -> [PathDiagnosis.Line] {
        var facts = Self.sound
        change(&facts)
        return PathDiagnosis(facts, version: "1.2.3").lines
    }

    @Test("A way without a fault has none")
    func nothing() {
        let found = lines { _ in }
        #expect(found.allSatisfy { $0.verdict == .sound }, "\(found)")
        #expect(
            Set(found.map(\.part)) == [
                "connect", "tls", "http", "ready", "version", "clock", "stream", "pace", "idle",
            ]
        )
        #expect(PathDiagnosis(Self.sound, version: "1.2.3").isSound)
    }

    /// What is done to a sound way, and where it is told of in which words.
    struct Case: Sendable {
        let part: String
        let words: String
        let change: @Sendable (inout PathFacts) -> Void

        init(
            _ part: String,
            _ words: String,
            _ change: @escaping @Sendable (inout PathFacts) -> Void
        ) {
            self.part = part
            self.words = words
            self.change = change
        }
    }

    @Test(
        "Each fault is named in its part, and with what mends it",
        arguments: [
            Case("name", "DNS") { $0.connects = [] },
            Case("connect", "refused") {
                $0.connects = [.init(address: "a", time: nil, failure: "refused")]
            },
            Case("tls", "http://") { $0.secure?.version = "" },
            Case("tls", "expired 1 day ago") { $0.secure?.secondsLeft = -86_400 },
            Case("tls", "clock") { $0.secure?.secondsUntilGood = 7200 },
            Case("tls", "another name") {
                $0.secure?.isTrusted = false
                $0.secure?.isForAnotherName = true
            },
            Case("tls", "not trusted") { $0.secure?.isTrusted = false },
            Case("http", "https://") {
                $0.health = PathFacts.Answer()
                $0.health.end = .cut
            },
            Case("http", "nothing is answered for 10 s") { $0.health = PathFacts.Answer() },
            Case("http", "--host") { $0.health.status = 421 },
            Case("http", "behind it") { $0.health.status = 502 },
            Case("http", "another server") { $0.health.body = "<html>" },
            Case("http", "401") { $0.health.status = 401 },
            Case("http", "https://chat.example/healthz") {
                $0.health.status = 301
                $0.health.fields["location"] = "https://chat.example/healthz"
            },
            Case("http", "path away") {
                $0.health.status = 404
                $0.health.body = #"{"status":404,"code":"not_found"}"#
            },
            Case("ready", "stopping") { $0.ready.status = 503 },
            Case("ready", "another server") { $0.ready.body = "ok\n" },
            Case("clock", "9 s ahead") { $0.health.skew = 9.2 },
            Case("clock", "30 s behind") { $0.health.skew = -30 },
            Case("stream", "buffers") { $0.lines = PathFacts.Answer() },
            Case("stream", "buffers") { $0.events.pieces = [.seconds(3)] },
            Case("stream", "gzip") { $0.lines.fields["content-encoding"] = "gzip" },
            Case("stream", "403") { $0.events.status = 403 },
            Case("stream", "does not begin") { $0.lines.body = "ok\n" },
            Case("pace", "gathers") { $0.rows.body = rows(2) },
            Case("pace", "at once") { $0.rows.pieces = [.seconds(3), .seconds(3)] },
            Case("pace", "buffers") { $0.rows = PathFacts.Answer() },
            Case("idle", "read timeout") { $0.idle?.answer.end = .cut },
        ]
    )
    func fault(_ fault: Case) {
        let faults = lines(fault.change).filter { $0.verdict == .fault }
        let isNamed = faults.contains { $0.part == fault.part && $0.words.contains(fault.words) }
        #expect(isNamed, "\(faults)")
        #expect(faults.allSatisfy { $0.part == fault.part }, "\(faults)")
    }

    @Test("What is worth knowing and no fault is a note")
    func notes() {
        let found = lines { facts in
            facts.connects.append(
                .init(address: "[2001:db8::1]:443", time: nil, failure: "refused")
            )
            facts.secure?.secondsLeft = 86_400
            facts.health.version = "1.0"
            facts.health.skew = nil
            facts.metrics.body = "burble_build_info{version=\"1.0.0\"} 1\n"
            facts.idle = nil
        }
        #expect(found.allSatisfy { $0.verdict != .fault }, "\(found)")
        let noted = Set(found.filter { $0.verdict == .note }.map(\.part))
        #expect(noted == ["connect", "tls", "http", "clock", "version", "idle"])
    }

    @Test("Where every answer is late, that is told, and no proxy is to blame")
    func slow() {
        let found = lines { facts in
            facts.health.pieces = [.milliseconds(3100)]
            facts.lines.pieces = [.seconds(3)]
            facts.events.pieces = [.seconds(4)]
        }
        #expect(found.allSatisfy { $0.verdict != .fault }, "\(found)")
        let noted = found.filter { $0.verdict == .note }
        #expect(noted.map(\.words) == ["slow: an answer takes 3 s"])
    }

    @Test("Of one stream one thing is told", arguments: [Duration.milliseconds(3), .seconds(3)])
    func once(first: Duration) {
        let found = lines { facts in
            facts.lines.fields["content-encoding"] = "gzip"
            facts.lines.pieces = [first]
        }
        let ofStream = found.filter { $0.words.hasPrefix("ndjson: ") }
        #expect(ofStream.map(\.verdict) == [.fault], "\(ofStream)")
    }

    @Test("A server with accounts, which shows its numbers to its operator alone, is sound")
    func accounts() {
        let refusal = Self.answer(401, #"{"status":401,"code":"operator_needed"}"#)
        let found = lines { facts in
            facts.metrics = refusal
            facts.rows = refusal
        }
        #expect(found.allSatisfy { $0.verdict != .fault }, "\(found)")
        let noted = found.filter { $0.verdict == .note }
        #expect(noted.map(\.part) == ["version", "pace"])
        #expect(noted.allSatisfy { $0.words.contains("operator") }, "\(found)")
    }

    @Test("What a server says cannot move the cursor")
    func hostile() {
        let found = lines { $0.health.fields["server"] = "\u{1B}[2Jevil\r\n" }
        #expect(found.allSatisfy { !$0.description.contains("\u{1B}") })
    }
}
