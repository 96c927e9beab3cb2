import Testing

@testable import ChatServer

/// Histories that are wrong on purpose, each in one way.
@Suite struct HistoryCheckTests {
    private static func did(
        _ room: String,
        _ seq: Int64,
        _ act: TestHistory.Act,
        by user: String = "ann"
    ) -> TestHistory.Entry {
        TestHistory.Entry(seq: seq, deed: TestHistory.Deed(room: room, user: user, act: act))
    }

    private static func said(_ room: String, _ seq: Int64, _ text: String) -> TestHistory.Entry {
        did(room, seq, .say(text))
    }

    private static func line(_ text: String, by user: String = "ann") -> TestHistory.Line {
        TestHistory.Line(user: user, text: text)
    }

    /// The log of a history that keeps everything: room `a` with a message that was edited and
    /// carries a reaction, and one that was deleted, room `b` with one, and room `c` with one that
    /// was deleted after an edit.
    private static let log: [String: [TestHistory.Entry]] = [
        "a": [
            said("a", 1, "one"), said("a", 2, "two"), did("a", 3, .edit(of: 1, "uno")),
            did("a", 4, .react(to: 1, emoji: "+1", isOn: true)),
            did("a", 5, .react(to: 1, emoji: "x", isOn: true), by: "bob"),
            did("a", 6, .react(to: 1, emoji: "x", isOn: false), by: "bob"),
            did("a", 7, .react(to: 2, emoji: "x", isOn: true)), did("a", 8, .delete(2)),
            did("a", 9, .say("nine"), by: "bob"),
        ],
        "b": [said("b", 1, "four")],
        "c": [said("c", 1, "gone"), did("c", 2, .edit(of: 1, "going")), did("c", 3, .delete(1))],
    ]

    private static var sound: TestHistory {
        var history = TestHistory()
        history.log = log
        let (a, b, c) = (log["a"] ?? [], log["b"] ?? [], log["c"] ?? [])
        history.asked = Set((a + b + c).map(\.deed))
        history.asked.insert(said("b", 9, "never arrived").deed)
        // One was posted twice by its key, and one that is there was never acknowledged.
        history.acknowledged = [a[0], a[0], b[0]]
        history.changed = [a[2].deed, a[3].deed, a[7].deed]
        history.repeated = 1
        // One read the message before it was deleted, one after it.
        var late = a
        late[1] = said("a", 2, "")
        history.heard = ["all": b + a + c, "a": late]
        let lines = [line("one"), line("two"), line("nine", by: "bob")]
        history.lines = [
            "text": ["a": lines, "b": [line("four")]],
            "late": ["a": [line("one"), line(""), line("nine", by: "bob")]],
        ]
        history.resumed = ["all", "a", "text", "late"]
        history.exports = ["csv": log]
        history.textExport = ["a": lines, "b": [line("four")], "c": [line("gone")]]
        history.pages = pages
        history.unread = [
            unread("ann", count: 1), unread("bob", marked: 1, read: 1, count: 0),
            unread("eve", count: 1, hasMore: true, looked: 1),
            unread("ann", in: "b", count: 0), unread("bob", in: "b", count: 1),
            unread("eve", in: "b", count: 1), unread("ann", in: "c", count: 0),
            unread("bob", in: "c", count: 0), unread("eve", in: "c", count: 0),
        ]
        history.expected = expected
        return history
    }

    private static var expected: TestHistory.Expected {
        var expected = TestHistory.Expected()
        expected.readers = ["all": ["a", "b", "c"], "a": ["a"]]
        expected.textReaders = ["text": ["a", "b"], "late": ["a"]]
        expected.exports = ["csv"]
        expected.users = ["ann", "bob", "eve"]
        return expected
    }

    private static func page(
        _ seq: Int64,
        _ text: String,
        by user: String = "ann"
    ) -> TestHistory.Shown {
        TestHistory.Shown(seq: seq, user: user, text: text)
    }

    private static func gone(_ seq: Int64) -> TestHistory.Shown {
        var gone = page(seq, "")
        gone.isDeleted = true
        return gone
    }

    private static var pages: [String: [TestHistory.Shown]] {
        var first = page(1, "uno")
        first.isEdited = true
        first.reactions = ["+1": 1]
        return [
            "a": [first, gone(2), page(9, "nine", by: "bob")], "b": [page(1, "four")],
            "c": [gone(1)],
        ]
    }

    private static func unread(
        _ user: String,
        in room: String = "a",
        marked: Int64 = 0,
        read: Int64 = 0,
        count: Int64,
        hasMore: Bool = false,
        looked: Int64 = 100_000
    ) -> TestHistory.Unread {
        TestHistory.Unread(
            room: room,
            user: user,
            marked: marked,
            read: read,
            count: count,
            hasMore: hasMore,
            looked: looked
        )
    }

    private func faulty(_ history: TestHistory) -> [String] {
        HistoryCheck(history).findings().filter { !$0.faults.isEmpty }.map(\.rule)
    }

