import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct IdempotencyTests {
    @Test("The same key from the same member gives the first event")
    func sameKey() async throws {
        try await withStore { store in
            let first = try await store.append(.message("a", by: "alice", key: "k"))
            let second = try await store.append(.message("a", by: "ALICE", key: "k"))
            #expect(first == .new(first.event))
            #expect(second == .known(first.event))
            #expect(store.head == 1)
        }
    }

    // Seen as running F6: a post with the key of another post or edit was lost with a friendly
    // answer.
    @Test("A key stands for one thing in one room, and is refused for all else")
    func otherUse() async throws {
        try await withStore { store in
            try await store.say("a", key: "k")
            var others = [
                try Draft.message("b", key: "k"), try .message("a", in: "other", key: "k"),
                try .message("a", key: "k"), try .message("a", key: "k"),
            ]
            others[2].content = .message(Message(text: "a", replyTo: 1, key: "k"))
            others[3].content = .message(Message(text: "a", kind: .action, key: "k"))
            for draft in others {
                await #expect(throws: StoreError.keyUsed) { try await store.append(draft) }
            }
            _ = try await store.amend(.edit(text: "b"), 1, key: "e")
            await #expect(throws: StoreError.keyUsed) { try await store.say("a", key: "e") }
            #expect(store.head == 2)
            #expect(try await store.rooms().count == 1)
        }
    }

    @Test("Keys of different members, and other keys, are apart")
    func otherKeys() async throws {
        try await withStore { store in
            try await store.say("a", by: "alice", key: "k")
            #expect(try await store.say("b", by: "bob", key: "k").seq == 2)
            #expect(try await store.say("c", by: "alice", key: "K").seq == 3)
            #expect(try await store.say("d", by: "alice").seq == 4)
        }
    }

    // Whoever was put out of a private room could tell by a key whether it still was there.
    @Test("A key outlasts its event, which went with its room or from the room's old end")
    func gone() async throws {
        try await withStore { store in
            try await store.say("a", in: "gone", key: "k")
            try await store.say("b", key: "old")
            try await store.say("c")
            #expect(try await store.drop(try RoomName("gone")))
            for isRemoved in [false, true] {
                if isRemoved {
                    while try await store.removeDeleted() {}
                    let removal = try await store.removeOldest(
                        of: try .general,
                        through: 1,
                        before: nil
                    )
                    #expect(removal?.oldest == 2)
                    await #expect(throws: StoreError.keyUsed) {
                        try await store.say("b", key: "old")
                    }
                }
                for room in ["gone", "general"] {
                    await #expect(throws: StoreError.keyUsed) {
                        try await store.say("a", in: room, key: "k")
                    }
                }
                let change = Amendment(
                    .edit(text: "d"),
                    of: 2,
                    in: try .general,
                    by: try MemberName("alice"),
                    key: "k"
                )
                #expect(try await store.amend(change) == .refused(.keyUsed))
            }
            #expect(try await store.say("d", by: "bob", key: "k").seq == 3)
        }
    }

    // A file was posted again by each repeat once its first message was gone.
    @Test("A key that stands for what is said is used anew once that is gone, and known again")
    func renewed() async throws {
        try await withStore { store in
            func isNew() async throws -> Bool {
                var draft = try Draft.message("a", key: "k")
                draft.renewsKey = true
                let appended = try await store.append(draft)
                return appended == .new(appended.event)
            }
            #expect(try await isNew())
            _ = try await store.amend(.delete, 1)
            for end in 1...2 {
                #expect(try await isNew(), "\(end)")
                #expect(try await !isNew(), "\(end)")
                if end == 1 { #expect(try await store.drop(try .general)) }
            }
        }
    }

    @Test("Of a hundred that race with one key, one is new and all get its event")
    func race() async throws {
        try await withStore { store in
            let results = try await withThrowingTaskGroup(of: Appended.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await store.append(
                            .message("a", by: number == 7 ? "ALICE" : "alice", key: "k")
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(results.map(\.event)).count == 1)
            #expect(results.filter { $0 == .new($0.event) }.count == 1)
            #expect(store.head == 1)
        }
    }

    @Test("A key used twice in one transaction is one event")
    func sameGroup() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let batch = Batch(drafts: [
            try .message("a", key: "k"), try .message("a", key: "k"), try .message("c"),
            try .message("b", key: "k"),
        ])
        let outcome = try await store.database.write { session in
            let now = TestClock().now
            let log = store.log
            var writer = BatchWriter(
                session: session,
                log: log,
                now: now,
                options: store.options,
                newest: nil
            )
            return try writer.write(batch)
        }
        #expect(outcome.appended.last == .failure(.keyUsed))
        let answers = try outcome.appended.dropLast().map { try $0.get() }
        #expect(answers.map(\.event.text) == ["a", "a", "c"])
        #expect(answers[1] == .known(answers[0].event))
        #expect(outcome.events.map(\.seq) == [1, 2])
    }

    @Test("A key of what changes nothing is known in its own transaction")
    func unchangedGroup() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let amendments = try ["a", "b", "a"].map { text in
            Amendment(
                .edit(text: text),
                of: 1,
                in: try .general,
                by: try MemberName("alice"),
                key: "k"
            )
        }
        let batch = Batch(drafts: [try .message("a")], amendments: amendments)
        let outcome = try await store.database.write { session in
            var writer = BatchWriter(
                session: session,
                log: store.log,
                now: TestClock().now,
                options: store.options,
                newest: nil
            )
            return try writer.write(batch)
        }
        let amended = try outcome.amended.map { try $0.get() }
        #expect(amended == [.unchanged, .refused(.keyUsed), .unchanged])
        #expect(outcome.events.count == 1)
    }

    @Test("A key is forgotten after a day, and not before")
    func expiry() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            try await store.say("a", key: "k")
            // A day goes by, and no step of it is a jump.
            for _ in 0..<160 {
                #expect(try await store.say("a", key: "k").seq == 1)
                clock.advance(seconds: 9 * 60)
            }
            #expect(try await store.say("c", key: "k").seq == 2)
            #expect(try await store.say("c", key: "k").seq == 2)
        }
    }

    @Test("Forgotten keys go from the disk in bounded steps")
    func pruning() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask { try await store.say("a", key: "\(number)") }
                }
                try await group.waitForAll()
            }
            // A day goes by, and no step of it is a jump.
            for _ in 0..<160 {
                clock.advance(seconds: 9 * 60)
                try await store.say("b")
            }
            let left = try #require(try await store.keyCount())
            #expect(left > 200 && left < 300)
            for _ in 0..<10 { try await store.say("c") }
            #expect(try await store.keyCount() == 0)
        }
    }

    @Test("A key of what changes nothing is forgotten after a day too, and goes from the disk")
    func unchangedExpiry() async throws {
        let clock = TestClock()
        try await withStore(in: TemporaryFolder(), clock: clock) { store in
            try await store.say("a")
            for number in 0..<100 {
                let same = try await store.amend(.edit(text: "a"), 1, key: "\(number)")
                #expect(same == .unchanged)
            }
            // A day goes by, and no step of it is a jump.
            for _ in 0..<159 {
                clock.advance(seconds: 9 * 60)
                try await store.say("b")
            }
            #expect(try await store.amend(.edit(text: "c"), 1, key: "7") == .refused(.keyUsed))
            #expect(try await store.keyCount(of: "unchanged_keys") == 100)
            clock.advance(seconds: 9 * 60)
            try await store.say("b")
            let left = try #require(try await store.keyCount(of: "unchanged_keys"))
            #expect(left > 0 && left < 100)
            for _ in 0..<2 { try await store.say("c") }
            #expect(try await store.keyCount(of: "unchanged_keys") == 0)
            guard case .new = try await store.amend(.edit(text: "c"), 1, key: "7") else {
                Issue.record("the key is still in use")
                return
            }
        }
    }
}

