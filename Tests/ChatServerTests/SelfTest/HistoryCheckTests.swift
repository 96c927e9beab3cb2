import Testing

@testable import ChatServer

/// Histories that are wrong on purpose, each in one way.
@Suite struct HistoryCheckTests {
    private static func said(_ room: String, _ seq: Int64, _ text: String) -> TestHistory.Said {
        TestHistory.Said(room: room, seq: seq, text: text)
    }

    /// A history that keeps everything.
    private static var sound: TestHistory {
        var history = TestHistory()
        history.log = [
            said("a", 1, "one"), said("a", 2, "two"), said("a", 3, "three"), said("b", 1, "four"),
        ]
        // One was posted twice by its key, and one that is there was never acknowledged.
        history.posted = ["one", "two", "three", "four", "never arrived"]
        history.acknowledged = [said("a", 1, "one"), said("a", 1, "one"), said("b", 1, "four")]
        history.heard = [
            "all": [history.log[3]] + history.log[0..<3], "a": Array(history.log[0..<3]),
        ]
        history.exports = ["csv": history.log]
        return history
    }

    private func faulty(_ history: TestHistory) -> [String] {
        HistoryCheck(history).findings().filter { !$0.faults.isEmpty }.map(\.rule)
    }

    @Test("A history that keeps everything has no fault")
    func nothing() {
        #expect(faulty(Self.sound) == [])
        #expect(faulty(TestHistory()) == [])
    }

    /// What is done to a sound history, and the rules that see it.
    struct Case: Sendable {
        let rules: [String]
        let change: @Sendable (inout TestHistory) -> Void

        init(_ rules: String..., change: @escaping @Sendable (inout TestHistory) -> Void) {
            self.rules = rules
            self.change = change
        }
    }

    @Test(
        "A history that is wrong in one way is found by the rule that it breaks",
        arguments: [
            Case("durable") { $0.acknowledged.append(said("a", 4, "never arrived")) },
            Case("durable") { $0.acknowledged.append(said("a", 2, "one")) },
            Case("durable") { $0.acknowledged.append(said("b", 1, "one")) },
            Case("once") { $0.posted.remove("two") },
            Case("readers") { $0.heard["a"]?.removeLast() },
            Case("readers") { $0.heard["a"]?.remove(at: 1) },
            Case("readers") { $0.heard["a"]?.insert(said("a", 1, "one"), at: 1) },
            Case("readers") { $0.heard["a"]?.swapAt(0, 1) },
            Case("readers") { $0.heard["a"]?.append(said("a", 4, "four")) },
            Case("readers") { $0.heard["all"]?[0] = said("b", 1, "forged") },
            Case("exports") { $0.exports["csv"]?.removeLast() },
            Case("exports") { $0.exports["csv"]?[0] = said("a", 1, "forged") },
            Case("numbers", "readers", "exports") { $0.log[1] = said("a", 4, "two") },
            Case("once", "readers", "exports") { $0.log[1] = said("a", 2, "one") },
            Case("numbers", "readers", "exports") { $0.log.swapAt(0, 1) },
            Case("durable", "numbers", "readers", "exports") { $0.log.removeFirst() },
        ]
    )
    func wrong(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        #expect(faulty(history) == wrong.rules)
    }

    @Test("Faults that come by the thousand are told in a few lines")
    func many() {
        var history = Self.sound
        history.acknowledged = (1...1000).map { Self.said("z", $0, "\($0)") }
        let found = HistoryCheck(history).findings().first { $0.rule == "durable" }
        #expect(found?.faults.count == 4)
        #expect(found?.faults.last == "and 997 more")
    }
}
