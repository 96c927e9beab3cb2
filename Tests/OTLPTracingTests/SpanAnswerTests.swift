import Testing

@testable import OTLPTracing

/// What a collector's answer means for the spans that it was sent.
@Suite struct SpanAnswerTests {
    private func outcome(
        _ status: Int,
        _ body: String = "{}",
        type: String? = "application/json",
        retryAfter: String? = nil
    ) -> SpanOutcome {
        SpanAnswer(status: status, type: type, retryAfter: retryAfter, body: Array(body.utf8))
            .outcome
    }

    @Test("Spans are taken, whatever else the answer says")
    func taken() {
        let bodies = [
            "", "{}", "garbage", "[1]", #"{"partialSuccess":7}"#, #"{"partialSuccess":{}}"#,
        ]
        for body in bodies {
            #expect(outcome(200, body) == .taken(rejected: 0), "\(body)")
        }
        #expect(outcome(202, type: nil) == .taken(rejected: 0))
        #expect(outcome(200, "<html>", type: "text/html; charset=utf-8") != .taken(rejected: 0))
    }

    @Test("Some may be rejected")
    func rejected() {
        #expect(
            outcome(200, #"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}}"#)
                == .taken(rejected: 3)
        )
        #expect(outcome(200, #"{"partialSuccess":{"rejectedSpans":4}}"#) == .taken(rejected: 4))
        let queue = SpanQueue()
        for count in [Int.min, -1, 0, 2, .max] { queue.note(sent: 2, rejected: count) }
        #expect(queue.taken == 6 && queue.dropped == 4)
    }

    @Test("What may pass is tried again, when the collector asks for it; what may not is given up")
    func refused() {
        #expect(outcome(429, retryAfter: "7") == .later("it answers 429", seconds: 7))
        #expect(outcome(503, retryAfter: "Fri, 31 Dec 1999") == .later("it answers 503"))
        for status in [502, 504] { #expect(outcome(status) == .later("it answers \(status)")) }
        for status in [100, 301, 400, 401, 404, 413, 500, 501] {
            #expect(outcome(status) == .refused("it answers \(status)"))
        }
    }

    @Test("The waits between tries grow, are the collector's within bounds, and end")
    func tries() {
        var tries = SpanTries()
        let waits = (0..<7).map { _ in tries.next(asked: nil) }
        #expect(waits == [1, 2, 4, 8, 16, 30, nil])
        tries = SpanTries()
        #expect(tries.next(asked: 7) == 7)
        #expect(tries.next(asked: .max) == 60)
        #expect(tries.next(asked: -5) == 4)
    }
}
