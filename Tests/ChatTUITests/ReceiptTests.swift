import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("How far others have read")
struct ReceiptTests {
    private static let names = ["bob", "carol", "dave", "erin"].map { member($0) }

    /// Somebody with an account who said the third of three messages in a room.
    private static func said(
        in name: RoomName = general,
        members: Int = 5,
        _ columns: Int = 120,
        _ rows: Int = 36
    ) -> Model {
        var model = liveModel(columns, rows, rooms: [name])
        model.take(.signedIn(SignedInAccount(name: anna, isOperator: false)))
        model.take(
            .rooms([
                RoomSummary(name: name, topic: "", newest: 0, read: 0, here: 2, members: members)
            ])
        )
        model.hear(
            ChatTUITests.said(1, bob, "one", in: name),
            ChatTUITests.said(2, bob, "two", in: name),
            ChatTUITests.said(3, anna, "see you at four", in: name)
        )
        return model
    }

    private static func told(_ seqs: Int64?..., in name: RoomName = general) -> Input {
        let others = zip(names, seqs).map { name, seq in
            MemberSummary(name: name, role: .member, isHere: true, read: seq)
        }
        let own = MemberSummary(name: anna, role: .member, isHere: true, read: 3)
        return .members(name, [own] + others)
    }

    /// What stands behind the first words of the message, up to the end of its row.
    private static func row(_ model: Model) -> String? {
        model.picture.lazy.compactMap { row in
            row.firstRange(of: "see you").map { range in
                let text = row[range.lowerBound...].prefix { $0 != "│" }
                return String(text.reversed().drop { $0 == " " }.reversed())
            }
        }.first
    }

    @Test("stands beside one's newest message in a small room", arguments: [(120, 36), (40, 10)])
    func small(columns: Int, rows: Int) {
        var model = Self.said(columns, rows)
        #expect(Self.row(model) == "see you at four")
        model.take(Self.told(2, nil))
        #expect(Self.row(model) == "see you at four")
        model.take(Self.told(3, nil))
        #expect(Self.row(model)?.hasPrefix("see you at four · read") == true)
        #expect(model.picture.joined(separator: " ").contains("bob"))
        model.take(Self.told(3, 3, 3))
        let words = model.picture.joined(separator: " ")
            .split(separator: " ").joined(separator: " ")
        #expect(words.contains("see you at four · read by bob, carol, dave"))
        model.take(Self.told(3, 3, 3, 3))
        #expect(
            model.picture.joined(separator: " ").split(separator: " ").joined(separator: " ")
                .contains("bob, carol, dave and 1 more")
        )
        // What is said next is not read yet.
        model.hear(ChatTUITests.said(4, anna, "or five"))
        #expect(!model.picture.joined().contains("read by"))
    }

    @Test("is one word in a direct room")
    func direct() {
        var model = Self.said(in: room("@bob"))
        model.take(Self.told(3, in: room("@bob")))
        #expect(Self.row(model) == "see you at four · read")
    }

    @Test("stands at the message before one that was taken back, and in no clean view")
    func deleted() {
        var model = Self.said()
        model.hear(
            ChatTUITests.said(4, anna, "gone"),
            event(5, anna, .delete(target: 4, reason: nil))
        )
        model.take(Self.told(5))
        #expect(Self.row(model) == "see you at four · read by bob")
        model.press(.alt("l"))
        #expect(!model.picture.joined().contains("read by"))
    }

    @Test("is in the details of every message")
    func details() {
        var model = Self.said()
        model.take(Self.told(3, 2, 1))
        model.press(.control("s"), Key(.up), Key(.enter))
        #expect(model.picture.contains { $0.contains("read carol") })
        #expect(!model.picture.joined().contains("dave"))
    }

    @Test("is asked soon after somebody was heard of, and else less and less often")
    func asks() {
        var model = Self.said()
        let ask = [Effect.refreshMembers(general)]
        #expect(model.wait(1).filter { $0 == ask[0] } == ask)
        model.take(Self.told(2, nil))
        var gaps: [Int64] = []
        for _ in 0..<8 {
            var gap: Int64 = 0
            repeat { gap += 1_000 } while !model.wait(1_000).contains(ask[0]) && gap < 100_000
            gaps.append(gap / 1_000)
        }
        #expect(gaps == [3, 6, 12, 24, 48, 60, 60, 60])
        _ = update(&model, .event(.ephemeral(.typing(room: general, user: bob))))
        #expect(model.wait(2_999).contains(ask[0]) == false && model.wait(1).contains(ask[0]))
        #expect(model.receiptsDueAt != nil)
        // Nothing is left to ask once all have read who are here.
        model.take(Self.told(3, 3))
        #expect(model.receiptsDueAt == nil && !model.wait(100_000).contains(ask[0]))
    }

    @Test("is asked by nobody who does not look, has no account, or is in a big room")
    func silent() {
        var model = Self.said()
        _ = update(&model, .focus(false))
        #expect(model.receiptsDueAt == nil)
        _ = update(&model, .focus(true))
        #expect(model.receiptsDueAt != nil)
        model.take(.stream(.offline(reason: "gone", retryAt: nil)))
        #expect(model.receiptsDueAt == nil)
        #expect(Self.said(members: 11).receiptsDueAt == nil)
        var guest = Self.said()
        guest.take(.signedIn(nil))
        #expect(guest.receiptsDueAt == nil)
    }

    @Test("is told of oneself in small rooms, and taken back by the setting")
    func setting() {
        var model = Self.said()
        model.take(Self.told(3))
        let marks = { (effects: [Effect]) in
            effects.filter { if case .markRead = $0 { true } else { false } }
        }
        let first = (marks(model.wait(1_000)) + marks(model.wait(1_000))).last
        #expect(first == .markRead(general, seq: 3, isShown: true))
        #expect(marks(model.wait(5_000)).isEmpty)
        let off = marks(model.type("/set receipts off\n")) + marks(model.wait(1_000))
        #expect(off == [.markRead(general, seq: 3, isShown: false)])
        #expect(Self.row(model) == "see you at four")
        #expect(model.receiptsDueAt == nil)
        let on = marks(model.type("/set receipts on\n")) + marks(model.wait(1_000))
        #expect(on == [.markRead(general, seq: 3, isShown: true)])
        var big = Self.said(members: 11)
        #expect((marks(big.wait()) + marks(big.wait())).last == .markRead(general, seq: 3))
    }

    @Test("is shown again for what an earlier run read, once one looks")
    func earlier() {
        var model = liveModel(rooms: [random, general])
        model.take(.signedIn(SignedInAccount(name: anna, isOperator: false)))
        let summaries = [general, random].map {
            RoomSummary(name: $0, topic: "", newest: 3, read: 3, here: 2, members: 2)
        }
        let effects = model.take(.rooms(summaries)) + model.wait(5_000)
        let marks = effects.filter { if case .markRead = $0 { true } else { false } }
        #expect(marks == [.markRead(random, seq: 3, isShown: true)])
    }
}
