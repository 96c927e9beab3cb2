import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct AmendmentTests {
    @Test("An edit is an event, and the message reads as it is now and as it was said")
    func edit() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let said = try await store.say("helo")
            guard case .new(let event) = try await store.amend(.edit(text: "hello"), 1) else {
                Issue.record("no event")
                return
            }
            #expect((event.seq, event.content) == (2, .edit(target: 1, text: "hello")))
            #expect(try await store.event(room: .general, seq: 1) == said)
            let now = try await store.event(room: .general, seq: 1, view: .now)
            #expect(now?.text == "hello")
            #expect(now?.state == MessageState(editedAt: event.at))
            #expect(try await store.amend(.edit(text: "hello"), 1) == .unchanged)
            #expect(store.head == 2)
        }
    }

    @Test("What is no message, another's, or deleted is refused, and leaves no event")
    func refusals() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("one")
            let edit = Amendment.Change.edit(text: "x")
            #expect(try await store.amend(edit, 2) == .refused(.noMessage))
            #expect(try await store.amend(edit, 0) == .refused(.noMessage))
            #expect(try await store.amend(edit, .max) == .refused(.noMessage))
            #expect(try await store.amend(edit, 1, by: "bob") == .refused(.notYours))
            #expect(try await store.amend(.delete, 1, by: "bob") == .refused(.notYours))
            #expect(store.head == 1)
            _ = try await store.amend(.delete, 1)
            #expect(try await store.amend(.delete, 1) == .unchanged)
            #expect(try await store.amend(edit, 1) == .refused(.deleted))
            #expect(try await store.amend(edit, 2) == .refused(.noMessage))
            #expect(try await store.react("👍", 1) == .refused(.deleted))
            #expect(try await store.react("👍", 1, on: false) == .unchanged)
            #expect(store.head == 2)
            await #expect(throws: StoreError.roomNotFound(try RoomName("none"))) {
                try await store.amend(edit, 1, in: "none")
            }
            #expect(try await store.room(RoomName("none")) == nil)
        }
    }

    @Test("An operator deletes what others said, and edits nothing of theirs")
    func operatorDeletes() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("one")
            var amendment = Amendment(.edit(text: "x"), of: 1, in: try .general, by: .guest)
            amendment.moderates = true
            #expect(try await store.amend(amendment) == .refused(.notYours))
            amendment.change = .delete
            guard case .new = try await store.amend(amendment) else {
                Issue.record("not deleted")
                return
            }
            let now = try await store.event(room: .general, seq: 1, view: .now)
            #expect(now?.text == "" && now?.state == MessageState(isDeleted: true))
        }
    }

    @Test("A reaction counts each member once, and the same one again makes no event")
    func reactions() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("one")
            for user in ["bob", "alice", "BOB"] { _ = try await store.react("👍", 1, by: user) }
            _ = try await store.react("🎉", 1, by: "bob")
            #expect(store.head == 4)
            #expect(
                try await store.state(1)?.reactions
                    == [.init(emoji: "👍", count: 2), .init(emoji: "🎉", count: 1)]
            )
            _ = try await store.react("👍", 1, by: "bob", on: false)
            _ = try await store.react("👍", 1, by: "alice", on: false)
            #expect(try await store.react("👍", 1, by: "alice", on: false) == .unchanged)
            #expect(try await store.state(1)?.reactions == [.init(emoji: "🎉", count: 1)])
        }
    }

    // An import had kept the form that the file had.
    @Test("A reaction that the log has in another form is read in the one that is counted")
    func kept() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("one")
            _ = try await store.react("\u{2764}", 1)
            try await store.database.write { session in
                try session.run("UPDATE events SET emoji = $1 WHERE seq = 2", [.text("\u{2764}")])
            }
            let event = try #require(await store.event(room: .general, seq: 2))
            guard case .react(_, let emoji, _) = event.content else {
                Issue.record("no reaction")
                return
            }
            #expect(try await store.state(1)?.reactions == [.init(emoji: emoji, count: 1)])
            #expect(Array(emoji.utf8) == Array("\u{2764}\u{FE0F}".utf8))
        }
    }

    @Test("A message takes so many different emoji, and no more")
    func emojiLimit() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("one")
            let limit = AmendmentJudge.emojiLimit
            for number in 0..<limit { _ = try await store.react("+\(number)", 1) }
            let one = try await store.react("more", 1)
            #expect(one == .refused(.tooManyEmoji(limit: limit)))
            guard case .new = try await store.react("+7", 1, by: "bob") else {
                Issue.record("one that is there already is always taken")
                return
            }
        }
    }

    @Test("A key is for one change: again it changes nothing, for another it is refused")
    func keys() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("a", key: "post")
            let edit = try Amendment(.edit(text: "b"), of: 1, in: .general, by: .alice, key: "k")
            guard case .new = try await store.amend(edit) else {
                Issue.record("no event")
                return
            }
            _ = try await store.amend(.edit(text: "c"), 1)
            #expect(try await store.amend(edit) == .unchanged)
            #expect(try await store.event(room: .general, seq: 1, view: .now)?.text == "c")
            var other = edit
            other.key = "post"
            #expect(try await store.amend(other) == .refused(.keyUsed))
        }
    }

    // It was not kept: a repeat undid what had been changed since.
    @Test("The key of what changes nothing is for that one change too, also after a restart")
    func unchangedKeys() async throws {
        let folder = try TemporaryFolder()
        let thumb = try Emoji("👍")
        let changes: [(nothing: Amendment.Change, something: Amendment.Change)] = [
            (.edit(text: "a"), .edit(text: "b")),
            (.react(thumb, on: false), .react(thumb, on: true)),
            (.react(thumb, on: true), .react(thumb, on: false)),
        ]
        try await withStore(in: folder) { store in
            for room in ["general", "other"] { try await store.say("a", in: room) }
            for (index, change) in changes.enumerated() {
                let key = "k\(index)"
                #expect(try await store.amend(change.nothing, 1, key: key) == .unchanged)
                guard case .new = try await store.amend(change.something, 1) else {
                    Issue.record("no event: \(change)")
                    return
                }
                #expect(try await store.amend(change.something, 1, key: key) == .refused(.keyUsed))
            }
        }
        try await withStore(in: folder) { store in
            let head = store.head
            for (index, change) in changes.enumerated() {
                let key = "k\(index)"
                #expect(try await store.amend(change.nothing, 1, key: key) == .unchanged)
                let elsewhere = try await store.amend(change.nothing, 1, in: "other", key: key)
                #expect(elsewhere == .refused(.keyUsed))
                await #expect(throws: StoreError.keyUsed) { try await store.say("a", key: key) }
            }
            #expect(store.head == head)
            #expect(try await store.react("👍", 1, by: "bob", on: false) == .unchanged)
            #expect(try await store.event(room: .general, seq: 1, view: .now)?.text == "b")
        }
    }

    @Test("A deletion of what is deleted keeps its key from other messages")
    func deletedKeys() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for text in ["a", "b"] { try await store.say(text) }
            _ = try await store.amend(.delete, 1)
            for _ in 1...2 {
                #expect(try await store.amend(.delete, 1, key: "k") == .unchanged)
                #expect(try await store.amend(.delete, 2, key: "k") == .refused(.keyUsed))
            }
            #expect(store.head == 3)
        }
    }

    @Test("What a page finds in messages as they are now is what they say now")
    func match() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for text in ["needle one", "needle two", "hay"] { try await store.say(text) }
            _ = try await store.amend(.edit(text: "hay"), 1)
            _ = try await store.amend(.delete, 2)
            _ = try await store.amend(.edit(text: "a needle"), 3)
            var query = EventQuery.history(
                of: try .general,
                filter: EventFilter(types: [.message], match: "needle"),
                limit: 10
            )
            #expect(try await store.texts(query) == ["needle one", "needle two"])
            query.view = .now
            #expect(try await store.texts(query) == ["a needle"])
            query.filter.match = nil
            #expect(try await store.texts(query) == ["hay", "", "a needle"])
            let merged = EventQuery.positions(
                in: [try .general],
                after: 0,
                through: 9,
                filter: EventFilter(types: [.message], match: "needle")
            )
            query.span = merged.span
            query.filter = merged.filter
            #expect(try await store.texts(query) == ["a needle"])
        }
    }

    @Test("Those whom an edited or deleted message mentioned are mentioned no more")
    func mentions() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for text in ["bob", "bob!", "you"] { try await store.say(text) }
            _ = try await store.amend(.delete, 1)
            _ = try await store.amend(.edit(text: "not you"), 2)
            _ = try await store.amend(.edit(text: "you, Bob"), 3)
            let bob = try MemberName("bob")
            let counts = try await store.unread(of: bob, in: [(.general, store.head, 0)])
            #expect(counts[try .general]?.mentions == 1)
            #expect(counts[try .general]?.messages == 2)
        }
    }
}

extension MemberName {
    /// Who says most in these tests.
    static var alice: MemberName {
        get throws { try MemberName("alice") }
    }
}

extension ChatStore {
    /// Amends a message of a test.
    func amend(
        _ change: Amendment.Change,
        _ target: Int64,
        in room: String = "general",
        by user: String = "alice",
        key: String? = nil
    ) async throws -> Amended {
        try await amend(
            Amendment(change, of: target, in: RoomName(room), by: MemberName(user), key: key)
        )
    }

    /// Puts an emoji on a message of a test, or takes it back.
    func react(
        _ emoji: String,
        _ target: Int64,
        by user: String = "alice",
        on isOn: Bool = true
    ) async throws -> Amended {
        try await amend(.react(Emoji(emoji), on: isOn), target, by: user)
    }

    /// What was done to a message of a test.
    func state(_ seq: Int64) async throws -> MessageState? {
        try await event(room: .general, seq: seq, view: .now)?.state
    }
}

extension DurableEvent {
    /// What was done to a message; `nil` for any other event.
    var state: MessageState? {
        guard case .message(let message) = content else { return nil }
        return message.state
    }
}
