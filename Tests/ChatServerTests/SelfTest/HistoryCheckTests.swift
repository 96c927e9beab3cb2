import Testing

@testable import ChatServer

/// Histories that are wrong on purpose, each in one way.
@Suite struct HistoryCheckTests {
    private typealias Act = TestHistory.Act

    private static func did(
        _ room: String,
        _ seq: Int64,
        _ act: TestHistory.Act,
        by user: String = "ann"
    ) -> TestHistory.Entry {
        TestHistory.Entry(
            seq: seq,
            deed: TestHistory.Deed(room: room, user: user, act: act)
        )
    }

    private static func said(_ room: String, _ seq: Int64, _ text: String) -> TestHistory.Entry {
        did(room, seq, .say(text))
    }

    /// A history that keeps everything: room `a` with a message that was edited and carries a
    /// reaction, one that was deleted, and room `b` with one.
    private static var sound: TestHistory {
        var history = TestHistory()
        let log = [
            said("a", 1, "one"), said("a", 2, "two"), did("a", 3, .edit(of: 1, "uno")),
            did("a", 4, .react(to: 1, emoji: "+1", isOn: true)),
            did("a", 5, .react(to: 1, emoji: "x", isOn: true), by: "bob"),
            did("a", 6, .react(to: 1, emoji: "x", isOn: false), by: "bob"),
            did("a", 7, .react(to: 2, emoji: "x", isOn: true)), did("a", 8, .delete(2)),
            did("a", 9, .say("nine"), by: "bob"), said("b", 1, "four"),
            said("c", 1, "gone"), did("c", 2, .edit(of: 1, "going")), did("c", 3, .delete(1)),
        ]
        history.log = log
        history.asked = Set(log.map(\.deed))
        history.asked.insert(said("b", 9, "never arrived").deed)
        // One was posted twice by its key, and one that is there was never acknowledged.
        history.acknowledged = [log[0], log[0], log[9]]
        history.changed = [log[2].deed, log[7].deed]
        // One read the message before it was deleted, one after it.
        var late = log
        late[1] = said("a", 2, "")
        history.heard = ["all": [log[9]] + log[0..<9] + log[10...], "a": Array(late[0..<9])]
        history.lines = ["text": ["a": ["one", "two", "nine"], "b": ["four"]], "late": ["a": []]]
        history.lines["late"]?["a"] = ["one", "", "nine"]
        history.exports = ["csv": log]
        history.pages = pages
        history.unread = [
            unread("ann", marked: 0, read: 0, count: 1),
            unread("bob", marked: 1, read: 1, count: 0),
            unread("eve", marked: 0, read: 0, count: 1, hasMore: true),
        ]
        return history
    }

    private static var pages: [String: [Int64: TestHistory.Shown]] {
        var first = TestHistory.Shown(user: "ann", text: "uno")
        first.isEdited = true
        first.reactions = ["+1": 1]
        var second = TestHistory.Shown(user: "ann", text: "")
        second.isDeleted = true
        let ninth = TestHistory.Shown(user: "bob", text: "nine")
        return [
            "a": [1: first, 2: second, 9: ninth],
            "b": [1: TestHistory.Shown(user: "ann", text: "four")], "c": [1: second],
        ]
    }

    private static func unread(
        _ user: String,
        marked: Int64,
        read: Int64,
        count: Int64,
        hasMore: Bool = false
    ) -> TestHistory.Unread {
        TestHistory.Unread(
            room: "a",
            user: user,
            marked: marked,
            read: read,
            count: count,
            hasMore: hasMore
        )
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
        "What is acknowledged, numbered, said and heard wrongly is found by the rule it breaks",
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
            Case("text") { $0.lines["text"]?["a"]?.removeLast() },
            Case("text") { $0.lines["text"]?["a"]?.swapAt(0, 1) },
            Case("text") { $0.lines["text"]?["a"]?.append("nine") },
            Case("text") { $0.lines["text"]?["b"] = [""] },
            Case("exports") { $0.exports["csv"]?.removeLast() },
            Case("exports") { $0.exports["csv"]?[0] = said("a", 1, "forged") },
        ]
    )
    func wrong(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        #expect(faulty(history) == wrong.rules)
    }

    @Test(
        "A page or a count that the events do not make is found",
        arguments: [
            Case("pages") { $0.pages["a"]?[1]?.text = "one" },
            Case("pages") { $0.pages["a"]?[1]?.isEdited = false },
            Case("pages") { $0.pages["a"]?[1]?.reactions = [:] },
            Case("pages") { $0.pages["a"]?[1]?.reactions = ["+1": 1, "x": 1] },
            Case("pages") { $0.pages["a"]?[2]?.isDeleted = false },
            Case("pages") { $0.pages["c"]?[1]?.isEdited = true },
            Case("pages") { $0.pages["a"]?[2]?.text = "two" },
            Case("pages") { $0.pages["a"]?[2]?.reactions = ["x": 1] },
            Case("pages") { $0.pages["b"]?[1] = nil },
            Case("pages") { $0.pages["b"]?[2] = TestHistory.Shown(user: "ann", text: "four") },
            Case("unread") { $0.unread = [unread("ann", marked: 0, read: 0, count: 2)] },
            Case("unread") { $0.unread = [unread("bob", marked: 1, read: 1, count: 2)] },
            Case("unread") { $0.unread = [unread("bob", marked: 0, read: 0, count: 2)] },
            Case("unread") { $0.unread = [unread("bob", marked: 1, read: 0, count: 1)] },
            Case("unread") { $0.unread = [unread("bob", marked: 0, read: 1, count: 0)] },
            Case("unread") {
                $0.unread = [unread("ann", marked: 0, read: 0, count: 2, hasMore: true)]
            },
        ]
    )
    func derived(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        #expect(faulty(history) == wrong.rules)
    }

    @Test(
        "A log with another history than was told is found by every rule that it breaks",
        arguments: [
            Case("numbers", "readers", "exports", "pages", "unread") {
                $0.log[8] = did("a", 11, .say("nine"), by: "ann")
                $0.asked.insert($0.log[8].deed)
            },
            Case("once", "readers", "text", "exports", "pages", "unread") {
                $0.log[8] = said("a", 9, "one")
            },
            Case("numbers", "readers", "exports") { $0.log.swapAt(3, 4) },
            Case("durable", "numbers", "readers", "text", "exports", "pages") {
                $0.log.remove(at: 9)
            },
        ]
    )
    func otherLog(_ wrong: Case) {
        var history = Self.sound
        wrong.change(&history)
        let faulty = faulty(history)
        #expect(!faulty.isEmpty && Set(faulty).isSubset(of: wrong.rules), "\(faulty)")
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
