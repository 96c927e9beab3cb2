import ChatProtocol
import Testing

@testable import ChatStore

/// What rows cost that share their time with others.
///
/// A table with days in place of times has thousands of them.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct ImportMomentTests {
    private let limit = ImportBudget.usual

    /// So many rows of a moment, of which some may have one text.
    private func rows(
        _ count: Int,
        at milliseconds: Int64 = 1_000_000,
        texts: Int = .max,
        from first: Int = 0
    ) throws -> [ImportRow] {
        let alice = try MemberName("alice")
        return (first..<first + count).map { number in
            ImportRow(
                at: Timestamp(milliseconds: milliseconds),
                user: alice,
                content: .message(Message(text: "text \(number % texts)"))
            )
        }
    }

    /// Imports all of a file; gives what became of its rows, by transactions.
    private func importAll(
        _ rows: [ImportRow],
        _ store: ChatStore,
        memory: ImportMemory? = nil
    ) async throws -> [[ImportFate]] {
        let memory = memory ?? ImportMemory()
        var batch = ImportBatch(room: try .general, rows: rows, memory: memory)
        var taken: [[ImportFate]] = []
        while !batch.rows.isEmpty {
            let fates = try await store.importRows(batch)
            taken.append(fates)
            batch.rows.removeFirst(fates.count)
        }
        return taken
    }

    /// Judges rows, and counts the database's rows that this looks at.
    private func looked(
        at rows: [ImportRow],
        _ store: ChatStore,
        _ expected: [ImportFate]
    ) async throws -> Int {
        let memory = ImportMemory()
        let name = try RoomName.general
        return try await store.database.write { session in
            let counting = CountingSession(session)
            let found = try counting.knownRoom(name)
            let writer = ImportWriter(
                session: counting,
                log: store.log,
                room: try #require(found),
                name: name,
                time: TestClock().now
            )
            var budget = ImportBudget(.max)
            let fates = try memory.judging(behind: store.head) { state in
                try rows.compactMap { row -> ImportFate? in
                    switch try writer.verdict(on: row, &state, &budget) {
                    case .known: .skipped
                    case .new: .imported
                    case .refused(let refusal): .refused(refusal)
                    case .notYet: nil
                    }
                }
            }
            #expect(fates == expected)
            return counting.looked
        }
    }

    // Each row read all events of its moment: the second import of 4,000 rows held the log for
    // minutes.
    @Test(
        "However many events a moment has, and however many of them are equal, each is read once",
        arguments: [1, 7, Int.max]
    )
    func once(texts: Int) async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let count = 600
            let rows = try rows(count, texts: texts)
            let first = try await importAll(rows, store)
            #expect(first.joined().allSatisfy { $0 == .imported })
            let same = Array(repeating: ImportFate.skipped, count: count)
            #expect(try await looked(at: rows, store, same) <= 2 * count + 10)
            #expect(try await looked(at: rows.reversed(), store, same) <= 2 * count + 10)
            let other = try self.rows(count, from: 10_000)
            let new = Array(repeating: ImportFate.imported, count: count)
            #expect(try await looked(at: other, store, new) <= 2 * count + 10)
        }
    }

    @Test("Moments that come by turns are read once each, and what was posted at one too")
    func turns() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let count = 300
            let now = clock.now.milliseconds
            var rows = try self.rows(count, at: now)
            for row in rows { try await store.say(text(of: row)) }
            let old = try self.rows(count, at: 1000)
            #expect(try await importAll(old, store).joined().allSatisfy { $0 == .imported })
            rows = zip(rows, old).flatMap { [$0, $1] }
            let same = Array(repeating: ImportFate.skipped, count: rows.count)
            let looked = try await looked(at: rows, store, same)
            // A search for the moment among the positions looks at some.
            #expect(looked <= 2 * rows.count + 100)
        }
    }

    private func text(of row: ImportRow) -> String {
        guard case .message(let message) = row.content else { return "" }
        return message.text
    }

    @Test("A transaction takes so many rows and looks at so many events, and the next goes on")
    func slices() async throws {
        let commits = CommitRecord()
        try await withStore(in: try TemporaryFolder(), onCommit: commits.add) { store in
            let rows = try rows(2 * limit + 500)
            let first = try await importAll(rows, store)
            #expect(first.map(\.count) == [limit, limit, 500])
            #expect(commits.all.allSatisfy { $0.events.count <= limit })
            let again = try await importAll(rows, store)
            #expect(again.joined().count == rows.count)
            #expect(again.joined().allSatisfy { $0 == .skipped })
            // A row and its event are a step each.
            #expect(again.count > 2 && again.allSatisfy { $0.count <= limit })
            // All events of the moment are read for the first row.
            let other = try await importAll(self.rows(2, from: 10_000), store)
            #expect(other.count > 1 && other.dropLast().allSatisfy(\.isEmpty))
            #expect(other.last == [.imported, .imported])
        }
    }

    // What was posted has a moment for each event, each of which was looked for by halving: with
    // many events a transaction had a dozen statements for each of its steps.
    @Test("A transaction has few statements for each step, also where it looks for what was posted")
    func statements() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            var rows: [ImportRow] = []
            for number in 0..<200 {
                clock.advance(seconds: 1)
                let event = try await store.say("say \(number)")
                rows.append(ImportRow(at: event.at, user: event.user, content: event.content))
            }
            let (steps, name, memory) = (100, try RoomName.general, ImportMemory())
            let (asked, count) = try await store.database.write { [rows] session in
                let counting = CountingSession(session)
                let found = try counting.knownRoom(name)
                let writer = ImportWriter(
                    session: counting,
                    log: store.log,
                    room: try #require(found),
                    name: name,
                    time: clock.now
                )
                var (budget, count) = (ImportBudget(steps), 0)
                try memory.judging(behind: store.head) { state in
                    for row in rows where !budget.isSpent {
                        guard case .known = try writer.verdict(on: row, &state, &budget) else {
                            continue
                        }
                        budget.spend(1)
                        count += 1
                    }
                }
                return (counting.asked.values.reduce(0, +), count)
            }
            #expect(count > 5 && asked <= 4 * steps)
        }
    }

    @Test("What others write comes between the transactions of an import, and keeps its order")
    func between() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let memory = ImportMemory()
            let rows = try rows(2 * limit)
            var batch = ImportBatch(room: try .general, rows: rows, memory: memory)
            let first = try await store.importRows(batch)
            #expect(first.count == limit)
            #expect(try await store.say("between").seq == Int64(limit + 1))
            batch.rows.removeFirst(limit)
            let last = try await store.importRows(batch)
            #expect(last.count == limit)
            #expect(store.head == Int64(2 * limit + 1))
        }
    }

    // The search for a moment took a position that is gone for a later one, and the log for younger
    // than every row once its first event had gone.
    @Test("What was posted is found where older events and other rooms were removed")
    func removed() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            var rows: [ImportRow] = []
            for number in 0..<40 {
                if number % 3 == 0 { clock.advance(seconds: 1) }
                try await store.say("elsewhere", in: "other")
                let event = try await store.say("say \(number)")
                rows.append(ImportRow(at: event.at, user: event.user, content: event.content))
            }
            #expect(try await store.drop(RoomName("other")))
            while try await store.removeDeleted() {}
            _ = try await store.removeOldest(of: try .general, through: 5, before: nil)
            let fates = try await importAll(Array(rows.dropFirst(5)), store).joined()
            #expect(fates.count == 35 && fates.allSatisfy { $0 == .skipped })
        }
    }

    @Test("Where a moment has more events than can be remembered, rows are found or refused")
    func crowded() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let rows = try rows(300)
            _ = try await importAll(rows, store)
            let memory = ImportMemory(moments: ImportMoments(limit: 100))
            let asked = try [rows[3], self.rows(1, from: 999)[0], rows[5], rows[3]]
            let fates = try await importAll(asked, store, memory: memory).flatMap { $0 }
            let refused = ImportFate.refused(.crowdedMoment)
            #expect(fates == [.skipped, refused, .skipped, refused])
            #expect(store.head == 300)
        }
    }

    @Test("What was forgotten for other moments is read again, and is no other row")
    func forgotten() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            var rows: [ImportRow] = []
            for number in 0..<40 {
                rows += try self.rows(3, at: Int64(1000 + number % 20), texts: 1, from: number)
            }
            _ = try await importAll(rows, store)
            let memory = ImportMemory(moments: ImportMoments(limit: 10))
            let again = try await importAll(rows, store, memory: memory).joined()
            #expect(again.allSatisfy { $0 == .skipped })
            let more = try await importAll(self.rows(2, at: 1000, texts: 1), store, memory: memory)
            #expect(Array(more.joined()) == [.imported, .imported])
            #expect(store.head == 122)
        }
    }
}
