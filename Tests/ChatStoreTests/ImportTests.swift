import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct ImportTests {
    private let old = Timestamp(milliseconds: 1_000_000)

    private func row(
        _ text: String,
        at milliseconds: Int64 = 1_000_000,
        by user: String = "alice",
        seq: Int64? = nil,
        replyTo: Int64? = nil
    ) throws -> ImportRow {
        ImportRow(
            seq: seq,
            at: Timestamp(milliseconds: milliseconds),
            user: try MemberName(user),
            content: .message(Message(text: text, replyTo: replyTo))
        )
    }

    private func importRows(
        _ rows: [ImportRow],
        _ store: ChatStore,
        memory: ImportMemory? = nil
    ) async throws -> [ImportFate] {
        let memory = memory ?? ImportMemory()
        let batch = ImportBatch(room: try .general, rows: rows, memory: memory)
        return try await store.importRows(batch)
    }

    @Test("Rows keep author and time, and are numbered at the end of the room")
    func keeps() async throws {
        let commits = CommitRecord()
        try await withStore(in: try TemporaryFolder(), onCommit: commits.add) { store in
            let newest = try await store.say("now")
            let fates = try await importRows([row("then", by: "Bob")], store)
            #expect(fates == [.imported])
            let event = try #require(await store.event(room: .general, seq: 2))
            #expect(event.at == old && event.user.description == "Bob" && event.text == "then")
            #expect(commits.all.last?.events == [event])
            #expect(try await store.say("later").at >= newest.at)
        }
    }

    @Test("What is there already is left out, each row for one; equal rows of a file stay")
    func counts() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let rows = [try row("a"), try row("a"), try row("b"), try row("a", at: 1_000_001)]
            #expect(
                try await importRows(rows, store) == [.imported, .imported, .imported, .imported]
            )
            #expect(try await importRows(rows, store).allSatisfy { $0 == .skipped })
            let more = rows + [try row("a"), try row("a", by: "bob"), try row("A")]
            let fates = try await importRows(more, store)
            #expect(fates.filter { $0 == .imported }.count == 3 && fates.count == 7)
            #expect(fates[..<4].allSatisfy { $0 == .skipped })
            #expect(store.head == 7)
        }
    }

    @Test("What was posted here is left out too, also among events of the same millisecond")
    func posted() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            var rows: [ImportRow] = []
            for number in 0..<20 {
                if number % 5 == 0 { clock.advance(seconds: 1) }
                let event = try await store.say("say \(number % 2)")
                rows.append(ImportRow(at: event.at, user: event.user, content: event.content))
                try await store.say("elsewhere", in: "other")
                if number == 7 { _ = try await importRows([row("old")], store) }
            }
            #expect(try await importRows(rows, store).allSatisfy { $0 == .skipped })
            #expect(try await importRows([row("old")], store) == [.skipped])
            #expect(store.head == 41)
        }
    }

    // The reason of a deletion was dropped.
    @Test("Every field of every kind of event is kept")
    func everyField() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let alice = try MemberName("alice")
            let rows = try wholeContents().enumerated().map { index, content in
                ImportRow(seq: Int64(index + 1), at: old, user: alice, content: content)
            }
            // What later events made of a message is no part of what was said.
            #expect(rows.dropFirst().flatMap { emptyFields(of: $0.content) } == ["state"])
            #expect(try await importRows(rows, store).allSatisfy { $0 == .imported })
            let all = EventQuery.positions(in: [try .general], after: 0, through: store.head)
            let kept = try await store.events(all).map(\.content)
            #expect(kept == rows.map(\.content))
        }
    }

    @Test("Replies and changes find the messages that they name, over batches and repeats")
    func targets() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            try await store.say("before")
            let alice = try MemberName("alice")
            let first = [try row("x", seq: 41), try row("y", seq: 42, replyTo: 41)]
            let second = try [
                DurableEvent.Content.edit(target: 41, text: "z"),
                .react(target: 42, emoji: "👍", on: true), .delete(target: 7),
                .edit(target: 42, text: "w"),
            ].enumerated().map { index, content in
                let user = index == 3 ? try MemberName("bob") : alice
                return ImportRow(seq: Int64(43 + index), at: old, user: user, content: content)
            }
            for isRepeat in [false, true] {
                let memory = ImportMemory()
                let fate = isRepeat ? ImportFate.skipped : .imported
                #expect(try await importRows(first, store, memory: memory) == [fate, fate])
                let fates = try await importRows(second, store, memory: memory)
                #expect(fates[0] == fate && fates[1] == fate)
                #expect(fates[2] == .refused(.noTarget(7)))
                #expect(fates[3] == .refused(.amendment(.notYours)))
            }
            let edited = try #require(await store.event(room: .general, seq: 2, view: .now))
            #expect(edited.text == "z")
            let reply = try #require(await store.event(room: .general, seq: 3, view: .now))
            guard case .message(let message) = reply.content else { return #expect(Bool(false)) }
            #expect(message.replyTo == 2 && message.state?.reactions.first?.emoji == "👍")
            #expect(store.head == 5)
        }
    }

    @Test("What was deleted where it comes from is left out, with what was done to it")
    func deleted() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let alice = try MemberName("alice")
            let gone = Message(text: "", state: MessageState(isDeleted: true))
            func other(_ seq: Int64, _ content: DurableEvent.Content) -> ImportRow {
                ImportRow(seq: seq, at: old, user: alice, content: content)
            }
            let rows = [
                try row("x", seq: 1), other(2, .message(gone)),
                other(3, .edit(target: 2, text: "")),
                other(4, .react(target: 2, emoji: "👍", on: true)),
                try row("y", seq: 5, replyTo: 2), other(6, .delete(target: 2)),
                other(7, .edit(target: 1, text: "")), other(8, .edit(target: 5, text: "z")),
            ]
            let expected: [ImportFate] = [
                .imported, .skipped, .skipped, .skipped, .imported, .skipped,
                .refused(.emptyEdit), .imported,
            ]
            let fates = try await importRows(rows, store)
            #expect(fates == expected)
            let reply = try #require(await store.event(room: .general, seq: 2, view: .now))
            guard case .message(let message) = reply.content else { return #expect(Bool(false)) }
            #expect(message.text == "z" && message.replyTo == nil)
            #expect(store.head == 3)
        }
    }

    @Test("A time that has not come is refused")
    func future() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let now = clock.now.milliseconds
            let fates = try await importRows([row("a", at: now + 1), row("b", at: now)], store)
            #expect(fates == [.refused(.future), .imported])
        }
    }

    @Test("Who owns a room alone stays its owner; who is let in keeps the name")
    func owners() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let (ann, bob) = (try MemberName("ann"), try MemberName("bob"))
            func row(_ member: MemberName, _ role: Role) -> ImportRow {
                ImportRow(at: old, user: ann, content: .member(member, role: role))
            }
            let rows = [
                row(ann, .none), row(ann, .owner), row(ann, .member), row(bob, .owner),
                row(ann, .moderator), row(bob, .banned), row(ann, .owner), row(bob, .none),
            ]
            let refused = ImportFate.refused(.lastOwner)
            let fates = try await importRows(rows, store)
            #expect(
                fates == [
                    .imported, .imported, refused, .imported, .imported, refused, .imported,
                    .imported,
                ]
            )
            let members = try await store.allMembers()
            let left = try members[.general]?.unpacked() ?? []
            #expect(left.map(\.name) == [ann] && left.map(\.role) == [.owner])
            #expect(try await store.hasSpoken(bob))
            let banned = ImportRow(
                at: old,
                user: ann,
                content: .member(try MemberName("cy"), role: .banned)
            )
            #expect(try await importRows([banned], store) == [.imported])
            #expect(try await !store.hasSpoken(MemberName("cy")))
        }
    }

    // Each row that took a role away looked through the members of the room.
    @Test("The owners of a room are counted once for a transaction, whatever its rows take away")
    func ownersOnce() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let ann = try MemberName("ann")
            func row(_ role: Role, at milliseconds: Int64) -> ImportRow {
                let time = Timestamp(milliseconds: milliseconds)
                return ImportRow(at: time, user: ann, content: .member(ann, role: role))
            }
            let given = try await importRows([row(.owner, at: 1)], store)
            #expect(given == [.imported])
            let rows = (2...50).map { row(.none, at: $0) }
            let memory = ImportMemory()
            let some = ImportBatch(room: try .general, rows: rows, memory: memory)
            let (fates, counted) = try await store.database.write { session in
                let counting = CountingSession(session)
                var writer = BatchWriter(
                    session: counting,
                    log: store.log,
                    now: TestClock().now,
                    options: .patient,
                    newest: try session.row(Statements.newestEvent, []) {
                        try LogEnd(row: $0, at: 0)
                    }
                )
                let outcome = try writer.write(Batch(imports: [some]))
                let counted = counting.asked[Statements.ownerCount] ?? 0
                return (try outcome.imported[0].get(), counted)
            }
            let refused = Array(repeating: ImportFate.refused(.lastOwner), count: rows.count)
            #expect(fates == refused)
            #expect(counted == 1)
        }
    }

    @Test("A time is found also where old events were imported behind newer ones")
    func times() async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            var times: [Int64] = []
            for number in 0..<30 {
                clock.advance(seconds: 10)
                if number % 3 == 0 {
                    let at = clock.now.milliseconds - Int64(number) * 7000
                    _ = try await importRows([row("old \(number)", at: at)], store)
                    times.append(at)
                } else {
                    times.append(try await store.say("a").at.milliseconds)
                }
            }
            for moment in Set(times.flatMap { [$0 - 1, $0, $0 + 1] }) {
                let time = Timestamp(milliseconds: moment)
                let position = try await store.position(before: time, in: [.general], through: 30)
                // All that happened then or later is behind it, and the next one did.
                #expect(position == Int64(times.firstIndex { $0 >= moment } ?? 30))
            }
        }
    }
}

