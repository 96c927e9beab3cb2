#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// What several servers make of one log in PostgreSQL.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct SeveralStoresTests {
    @Test("What two write at once is numbered without a hole, and both hand on the same")
    func dense() async throws {
        try await SharedStore.some(2) { stores in
            let count = 1000
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, one) in stores.enumerated() {
                    for number in 0..<count {
                        let room = "r\((number * 7 + index) % 20)"
                        group.addTask { try await one.store.say("\(index) \(number)", in: room) }
                    }
                }
                try await group.waitForAll()
            }
            let total = Int64(2 * count)
            for one in stores { await one.record.reached(total) }
            let events = stores[0].events
            #expect(events == stores[1].events)
            #expect(events.compactMap { $0.cursor?.position } == Array(1...total))
            for (_, said) in Dictionary(grouping: events, by: \.room) {
                #expect(said.map(\.seq) == (1...said.count).map(Int64.init))
            }
            #expect(Set(events.map(\.text)).count == 2 * count)
            for one in stores {
                let commits = one.record.all
                let own = commits.filter(\.isOwn).reduce(0) { $0 + $1.events.count }
                #expect(own == count)
                #expect(commits.dropFirst().map(\.first) == commits.dropLast().map { $0.last + 1 })
            }
        }
    }

    @Test("Of two that use a key at once one makes the event, and both are given it")
    func keys() async throws {
        try await SharedStore.some(2) { stores in
            for number in 0..<50 {
                let draft = try Draft.message("\(number)", key: "k\(number)")
                async let first = stores[0].store.append(draft)
                async let second = stores[1].store.append(draft)
                let answers = try await [first, second]
                #expect(answers[0].event == answers[1].event)
                let new = answers.filter { if case .new = $0 { true } else { false } }
                #expect(new.count == 1)
            }
        }
    }

    // Seen as: of two owners both left a room, one of them at a server that had been stopped for a
    // while between its decision and its write.
    @Test("What was judged with something that another one has by now is not written")
    func lostHold() async throws {
        try await SharedStore.some(2) { stores in
            let (first, second) = (stores[0].store, stores[1].store)
            let refusal = StoreError.overloaded(limit: 1)
            try await Hold.$all.withValue([Hold("thing", by: "first")]) {
                await #expect(throws: refusal, "before") { try await first.say("early") }
                #expect(try await first.hold("thing", by: "first", for: 1))
                try await first.say("said")
                while try await !second.hold("thing", by: "second", for: 60_000) {}
                await #expect(throws: refusal) { try await first.say("late") }
                let number = try await first.access().number
                let (name, now) = (try MemberName("ann"), first.clock.now)
                let ann = AccessChange.put(Account(name: name, password: nil, createdAt: now))
                let role = Draft(
                    room: try .general,
                    user: name,
                    content: .member(name, role: .member)
                )
                for drafts in [[], [role]] {
                    await #expect(throws: refusal) {
                        try await first.change([ann], at: number, with: drafts)
                    }
                }
                try await second.letGo(of: "thing", by: "second")
                await #expect(throws: refusal, "behind") { try await first.say("later") }
            }
            try await second.say("end")
            await stores[0].record.reached(2)
            #expect(stores[0].events.map(\.text) == ["said", "end"])
        }
    }

    @Test("What was judged before others changed who may do what is judged again")
    func judgedTooEarly() async throws {
        try await SharedStore.some(2) { stores in
            let (first, second) = (stores[0].store, stores[1].store)
            let ann = try MemberName("ann")
            try await first.say("said")
            let account = AccessChange.put(
                Account(name: ann, password: nil, createdAt: first.clock.now)
            )
            let content = DurableEvent.Content.member(ann, role: .banned)
            let ban = Draft(room: try .general, user: .operator, content: content)
            let changes: [@Sendable () async throws -> Void] = [
                { try await first.change([account]) }, { _ = try await first.append(ban) },
            ]
            for change in changes {
                try await change()
                try await Judgement.$isRepeated.withValue(true) {
                    await #expect(throws: StoreError.judgedTooEarly) { try await second.say("no") }
                    try await second.say("yes")
                }
            }
        }
    }

    @Test("Where events are gone that nobody came to, their rooms are read anew")
    func roomsAnew() async throws {
        try await SharedStore.some(1) { stores in
            let store = stores[0].store
            let ann = try MemberName("ann")
            try await store.say("said")
            _ = try await store.append(
                Draft(room: try .general, user: .operator, content: .member(ann, role: .banned))
            )
            try await store.say("more")
            _ = try await store.removeOldest(of: .general, through: 2, before: nil)
            let tail = { (after: Int64) in
                try await store.database.read {
                    [log = store.log, node = store.node.number] session in
                    try PostgresTail(
                        session,
                        after: after,
                        limit: 10,
                        knowing: .max,
                        log: log,
                        node: node
                    )
                }
            }
            let rooms = try #require(try await tail(1).news?.rooms)
            #expect(rooms.map(\.room.oldest) == [3])
            #expect(rooms.first?.members.map(\.role) == [.banned])
            #expect(try await tail(1).changesAccess)
            #expect(try await tail(2).news == nil)
        }
    }

    @Test("An edit and a deletion that race are judged one after the other")
    func race() async throws {
        try await SharedStore.some(2) { stores in
            for number: Int64 in 1...20 {
                let room = "r\(number)"
                try await stores[0].store.say("said", in: room)
                let edit = try amendment(.edit(text: "edited"), in: room)
                let deletion = try amendment(.delete, in: room)
                async let edited = stores[0].store.amend(edit)
                async let deleted = stores[1].store.amend(deletion)
                let (first, second) = try await (edited, deleted)
                guard case .new(let end) = second else {
                    Issue.record("no deletion")
                    continue
                }
                if case .new(let event) = first {
                    #expect(event.seq < end.seq)
                } else {
                    #expect(first == .refused(.deleted))
                }
                var query = EventQuery.history(of: try RoomName(room), limit: 9)
                query.view = .now
                let now = try await stores[0].store.events(query)
                #expect(now.first?.text == "")
                #expect(now.map(\.seq) == (1...now.count).map(Int64.init))
            }
        }
    }

    @Test("A key of what changes nothing is known to each of them")
    func unchangedKeys() async throws {
        try await SharedStore.some(2) { stores in
            try await stores[0].store.say("same")
            for number in 0..<10 {
                let one = stores[number % 2].store
                let other = stores[1 - number % 2].store
                let (key, same) = ("k\(number)", Amendment.Change.edit(text: "same"))
                #expect(try await one.amend(same, 1, key: key) == .unchanged)
                #expect(try await other.amend(same, 1, key: key) == .unchanged)
                let refused = try await other.amend(.edit(text: "other"), 1, key: key)
                #expect(refused == .refused(.keyUsed))
            }
            #expect(stores[0].store.head == 1)
        }
    }

    private func amendment(_ change: Amendment.Change, in room: String) throws -> Amendment {
        Amendment(change, of: 1, in: try RoomName(room), by: try MemberName("alice"))
    }

    @Test("An import beside posts of another server leaves no hole, and repeats nothing")
    func imported() async throws {
        try await SharedStore.some(2) { stores in
            let rows = try (1...300).map { number in
                ImportRow(
                    at: Timestamp(milliseconds: 1_000_000 + Int64(number)),
                    user: try MemberName("bob"),
                    content: .message(Message(text: "old \(number)"))
                )
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask { try await stores[0].store.say("new \(number)") }
                }
                group.addTask {
                    let memory = ImportMemory()
                    for start in stride(from: 0, to: 300, by: 50) {
                        let batch = ImportBatch(
                            room: try .general,
                            rows: Array(rows[start..<start + 50]),
                            memory: memory
                        )
                        let fates = try await stores[1].store.importRows(batch)
                        #expect(fates.allSatisfy { $0 == .imported })
                    }
                }
                try await group.waitForAll()
            }
            for one in stores { await one.record.reached(400) }
            #expect(stores[0].events == stores[1].events)
            #expect(stores[0].events.map(\.seq) == Array(1...400))
        }
    }

    // What a server had not heard of yet was taken for later than the import, and doubled.
    @Test("A file that another server has just imported is found in the log, heard of or not")
    func importedAgain() async throws {
        try await SharedStore.some(2) { stores in
            let rows = try (1...20).map { number in
                ImportRow(
                    at: Timestamp(milliseconds: 1_000_000 + Int64(number % 7)),
                    user: try MemberName("bob"),
                    content: .message(Message(text: "old \(number % 3)"))
                )
            }
            try await stores[1].store.say("before")
            var (batches, again): ([ImportBatch], [[ImportFate]]) = ([], [])
            for _ in stores {
                let memory = ImportMemory()
                batches.append(ImportBatch(room: try .general, rows: rows, memory: memory))
            }
            for (one, batch) in zip(stores, batches) {
                again.append(try await one.store.importRows(batch))
            }
            #expect(again[0].allSatisfy { $0 == .imported })
            #expect(again[1].allSatisfy { $0 == .skipped } && again[1].count == rows.count)
        }
    }

    @Test("Each server is told when a room was made, which no imported event tells")
    func madeAt() async throws {
        try await SharedStore.some(2) { stores in
            let row = ImportRow(
                at: Timestamp(milliseconds: 1_000_000),
                user: try MemberName("bob"),
                content: .message(Message(text: "old"))
            )
            let memory = ImportMemory()
            let batch = ImportBatch(room: try .general, rows: [row], memory: memory)
            #expect(try await stores[0].store.importRows(batch) == [.imported])
            try await stores[1].store.say("hello", in: "other")
            for one in stores {
                await one.record.reached(2)
                for room in [try RoomName.general, try RoomName("other")] {
                    let made = try #require(try await one.store.room(room)).createdAt
                    #expect(one.record.all.compactMap { $0.madeAt[room] } == [made])
                }
            }
        }
    }

    @Test("What is over is judged by the database's clock, whatever the server's says")
    func judges() async throws {
        try await SharedStore.some(1) { stores in
            let store = stores[0].store
            let said = try await store.say("a").at.milliseconds
            for time in [store.clock.now, store.clock.settled] {
                #expect(abs(time.milliseconds - said) < 3_600_000)
            }
        }
    }

    @Test("A cursor of one server is good on another at once")
    func fresher() async throws {
        try await SharedStore.some(2) { stores in
            for number in 1...20 {
                let event = try await stores[number % 2].store.say("\(number)")
                let position = try #require(event.cursor?.position)
                let other = stores[(number + 1) % 2]
                #expect(try await other.store.reach(position, within: .seconds(300)))
                #expect(other.events.last == event)
            }
            #expect(try await !stores[0].store.reach(21, within: .seconds(300)))
        }
    }

    @Test("A room that one server has taken away and made again is numbered anew by the other")
    func roomMadeAgain() async throws {
        try await SharedStore.some(2) { stores in
            for number in 1...3 { try await stores[0].store.say("\(number)") }
            try await stores[1].store.say("other")
            #expect(try await stores[1].store.drop(.general))
            let again = try await stores[1].store.say("again")
            #expect(again.seq == 1)
            let next = try await stores[0].store.say("next")
            #expect(next.seq == 2)
            let texts = try await stores[0].store.texts(.history(of: .general, limit: 10))
            #expect(texts == ["again", "next"])
        }
    }

    @Test("What was said in a room that is gone is heard of by all, though nobody is shown it")
    func roomGone() async throws {
        try await SharedStore.some(2) { stores in
            try await stores[0].store.say("kept", in: "keep")
            await stores[1].record.reached(1)
            // Nothing is handed on meanwhile: it finds the room gone.
            let barrier = Barrier()
            defer { barrier.open() }
            stores[1].record.hold(at: barrier)
            try await stores[0].store.say("held", in: "keep")
            await barrier.reached()
            for text in ["one", "two"] { try await stores[0].store.say(text, in: "gone") }
            #expect(try await stores[0].store.drop(try RoomName("gone")))
            barrier.open()
            // Nobody writes any more.
            try await stores[1].store.reachNewest(within: .seconds(300))
            #expect(try await stores[1].store.reach(4, within: .seconds(300)))
            #expect(stores[1].store.head == 4)
            #expect(stores[1].events.map(\.text) == ["kept", "held"])
            let next = try await stores[1].store.say("next", in: "keep")
            #expect(next.cursor?.position == 5)
            for one in stores {
                await one.record.reached(5)
                let commits = one.record.all
                #expect(commits.dropFirst().map(\.first) == commits.dropLast().map { $0.last + 1 })
            }
        }
    }

    @Test("A room that another server makes counts, and one that it takes away makes place")
    func roomLimit() async throws {
        var options = StoreOptions()
        options.roomLimit = 2
        try await SharedStore.some(2, options: options) { stores in
            try await stores[0].store.say("a", in: "one")
            try await stores[1].store.say("b", in: "two")
            await #expect(throws: StoreError.tooManyRooms(limit: 2)) {
                try await stores[0].store.say("c", in: "three")
            }
            #expect(try await stores[1].store.drop(try RoomName("one")))
            try await stores[0].store.say("d", in: "three")
            await #expect(throws: StoreError.tooManyRooms(limit: 2)) {
                try await stores[1].store.say("e", in: "one")
            }
        }
    }

    @Test("A server is told of what others commit, and need not wait for its tick")
    func told() async throws {
        var options = StoreOptions()
        // None comes while the test may last.
        options.tick = .seconds(3600)
        try await SharedStore.some(2, options: options) { stores in
            for number in 1...40 {
                let event = try await stores[0].store.say("\(number)")
                await stores[1].record.reached(event.cursor?.position ?? 0)
            }
        }
    }

    @Test("A notice reaches the others, in order and whole, and not its sender")
    func notices() async throws {
        try await SharedStore.some(3) { stores in
            let long = String(repeating: "ü", count: Notice.textLimit / 2)
            var heard = stores.map { $0.store.bus.news.makeAsyncIterator() }
            // What is sent before a server listens is lost.
            for index in 0..<3 { #expect(await heard[index].next() == .missed) }
            let sent = [
                ("a b", Notice.Topic.typing), ("a b", .typing), (long, .read), ("", .spent),
            ]
            for (text, topic) in sent { #expect(stores[0].store.bus.send(topic, text)) }
            #expect(!stores[0].store.bus.send(.typing, long + "üü"))
            #expect(!stores[0].store.bus.send(.typing, "\u{0}"))
            #expect(stores[1].store.bus.send(.access, "end"))
            let first = stores[0].store.node.number
            for index in 1...2 {
                var texts: [String] = []
                while texts.count < 4 {
                    guard case .notice(let notice)? = await heard[index].next() else { break }
                    if notice.from == first { texts.append(notice.text) }
                }
                #expect(texts == sent.map(\.0))
            }
            let second = Notice(from: stores[1].store.node.number, topic: .access, text: "end")
            #expect(await heard[0].next() == .notice(second))
        }
    }

    @Test("A guest says nothing under a name of which another server has made an account")
    func guests() async throws {
        try await SharedStore.some(2) { stores in
            let store = stores[0].store
            let zoe = try MemberName("Zoe")
            let draft = try Self.guestDraft(by: "zoe")
            for _ in 0..<2 { #expect(try await store.append(draft).event.user == zoe) }
            let account = Account(name: zoe, password: nil, createdAt: TestClock().now)
            try await stores[1].store.change([.put(account)])
            await #expect(throws: StoreError.nameTaken(zoe)) { try await store.append(draft) }
            let edit = Amendment(
                .edit(text: "other"),
                of: 1,
                in: draft.room,
                by: zoe,
                isGuest: true
            )
            await #expect(throws: StoreError.nameTaken(zoe)) { try await store.amend(edit) }
            let founding = RoomFounding(
                room: try RoomName("zoes"),
                author: zoe,
                isOwned: false,
                change: RoomChange(topic: "hers"),
                isGuest: true
            )
            await #expect(throws: StoreError.nameTaken(zoe)) {
                try await store.found(founding)
            }
            // Its holder, and other guests.
            try await store.say("hello", by: "zoe")
            let other = try Self.guestDraft(by: "bob")
            #expect(try await store.append(other).event.seq == 4)
        }
    }

    private static func guestDraft(by user: String) throws -> Draft {
        var draft = try Draft.message("hello", by: user)
        draft.isGuest = true
        return draft
    }

    @Test("Each server is in the list while it serves the log")
    func nodes() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        // One that nobody is: those that are there may tell so at any moment.
        let gone = """
            INSERT INTO nodes (name, version, started_at, seen_at)
            SELECT name, '', now, now + shift
            FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now) AS clock,
            (VALUES ('gone', -15001), ('before the clock went back', 999999)) AS other (name, shift)
            """
        try await SharedStore.some(2, at: address) { stores in
            for store in stores {
                var news = store.store.bus.news.makeAsyncIterator()
                #expect(await news.next() == .missed)
            }
            try TestCluster.run([gone], at: address)
            let nodes = try await stores[1].store.nodes()
            #expect(nodes.map(\.number).prefix(2) == stores.map(\.store.node.number)[...])
            let others = ["gone", "before the clock went back"]
            #expect(nodes.map(\.name).prefix(2) == ["n0", "n1"])
            #expect(Set(nodes.dropFirst(2).map(\.name)) == Set(others))
            #expect(nodes.dropFirst(2).map(\.isAway) == [true, true])
            // One that opens the log, and does not serve it.
            let beside = try TemporaryFolder()
            let other = try ChatStore.open(database: address, folder: beside.path) {
                TestClock().now
            }
            let number = other.node.number
            #expect(try await stores[1].store.nodes().contains { $0.number == number })
            await other.leave()
            #expect(try await !stores[1].store.nodes().contains { $0.number == number })
            let own = try #require(nodes.first { $0.name == "n1" })
            #expect(!own.isAway)
        }
        let left = "SELECT count(*) FROM nodes WHERE name LIKE 'n_'"
        #expect(try TestCluster.run([left], at: address) == .integer(0))
    }

    @Test("The log's time is by the database's clock, whatever a server's own says")
    func clock() async throws {
        try await SharedStore.some(1) { stores in
            let event = try await stores[0].store.say("now")
            let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
            guard case .integer(let time) = try TestCluster.shared.get().run(now) else { return }
            #expect((0..<3_600_000).contains(time - event.at.milliseconds))
        }
    }
}
#endif
