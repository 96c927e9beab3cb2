import ChatProtocol
import Testing

@testable import ChatStore

/// A log in which every table has rows, and every column a value.
enum FullServer {
    private static let time = Timestamp(milliseconds: 1_700_000_000_000)

    /// Fills a folder.
    static func fill(_ folder: TemporaryFolder) async throws {
        try await withStore(in: folder) { store in
            try await talk(store)
            try await letIn(store)
            // What else stands in the log, whoever may write it.
            try await store.database.write { session in
                for text in [
                    "UPDATE events SET clock_behind = 1 WHERE position = 8",
                    "UPDATE rooms SET keep_days = 7, keep_events = 9 WHERE name = 'tea'",
                    "UPDATE amendments SET new_text = NULL WHERE is_deleted = 1",
                    "INSERT INTO speakers (name) VALUES ('zoe') ON CONFLICT DO NOTHING",
                    "INSERT INTO former_names VALUES ('before', 2)",
                    """
                    UPDATE members SET until = 1, muted_until = 2, reason = 'a\t\\.\n'
                    WHERE member = 'bob'
                    """,
                ] { try session.run(text, []) }
            }
        }
    }

    /// Every kind of event, with texts that are easily broken.
    private static func talk(_ store: ChatStore) async throws {
        for number in 1...6 { try await store.say("old \(number)", in: "short") }
        _ = try await store.removeOldest(of: RoomName("short"), through: 3, before: nil)
        for text in ["a\0b", "tab\tline\nback\\slash \\N \\. é 😀", "\u{10FFFF}", "x", "gone"] {
            try await store.say(text, key: "key \(text.count)\t\(text.first ?? " ")")
        }
        let file = FileReference(
            name: "a b.txt",
            size: 5,
            type: "text/plain",
            sha256: String(repeating: "0a", count: 32),
            url: "/rooms/general/files/x"
        )
        let contents: [DurableEvent.Content] = [
            .message(Message(text: "", replyTo: 1, file: file)),
            .message(Message(text: "waves", kind: .action)),
            .room(RoomChange(topic: "topic\r", visibility: .private, slowSeconds: 3)),
            .room(RoomChange(retention: Retention(days: 7, events: 9))),
            .member(try MemberName("Bob"), role: .moderator),
        ]
        for content in contents { try await append(content, to: store) }
        _ = try await store.amend(.edit(text: "changed"), 4)
        _ = try await store.amend(.edit(text: "changed"), 4, key: "changes nothing")
        _ = try await store.amend(.react(Emoji("👍"), on: true), 1)
        _ = try await store.amend(.delete, 5)
        let row = ImportRow(
            seq: nil,
            at: Timestamp(milliseconds: 1_000_000),
            user: try MemberName("old"),
            content: .message(Message(text: "then"))
        )
        let memory = ImportMemory()
        _ = try await store.importRows(
            ImportBatch(room: try RoomName("tea"), rows: [row], memory: memory)
        )
        _ = try await store.markRead(.general, by: MemberName("bob"), through: 2, isShown: true)
    }

    private static func append(_ content: DurableEvent.Content, to store: ChatStore) async throws {
        let draft = Draft(room: try .general, user: try MemberName("alice"), content: content)
        _ = try await store.append(draft)
    }

    /// Accounts, and what belongs to them.
    private static func letIn(_ store: ChatStore) async throws {
        let alice = try MemberName("Alice")
        var token = AccountToken(
            id: "t1",
            account: alice,
            digest: "digest",
            label: "laptop",
            scope: .post,
            rooms: [try .general],
            createdAt: time,
            expiresAt: time
        )
        token.lastUsedAt = time
        try await store.change([
            .put(Account(name: alice, password: "p", createdAt: time)), .putToken(token),
            .putKey(AccountKey(account: alice, fingerprint: "f", key: "k", createdAt: time)),
            .putInvite(
                Invite(
                    key: "i",
                    code: nil,
                    room: try .general,
                    madeBy: alice,
                    uses: 3,
                    createdAt: time,
                    expiresAt: time
                )
            ),
            .putBan(
                ServerBan(
                    id: "b",
                    name: alice,
                    address: "192.0.2.0/24",
                    until: time,
                    reason: "a\0b",
                    madeBy: alice,
                    createdAt: time
                )
            ),
            .audit(
                AuditEntry(
                    named: "kick",
                    by: alice,
                    in: try .general,
                    subject: "s",
                    detail: "d",
                    at: time
                )
            ),
        ])
    }
}