extension IdempotencyTests {
    // A clock that was wrong for a minute forgot every key, and repeats were posted twice.
    @Test("No key goes from the disk because the clock has jumped")
    func jump() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            let first = try await store.say("a", key: "k")
            clock.advance(seconds: 4 * 24 * 60 * 60)
            for _ in 0..<3 { try await store.say("b", key: "other") }
            #expect(try await store.keyCount() == 2)
            #expect(try await store.say("a", key: "k").seq == first.seq)
            clock.advance(seconds: -4 * 24 * 60 * 60)
            #expect(try await store.say("a", key: "k").seq == first.seq)
            #expect(try await store.say("b", key: "other").seq == first.seq + 1)
        }
    }

    @Test("A start with a clock that is ahead makes nothing old, nor does one after it")
    func start() async throws {
        let clock = TestClock()
        let day: Int64 = 86_400_000
        let start = clock.now.milliseconds
        let folder = try TemporaryFolder()
        for number in 0..<3 {
            try await withStore(in: folder, clock: clock) { store in
                let known = try await store.say("a", key: "k")
                #expect(known.seq == 1)
                // What is said by the wrong clock is not what the next start goes by.
                let new = try await store.say("b", key: "\(number)")
                #expect(new.seq == Int64(number) + 2)
                #expect(store.clock.settled.milliseconds < start + day)
                #expect(store.clock.isWaiting == (number > 0))
                store.clock.keep()
            }
            if number == 0 { clock.advance(seconds: 400 * 86_400) }
        }
    }

    // The keys of that time were in the way of all that came behind them, for as long.
    @Test("Keys from a clock that was ahead go in a day, and those behind them")
    func ahead() async throws {
        let clock = TestClock()
        clock.advance(seconds: 400 * 86_400)
        try await withStore(in: TemporaryFolder(), clock: clock) { store in
            for number in 0..<100 { try await store.say("a", key: "\(number)") }
            clock.advance(seconds: -400 * 86_400)
            try await store.say("b", key: "b")
            for _ in 0..<170 {
                clock.advance(seconds: 9 * 60)
                try await store.say("b")
            }
            #expect(try await store.keyCount() == 0)
        }
    }
}

extension ChatStore {
    /// How many keys are on disk.
    fileprivate func keyCount(of table: String = "keys") async throws -> Int64? {
        try await database.read { session in
            try session.row("SELECT count(*) FROM \(table)", []) { try $0.integer(0) }
        }
    }
}