/// A message, and one event of each kind that has all of its fields.
private func wholeContents() throws -> [DurableEvent.Content] {
    let time = Timestamp(milliseconds: 2_000_000)
    let file = FileReference(
        name: "a.txt",
        size: 5,
        type: "text/plain",
        sha256: String(repeating: "0a", count: 32),
        url: "/files/a/a.txt"
    )
    let whole = Message(text: "two", replyTo: 1, file: file, kind: .action, key: "k")
    let retention = Retention(days: 7, events: 9)
    let terms = MemberTerms(until: time, mutedUntil: time, reason: "why", was: .member)
    return [
        .message(Message(text: "one")), .message(whole), .edit(target: 1, text: "new"),
        .react(target: 1, emoji: "👍", on: true), .delete(target: 2, reason: "spam"),
        .room(
            RoomChange(topic: "tea", visibility: .private, slowSeconds: 3, retention: retention)
        ),
        .member(try MemberName("bob"), role: .banned, terms: terms),
    ]
}

/// The names of the fields of a value, at any depth, in which nothing is.
private func emptyFields(of value: Any) -> [String] {
    Mirror(reflecting: value).children.flatMap { child -> [String] in
        let mirror = Mirror(reflecting: child.value)
        let isEmpty = mirror.displayStyle == .optional && mirror.children.isEmpty
        return isEmpty ? [child.label ?? ""] : emptyFields(of: child.value)
    }
}
