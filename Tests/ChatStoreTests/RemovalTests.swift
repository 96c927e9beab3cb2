import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct RemovalTests {
    @Test("The log's newest event keeps its position, whatever becomes of its room")
    func position() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<3 {
            try await withStore(in: folder) { store in
                #expect(store.head == Int64(round * 2))
                try await store.say("one")
                try await store.say("two")
                #expect(try await store.drop(try .general))
                #expect(try await !store.drop(try .general))
                while try await store.removeDeleted() {}
                #expect(try await store.rooms().isEmpty)
                #expect(try await store.event(room: try .general, seq: 1) == nil)
            }
        }
    }

    @Test("What was judged for a room goes into no other of its name, and takes nothing of it away")
    func anotherRoom() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let (room, ann) = (try RoomName.general, try MemberName("ann"))
            try await store.say("old")
            let old = try #require(try await store.room(room)).createdAt
            #expect(try await store.drop(room, madeAt: old))
            clock.advance(seconds: 1)
            for text in ["new", "newer"] { try await store.say(text) }
            let gone = StoreError.roomNotFound(room)
            var draft = try Draft.message("late")
            draft.roomMadeAt = old
            await #expect(throws: gone) { try await store.append(draft) }
            var edit = Amendment(.edit(text: "late"), of: 1, in: room, by: draft.user)
            edit.roomMadeAt = old
            await #expect(throws: gone) { try await store.amend(edit) }
            await #expect(throws: gone) {
                try await store.markRead(room, by: ann, through: 1, roomMadeAt: old)
            }
            let content = DurableEvent.Content.message(Message(text: "late"))
            var batch = ImportBatch(
                room: room,
                rows: [ImportRow(at: Timestamp(milliseconds: 1), user: ann, content: content)],
                memory: ImportMemory()
            )
            batch.makesRoom = false
            batch.roomMadeAt = old
            await #expect(throws: gone) { try await store.importRows(batch) }
            let removal = try await store.removeOldest(
                of: room,
                madeAt: old,
                through: 9,
                before: nil
            )
            #expect(removal == nil)
            #expect(try await !store.drop(room, madeAt: old))
            draft.roomMadeAt = try #require(try await store.room(room)).createdAt
            #expect(try await store.append(draft).event.seq == 3)
            let texts = try await store.texts(.history(of: room, limit: 9))
            #expect(texts.sorted() == ["late", "new", "newer"])
        }
    }

    @Test("What is read of a room is of no other of its name, and is refused once it is gone")
    func anotherRead() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let room = try RoomName.general
            try await store.say("old")
            let old = try #require(try await store.room(room)).createdAt
            var queries = [
                EventQuery.history(of: room, limit: 9),
                EventQuery.positions(in: [room], after: 0, through: 9),
            ]
            for index in queries.indices { queries[index].roomMadeAt = old }
            for query in queries { #expect(try await store.texts(query) == ["old"]) }
            #expect(try await store.event(room: room, seq: 1, madeAt: old)?.text == "old")
            #expect(try await store.drop(room))
            clock.advance(seconds: 1)
            let gone = StoreError.roomNotFound(room)
            for isMadeAnew in [false, true] {
                if isMadeAnew { try await store.say("new") }
                for query in queries {
                    await #expect(throws: gone) { try await store.page(query) }
                }
                await #expect(throws: gone) {
                    try await store.event(room: room, seq: 1, madeAt: old)
                }
            }
            #expect(try await store.texts(.history(of: room, limit: 9)) == ["new"])
        }
    }

    @Test("Events go from the old end alone, up to the first that stays")
    func oldEnd() async throws {
        try await withStore { store in
            for number in 1...5 { try await store.say("\(number)") }
            let room = try RoomName.general
            #expect(try await store.removeOldest(of: room, through: 0, before: nil) == nil)
            let removal = try await store.removeOldest(of: room, through: 2, before: nil)
            #expect(removal == Removal(oldest: 3, through: 2, hasMore: false))
            let stored = try #require(try await store.room(room))
            #expect((stored.oldest, stored.newest, stored.removedThrough) == (3, 5, 2))
            for (after, cuts) in [(1, [RoomCut(room: room, oldest: 3, through: 2)]), (2, [])] {
                let rooms = [try RoomName("other"), room]
                var query = EventQuery.positions(in: rooms, after: Int64(after), through: 9)
                query.tellsCuts = true
                #expect(try await store.page(query).cuts == cuts)
            }
            let rest = try await store.removeOldest(of: room, through: 99, before: nil)
            #expect(rest?.oldest == 5, "the newest stays")
            #expect(try await store.events(.history(of: room, limit: 9)).map(\.seq) == [5])
        }
    }

    // They were counted for each of 500 events, again in each transaction: with very many a server
    // of PostgreSQL ended that for its length, and nothing of the room went any more.
    @Test("Events with very many reactions, as their counts say, go in transactions of their own")
    func reactions() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            for number in 1...5 { try await store.say("\(number)") }
            try await store.database.write { session in
                for (message, count) in [(1, 3000), (2, 3000), (3, 6000), (4, 1)] {
                    var stored = StoredState()
                    stored.state.reactions = [
                        MessageState.Count(emoji: "👍", count: Int64(count - 1)),
                        MessageState.Count(emoji: "🎉", count: 1),
                    ]
                    let place = SQLValue.integer(Int64(message))
                    try session.run(Statements.setMessageState, [place] + stored.values)
                    // One of them, by which is seen that they go.
                    try session.run(Statements.addReaction, [place, .text("👍"), .text("ann")])
                }
            }
            var removed: [Int64] = []
            while let some = try await store.removeOldest(
                of: try .general,
                through: 99,
                before: nil
            ) {
                removed.append(some.through)
                #expect(some.hasMore == (some.through < 4))
            }
            #expect(removed == [2, 3, 4])
            let count = "SELECT (SELECT count(*) FROM reactions) + count(*) FROM amendments"
            let left = try await store.database.read { session in
                try session.row(count, []) { try $0.integer(0) }
            }
            #expect(left == 0)
        }
    }

    @Test("The time of a room's oldest event is that of the first that is left")
    func oldestTime() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let room = try RoomName.general
            #expect(try await store.oldestTime(of: room) == nil)
            let first = clock.now
            for number in 1...3 {
                try await store.say("\(number)")
                clock.advance(seconds: 1)
            }
            let made = try #require(try await store.room(room)).createdAt
            #expect(try await store.oldestTime(of: room, madeAt: made) == first)
            #expect(try await store.oldestTime(of: room, madeAt: clock.now) == nil)
            _ = try await store.removeOldest(of: room, through: 1, before: nil)
            let second = Timestamp(milliseconds: first.milliseconds + 1000)
            #expect(try await store.oldestTime(of: room) == second)
        }
    }

    @Test("A page that goes on to what was removed meanwhile is refused, and no other is")
    func overtaken() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            for number in 1...5 {
                try await store.say("\(number)")
                try await store.say("noise", in: "other")
            }
            let room = try RoomName.general
            let first = try await store.page(.history(of: room, limit: 2))
            let end = try #require(first.end)
            #expect(end.seq == 2 && !first.isWhole)
            var queries = [
                EventQuery.history(of: room, after: end.seq, limit: 9),
                EventQuery.positions(in: [room], after: end.position, through: 10),
            ]
            for index in queries.indices { queries[index].goesOnFrom = end.position }
            _ = try await store.removeOldest(of: room, through: 2, before: nil)
            for query in queries { #expect(try await store.texts(query) == ["3", "4", "5"]) }
            _ = try await store.removeOldest(of: room, through: 3, before: nil)
            for query in queries {
                await #expect(throws: StoreError.eventsRemoved(room)) {
                    try await store.page(query)
                }
            }
            #expect(try await store.texts(.history(of: room, limit: 9)) == ["4", "5"])
        }
    }
}
