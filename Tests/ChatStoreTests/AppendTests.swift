import ChatProtocol
import Glibc
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct AppendTests {
    @Test("An event comes back as it was appended, with its numbers")
    func oneEvent() async throws {
        try await withStore { store in
            let event = try await store.say("hello")
            #expect(event.seq == 1)
            #expect(event.cursor == Cursor(log: store.log, position: 1))
            #expect(store.head == 1)
            #expect(try await store.event(room: event.room, seq: 1) == event)
            #expect(try await store.event(room: event.room, seq: 2) == nil)
        }
    }

    @Test("Every kind of event survives the log, whatever its texts hold", arguments: try samples())
    func everyKind(content: DurableEvent.Content) async throws {
        try await withStore { store in
            // What a reply answers to is there.
            for number in 1...3 { try await store.say("\(number)") }
            let draft = Draft(room: try .general, user: try MemberName("Al|ce"), content: content)
            let event = try await store.append(draft).event
            let read = try await store.event(room: draft.room, seq: 4)
            #expect(read == event)
            #expect(read?.content == content)
            #expect(read?.user.description == "Al|ce")
        }
    }

    @Test("An entry of the audit is there with its event and at its time, or neither is")
    func audit() async throws {
        try await withStore { store in
            let ann = try MemberName("ann")
            let early = Timestamp(milliseconds: 1)
            let entry = AuditEntry(.memberJoined, by: ann, in: try .general, at: early)
            let terms = MemberTerms(was: Role.none)
            var draft = Draft(
                room: try .general,
                user: ann,
                content: .member(ann, role: .member, terms: terms),
                makesRoom: false
            )
            draft.audit = [entry]
            await #expect(throws: StoreError.self) { try await store.append(draft) }
            #expect(try await store.newestAudit() == 0)
            let founding = RoomFounding(
                room: try .general,
                author: ann,
                audit: [AuditEntry(.roomCreated, by: ann, in: try .general, at: early)]
            )
            let made = try #require(try await store.found(founding).first)
            // Somebody else was quicker.
            #expect(try await store.found(founding).isEmpty)
            let joined = try await store.append(draft).event
            let entries = try await store.audit(after: 0)
            #expect(entries.map(\.action) == ["room_created", "member_joined"])
            #expect(entries.map(\.at) == [made.at, joined.at])
            #expect(try await store.event(room: draft.room, seq: joined.seq) == joined)
        }
    }

    @Test("What was judged without a room is refused where a private one was made meanwhile")
    func expectsNoRoom() async throws {
        try await withStore { store in
            let (ann, bob) = (try MemberName("ann"), try MemberName("bob"))
            for visibility in [Visibility.private, .public] {
                let room = try RoomName("made-\(visibility.rawValue)")
                let change = RoomChange(visibility: visibility)
                _ = try await store.found(RoomFounding(room: room, author: ann, change: change))
                var draft = Draft(room: room, user: bob, content: .message(Message(text: "hi")))
                draft.expectsNoRoom = true
                let newest = try #require(try await store.room(room)).newest
                switch visibility {
                case .private:
                    await #expect(throws: StoreError.roomNotFound(room)) {
                        try await store.append(draft)
                    }
                    #expect(try await store.room(room)?.newest == newest)
                case .public: #expect(try await store.append(draft).event.seq == newest + 1)
                }
            }
        }
    }

    @Test("Numbers are dense in each room and in the log, whoever posts at once")
    func density() async throws {
        let record = CommitRecord()
        try await withStore(onCommit: { record.add($0) }) { store in
            try await postFromMany(store, posters: 40, each: 25, rooms: 7)
            let commits = record.all
            let events = commits.flatMap(\.events)
            #expect(events.compactMap(\.cursor?.position) == Array(1...1000))
            #expect(commits.map(\.first) == [1] + commits.dropLast().map { $0.last + 1 })
            for (_, events) in Dictionary(grouping: events, by: \.room) {
                #expect(events.map(\.seq) == Array(1...Int64(events.count)))
            }
            for (_, events) in Dictionary(grouping: events, by: { "\($0.user)" }) {
                #expect(events.map(\.text) == (0..<25).map(String.init))
            }
            let rooms = try await store.rooms().map(\.name)
            let read = try await store.events(.positions(in: rooms, after: 0, through: 1000))
            #expect(read == events)
        }
    }

    @Test("A commit is handed on before those who posted it are answered")
    func order() async throws {
        let record = CommitRecord()
        let onCommit: @Sendable (Commit) -> Void = { commit in
            // Whoever is answered too early has many occasions to look before this is done.
            for _ in 0..<100 { sched_yield() }
            record.add(commit)
        }
        try await withStore(onCommit: onCommit) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for poster in 0..<20 {
                    group.addTask {
                        for number in 0..<10 {
                            let event = try await store.say("\(number)", by: "p\(poster)")
                            #expect(record.all.contains { $0.events.contains(event) })
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(
        "What comes during a commit is the next one",
        arguments: [(4096, [1, 100]), (40, [1, 40, 40, 20])]
    )
    func groups(limit: Int, sizes: [Int]) async throws {
        let record = CommitRecord()
        let barrier = Barrier()
        var options = StoreOptions()
        options.commitLimit = limit
        let onCommit: @Sendable (Commit) -> Void = { commit in
            record.add(commit)
            barrier.pass()
        }
        try await withStore(options: options, onCommit: onCommit) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.say("first") }
                await barrier.reached()
                for number in 0..<100 { group.addTask { try await store.say("\(number)") } }
                await until { store.appender.waiting >= 100 }
                barrier.open()
                try await group.waitForAll()
            }
            #expect(record.all.map(\.events.count) == sizes)
        }
    }

    @Test("Each event has the clock's time, whatever the clock showed before")
    func time() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            for seconds: Int64 in [0, -100, 101, 3 * 86_400, -3 * 86_400, 1] {
                clock.advance(seconds: seconds)
                #expect(try await store.say("a").at == clock.now)
            }
            let events = try await store.events(.history(of: .general, limit: 10))
            #expect(events.map(\.seq) == [1, 2, 3, 4, 5, 6])
        }
    }

    // Seen as C23: one message from a clock that was days ahead gave its time to all after it.
    @Test("After a message from a wrong clock, times are found where they really were")
    func wrongClock() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            func wrong(by seconds: Int64) async throws {
                clock.advance(seconds: seconds)
                try await store.say("wrong")
                clock.advance(seconds: -seconds)
            }
            for number in 0..<60 {
                clock.advance(seconds: 60)
                if number == 20 { try await wrong(by: 3 * 86_400) }
                if number == 30 { try await wrong(by: -3 * 86_400) }
                if number == 40 { for _ in 0..<5 { try await wrong(by: 86_400) } }
                try await store.say("\(number)")
            }
            let events = try await store.events(.history(of: .general, limit: 100))
            for minutes in 1..<60 {
                let time = Timestamp(milliseconds: clock.now.milliseconds - Int64(minutes) * 60_000)
                let position = try await store.position(
                    before: time,
                    in: [.general],
                    through: store.head
                )
                let first = events.filter { $0.text != "wrong" }.first { $0.at >= time }
                let found = events.first { ($0.cursor?.position ?? 0) > position }
                #expect(found?.text == "wrong" || found == first, "\(minutes)")
                #expect((first?.seq ?? 0) - (found?.seq ?? 0) <= 5)
            }
        }
    }

    @Test("One message from a clock that was behind hides none of those before it")
    func clockBehind() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            try await store.say("long ago")
            clock.advance(seconds: 10 * 86_400)
            for number in 0..<3 {
                clock.advance(seconds: 60)
                try await store.say("\(number)")
            }
            clock.advance(seconds: -3 * 86_400)
            try await store.say("wrong")
            clock.advance(seconds: 3 * 86_400 + 60)
            try await store.say("now")
            let since = Timestamp(milliseconds: clock.now.milliseconds - 3_600_000)
            let position = try await store.position(
                before: since,
                in: [.general],
                through: store.head
            )
            #expect(position == 1)
        }
    }

    @Test("Rooms are made by their first event, up to the limit")
    func roomLimit() async throws {
        var options = StoreOptions()
        options.roomLimit = 2
        try await withStore(options: options) { store in
            try await store.say("a", in: "one")
            let made = try await store.makeRoom(try RoomName("two"))
            #expect(made.newest == 0)
            #expect(try await store.makeRoom(try RoomName("two")) == made)
            await #expect(throws: StoreError.tooManyRooms(limit: 2)) {
                try await store.say("b", in: "three", key: "k")
            }
            await #expect(throws: StoreError.tooManyRooms(limit: 2)) {
                try await store.makeRoom(try RoomName("three"))
            }
            // The refused draft used up neither a position nor its key.
            let event = try await store.say("b", in: "two", key: "k")
            #expect(event.cursor?.position == 2)
            #expect(try await store.rooms().map(\.newest) == [1, 1])
        }
    }
}