    @Test("A history that keeps everything has no fault, and tells how much that was")
    func nothing() {
        #expect(faulty(Self.sound) == [])
        let counts = HistoryCheck(Self.sound).findings().map(\.count)
        #expect(counts == [6, 13, 13, 22, 7, 18, 5, 9])
    }

    // Seen as: every rule was called good of a server that had told nothing.
    @Test("A promise of which nothing was seen is not kept")
    func unseen() {
        let rules = HistoryCheck(Self.sound).findings().map(\.rule)
        #expect(faulty(TestHistory()) == rules)
        var history = TestHistory()
        history.expected = Self.expected
        #expect(faulty(history) == rules)
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

    private func check(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        #expect(faulty(history) == wrong.rules)
    }

    @Test(
        "What is acknowledged, said and heard wrongly is found by the rule it breaks",
        arguments: [
            Case("durable") { $0.acknowledged.append(said("a", 10, "never arrived")) },
            Case("durable") { $0.acknowledged.append(said("a", 2, "one")) },
            Case("durable") { $0.acknowledged.append(said("b", 1, "one")) },
            Case("durable") { $0.changed.append(said("a", 1, "x").deed) },
            Case("durable") { $0.changed.append(did("a", 1, .delete(1)).deed) },
            Case("once") { $0.asked.remove(said("a", 2, "two").deed) },
            Case("once") { $0.asked.remove(did("a", 8, .delete(2)).deed) },
            Case("readers") { $0.heard["a"]?.removeLast() },
            Case("readers") { $0.heard["a"]?.remove(at: 1) },
            Case("readers") { $0.heard["a"]?.insert(said("a", 1, "one"), at: 1) },
            Case("readers") { $0.heard["a"]?.swapAt(0, 1) },
            Case("readers") { $0.heard["a"]?.append(said("a", 10, "four")) },
            Case("readers") { $0.heard["all"]?[0] = said("b", 1, "forged") },
            // Only what was deleted may be told without its text.
            Case("readers") { $0.heard["all"]?[0] = said("b", 1, "") },
            Case("readers") { $0.heard["all"]?[9] = did("a", 9, .say("nine")) },
            // A room that was not asked for, though all of it is told.
            Case("readers") { $0.heard["a"]?.append(said("b", 1, "four")) },
            Case("text") { $0.lines["text"]?["a"]?.removeLast() },
            Case("text") { $0.lines["text"]?["a"]?.swapAt(0, 1) },
            Case("text") { $0.lines["text"]?["a"]?.append(line("nine", by: "bob")) },
            Case("text") { $0.lines["text"]?["b"] = [line("")] },
            Case("text") { $0.lines["text"]?["b"] = [line("four", by: "bob")] },
            Case("text") { $0.lines["late"]?["b"] = [line("four")] },
            Case("exports") { $0.exports["csv"]?["a"]?.removeLast() },
            Case("exports") { $0.exports["csv"]?["a"]?[0] = said("a", 1, "forged") },
            Case("exports") { $0.exports["csv"]?["d"] = [said("d", 1, "forged")] },
            Case("exports") { $0.textExport["a"]?.removeLast() },
            Case("exports") { $0.textExport["b"] = [line("four", by: "bob")] },
        ]
    )
    func wrong(_ wrong: Case) { check(wrong) }

    @Test(
        "What is missing wholly is found by the rule that should have seen it",
        arguments: [
            Case("durable") { $0.acknowledged = [] }, Case("durable") { $0.changed = [] },
            Case("durable") { $0.changed.removeAll { $0.act.kind == .edit } },
            Case("durable") { $0.changed.removeAll { $0.act.kind == .react } },
            Case("durable") { $0.changed.removeAll { $0.act.kind == .delete } },
            Case("once") { $0.repeated = 0 }, Case("readers") { $0.heard["a"] = nil },
            Case("readers") { $0.heard["a"] = [] },
            Case("readers") { $0.heard["all"]?.removeAll { $0.room == "b" } },
            Case("readers") { $0.heard = [:] }, Case("readers") { $0.resumed.remove("a") },
            Case("text") { $0.lines["late"] = nil }, Case("text") { $0.lines["late"]?["a"] = [] },
            Case("text") { $0.lines["text"]?["b"] = nil }, Case("text") { $0.lines = [:] },
            Case("text") { $0.resumed.remove("late") }, Case("exports") { $0.exports = [:] },
            Case("exports") { $0.exports["csv"]?["b"] = nil },
            Case("exports") { $0.textExport = [:] }, Case("exports") { $0.textExport["b"] = nil },
            Case("pages") { $0.pages = [:] }, Case("pages") { $0.pages["b"] = nil },
            Case("pages") { $0.pages["b"] = [] }, Case("unread") { $0.unread = [] },
            Case("unread") { $0.unread.removeAll { $0.user == "eve" } },
            Case("unread") { $0.unread.removeAll { $0.user == "eve" && $0.room == "b" } },
            Case("unread") { $0.tell(unread("bob", count: 1)) },
        ]
    )
    func missing(_ wrong: Case) { check(wrong) }

    // Seen as: what nobody is known to hear was judged by itself.
    @Test(
        "A reader that nobody knows is found",
        arguments: [
            Case("readers") { $0.heard["ghost"] = [said("b", 1, "four")] },
            Case("text") { $0.lines["ghost"] = ["b": [line("four")]] },
        ]
    )
    func stranger(_ wrong: Case) { check(wrong) }

    @Test(
        "A page or a count that the events do not make is found",
        arguments: [
            Case("pages") { $0.pages["a"]?[0].text = "one" },
            Case("pages") { $0.pages["a"]?[0].isEdited = false },
            Case("pages") { $0.pages["a"]?[0].reactions = [:] },
            Case("pages") { $0.pages["a"]?[0].reactions = ["+1": 1, "x": 1] },
            Case("pages") { $0.pages["a"]?[1].isDeleted = false },
            Case("pages") { $0.pages["c"]?[0].isEdited = true },
            Case("pages") { $0.pages["a"]?[1].text = "two" },
            Case("pages") { $0.pages["a"]?[1].reactions = ["x": 1] },
            Case("pages") { $0.pages["b"] = [page(1, "four", by: "bob")] },
            Case("pages") { $0.pages["b"]?.append(page(2, "four")) },
            // The right messages, but one of them twice, or not in their order.
            Case("pages") { $0.pages["b"]?.append(page(1, "four")) },
            Case("pages") { $0.pages["a"]?.swapAt(1, 2) },
            Case("unread") { $0.tell(unread("ann", count: 2)) },
            Case("unread") { $0.tell(unread("bob", marked: 1, read: 1, count: 2)) },
            Case("unread") { $0.tell(unread("bob", marked: 1, read: 0, count: 1)) },
            Case("unread") { $0.tell(unread("ann", read: 1, count: 1)) },
            Case("unread") { $0.tell(unread("ann", count: 2, hasMore: true)) },
            Case("unread") { $0.tell(unread("eve", count: 0, hasMore: true, looked: 1)) },
            Case("unread") { $0.unread.append(unread("ann", count: 1)) },
        ]
    )
    func derived(_ wrong: Case) { check(wrong) }

    /// Whether a count is right of a room with 1,500 messages of somebody else.
    private func isRight(_ count: Int64, hasMore: Bool, looked: Int64 = 100_000) -> Bool {
        var history = TestHistory()
        history.log = ["a": (1...1500).map { Self.said("a", $0, "\($0)") }]
        // A mark of somebody else, so that there is one.
        let marked = Self.unread("ann", marked: 1500, read: 1500, count: 0)
        let told = Self.unread("bob", count: count, hasMore: hasMore, looked: looked)
        history.unread = [marked, told]
        return !faulty(history).contains("unread")
    }

    // Seen as: beyond a thousand unread messages any smaller number was right, and 0 too.
    @Test("Beyond the most that is counted exactly that is right, and that there is more")
    func most() {
        #expect(isRight(1000, hasMore: true))
        let wrong: [(Int64, Bool)] = [
            (0, true), (999, true), (1001, true), (1500, true), (1000, false), (1500, false),
        ]
        for (count, hasMore) in wrong {
            #expect(!isRight(count, hasMore: hasMore), "\(count)")
        }
        // As much as was looked at has to be told.
        #expect(isRight(10, hasMore: true, looked: 10))
        #expect(!isRight(9, hasMore: true, looked: 10))
    }

    @Test(
        "A log with another history than was told is found by every rule that it breaks",
        arguments: [
            Case("numbers", "readers", "text", "exports", "pages", "unread") {
                $0.log["a"]?[8] = did("a", 11, .say("nine"))
                $0.asked.insert(did("a", 11, .say("nine")).deed)
            },
            Case("once", "readers", "text", "exports", "pages", "unread") {
                $0.log["a"]?[8] = said("a", 9, "one")
            },
            Case("numbers", "readers", "exports") { $0.log["a"]?.swapAt(3, 4) },
            Case("durable", "readers", "text", "exports", "pages", "unread") {
                $0.log["b"] = []
            },
            // The log of one room is told as another's.
            Case("numbers", "readers", "text", "exports", "pages", "unread") {
                let first = $0.log["a"]
                $0.log["a"] = $0.log["b"]
                $0.log["b"] = first
            },
        ]
    )
    func otherLog(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        #expect(faulty(history) == wrong.rules)
    }

    @Test("A log that is empty breaks every promise, whatever was heard")
    func noLog() {
        var history = Self.sound
        history.log = [:]
        #expect(faulty(history) == HistoryCheck(history).findings().map(\.rule))
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

extension TestHistory {
    /// Tells a member of a room something else.
    fileprivate mutating func tell(_ told: Unread) {
        unread.removeAll { $0.user == told.user && $0.room == told.room }
        unread.append(told)
    }
}
