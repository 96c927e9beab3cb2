import ChatProtocol
import Testing

@testable import ChatStore

/// Accounts and what belongs to them, as they are kept.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct AccessTests {
    private let time = Timestamp(milliseconds: 1_700_000_000_000)
    private let later = Timestamp(milliseconds: 1_700_000_000_001)

    @Test("What was put is there when the log is opened again, and what was dropped is not")
    func kept() async throws {
        let folder = try TemporaryFolder()
        let (alice, bob) = (try MemberName("Alice"), try MemberName("bob"))
        var account = Account(name: alice, password: "digest", createdAt: time)
        account.isOperator = true
        let token = try token("t1", of: alice, in: [.general, RoomName("tea")])
        let key = AccountKey(
            account: alice,
            fingerprint: "f",
            key: "ssh-ed25519 k",
            createdAt: time
        )
        let invite = Invite(
            key: "i",
            code: nil,
            room: try .general,
            madeBy: alice,
            uses: 3,
            createdAt: time,
            expiresAt: later
        )
        let ban = ServerBan(
            id: "b1",
            name: bob,
            address: "192.0.2.0/24",
            until: later,
            reason: "a\0b",
            madeBy: alice,
            createdAt: time
        )
        try await withStore(in: folder) { [account] store in
            try await store.change([
                .put(account), .put(Account(name: bob, password: nil, createdAt: time)),
                .putToken(token), .putToken(self.token("t2", of: bob)), .putKey(key),
                .putInvite(invite), .putBan(ban),
            ])
            var disabled = account
            disabled.isDisabled = true
            try await store.change([.put(disabled), .dropToken(id: "t2")])
        }
        account.isDisabled = true
        try await withStore(in: folder) { [account] store in
            let tables = try await store.access()
            #expect(tables.accounts.map(\.name.description).sorted() == ["Alice", "bob"])
            #expect(tables.accounts.first { $0.name == alice } == account)
            #expect(tables.tokens == [token])
            #expect(tables.keys == [key])
            #expect(tables.invites == [invite])
            #expect(tables.bans == [ban])
            try await store.change([
                .dropKey(account: alice, fingerprint: "f"), .dropInvite(key: "i"),
                .dropBan(id: "b1"), .dropToken(id: "t1"),
            ])
            let left = try await store.access()
            #expect(left.keys.isEmpty && left.invites.isEmpty && left.bans.isEmpty)
            #expect(left.tokens.isEmpty)
        }
    }

    @Test("The audit is numbered, and read page by page")
    func audit() async throws {
        let alice = try MemberName("alice")
        let entries = (1...ChatStore.auditPage + 2).map { number in
            AuditEntry(named: "kick", by: alice, subject: "\(number)", at: time)
        }
        try await withStore { store in
            #expect(try await store.newestAudit() == 0)
            try await store.change(entries.map { .audit($0) })
            let first = try await store.audit(after: 0)
            #expect(first.map(\.id) == Array(1...Int64(ChatStore.auditPage)))
            let rest = try await store.audit(after: first.last?.id ?? 0)
            #expect(rest.map(\.subject) == entries.suffix(2).map(\.subject))
            #expect(try await store.newestAudit() == Int64(entries.count))
        }
    }

    @Test("The audit of some rooms is read page by page too, in its order")
    func auditOfRooms() async throws {
        let alice = try MemberName("alice")
        let rooms = try ["a", "b", "c"].map { try RoomName($0) }
        let entries = (0..<ChatStore.auditPage * 3).map { number in
            AuditEntry(named: "kick", by: alice, in: rooms[number % 3], at: time)
        }
        try await withStore { store in
            try await store.change(entries.map { .audit($0) })
            var (found, last) = ([AuditEntry](), Int64(0))
            repeat {
                let page = try await store.audit(after: last, of: [rooms[2], rooms[0]])
                #expect(page.count <= ChatStore.auditPage)
                last = page.last?.id ?? .max
                found += page
            } while last < .max
            #expect(found.map(\.id) == found.map(\.id).sorted())
            #expect(found.count == ChatStore.auditPage * 2)
            #expect(found.allSatisfy { $0.room != rooms[1] })
            #expect(try await store.audit(after: 0, of: []).isEmpty)
        }
    }

    // A clock that went back showed the entries of the room before, or hid the room's own.
    @Test("The audit of a room begins behind the end of the one before, whatever the times say")
    func auditOfNames() async throws {
        let alice = try MemberName("alice")
        let (room, other) = (try RoomName("a"), try RoomName("b"))
        try await withStore { store in
            func entry(_ action: String, in room: RoomName, at time: Timestamp) -> AuditEntry {
                AuditEntry(named: action, by: alice, in: room, at: time)
            }
            let old = (0...ChatStore.auditPage).map { _ in entry("old", in: room, at: later) }
            try await store.change(old.map { .audit($0) })
            try await store.say("x", in: "a")
            // What ends the room is told with its end, or not at all.
            let gone = entry(AuditAction.roomDeleted.rawValue, in: room, at: later)
            #expect(try await store.drop(room, noting: [gone]))
            #expect(try await !store.drop(room, noting: [gone]))
            try await store.change([
                .audit(entry("new", in: room, at: time)),
                .audit(entry(AuditAction.roomDeleted.rawValue, in: other, at: later)),
                .audit(entry("newer", in: room, at: time)),
            ])
            let seen = try await store.audit(after: 0, of: [room])
            #expect(seen.map(\.action) == ["new", "newer"])
            let rest = try await store.audit(after: seen.first?.id ?? 0, of: [room])
            #expect(rest.map(\.action) == ["newer"])
            let all = try await store.audit(after: Int64(old.count))
            #expect(all.map(\.action) == ["room_deleted", "new", "room_deleted", "newer"])
        }
    }

    @Test("Changes and the events that tell of them are written together, or neither")
    func told() async throws {
        let (alice, bob) = (try MemberName("alice"), try MemberName("bob"))
        try await withStore { store in
            let number = try await store.access().number
            var draft = Draft(
                room: try .general,
                user: alice,
                content: .member(bob, role: .member),
                makesRoom: false
            )
            let put = { [AccessChange.put(Account(name: $0, password: nil, createdAt: time))] }
            await #expect(throws: StoreError.roomNotFound(try .general)) {
                try await store.change(put(alice), at: number, with: [draft])
            }
            #expect(try await store.access().accounts.isEmpty)
            try await store.say("x")
            let next = try await store.change(put(alice), at: number, with: [draft])
            #expect(try await store.access().accounts.map(\.name) == [alice])
            #expect(try await store.members(of: .general).map(\.name) == [bob])
            if store.isShared {
                #expect(try await store.change(put(bob), at: number, with: [draft]) == nil)
                #expect(store.head == 2)
            }
            // What goes away with a room is no hindrance.
            draft.room = try RoomName("gone")
            draft.isRemoval = true
            _ = try await store.change(put(bob), at: next ?? -1, with: [draft])
            #expect(try await store.access().accounts.count == 2)
        }
    }

    @Test("Who has spoken is known, whatever the spelling")
    func spoken() async throws {
        try await withStore { store in
            try await store.say("a", by: "Alice")
            #expect(try await store.hasSpoken(MemberName("ALICE")))
            #expect(try await !store.hasSpoken(MemberName("bob")))
        }
    }

    private func token(
        _ id: String,
        of account: MemberName,
        in rooms: [RoomName]? = nil
    ) -> AccountToken {
        AccountToken(
            id: id,
            account: account,
            digest: "digest of \(id)",
            label: "laptop",
            scope: .post,
            rooms: rooms,
            createdAt: time,
            expiresAt: later
        )
    }
}