/// Posts numbered messages from many tasks at once.
private func postFromMany(_ store: ChatStore, posters: Int, each: Int, rooms: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for poster in 0..<posters {
            group.addTask {
                for number in 0..<each {
                    let room = "room\((poster + number) % rooms)"
                    try await store.say("\(number)", in: room, by: "p\(poster)")
                }
            }
        }
        try await group.waitForAll()
    }
}

/// One of each kind of event, with texts that databases trip over.
private func samples() throws -> [DurableEvent.Content] {
    let texts = [
        "plain", "NUL \0 in \0", "\u{10FFFF}0 \u{10FFFF}", "'; DROP TABLE events; --", "👩‍👩‍👧é",
    ]
    let file = FileReference(
        name: "a\0b.pdf",
        size: 9_007_199_254_740_993,
        type: "application/pdf",
        sha256: String(repeating: "a", count: 64),
        url: "/files/a"
    )
    let messages = texts.map { DurableEvent.Content.message(Message(text: $0)) }
    let full = Message(text: "", replyTo: 3, file: file, kind: .action, key: "k 1")
    return messages + [
        .message(full), .edit(target: 1, text: "new \0"), .delete(target: 2),
        .react(target: 1, emoji: "👍🏽", on: true), .react(target: 1, emoji: "", on: false),
        .room(RoomChange(topic: "", visibility: .private)), .room(RoomChange()),
        .member(try MemberName("B[o]b"), role: .banned),
    ]
}
