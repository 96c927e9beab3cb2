import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct AmendmentPropertyTests {
    private static let users = ["alice", "bob", "carol"]
    private static let emoji = ["👍", "🎉", "❤️", "❤", "+1"]

    @Test(
        "Whatever is said and done, messages are what the plain rules say, also when rebuilt",
        arguments: [1, 2, 3, 4] as [UInt64]
    )
    func anySequence(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        var steps: [Step] = []
        var model = MessageModel()
        model.say("first", by: try .alice)
        steps.append(.say("first", by: "alice"))
        for _ in 0..<250 { steps.append(try step(after: &model, &random)) }
        try await withStore(in: folder) { [steps, model] store in
            for step in steps {
                switch step {
                case .say(let text, let user): try await store.say(text, by: user)
                case .amend(let amendment, let outcome):
                    let amended = try await store.amend(amendment)
                    #expect(amended.outcome == outcome, "seed \(seed): \(amendment)")
                }
            }
            #expect(store.head == model.newest)
            try await check(store, model, seed)
            try await store.database.write { try MessageStates(session: $0).rebuild() }
            try await check(store, model, seed)
            guard Engine.current == .sqlite else { return }
            try await store.database.write { session in
                try session.run("DROP TABLE amendments", [])
                try session.run("DROP TABLE reactions", [])
                try session.run("DROP INDEX events_by_file", [])
                try session.run("DROP INDEX reads_by_room", [])
                try session.run("DROP INDEX events_imported", [])
                try session.run("DROP INDEX events_edits", [])
                for table in [
                    "accounts", "tokens", "account_keys", "invites", "bans", "audit", "speakers",
                    "unchanged_keys",
                ] { try session.run("DROP TABLE \(table)", []) }
                for (table, column) in [
                    ("log", "removed"), ("events", "detail"), ("events", "withdrawn"),
                    ("rooms", "slow_seconds"),
                    ("rooms", "keep_days"), ("rooms", "keep_events"), ("rooms", "removed_through"),
                    ("rooms", "is_deleted"), ("members", "until"),
                    ("members", "muted_until"), ("members", "reason"), ("reads", "is_shown"),
                ] { try session.run("ALTER TABLE \(table) DROP COLUMN \(column)", []) }
                try session.run("ALTER TABLE events DROP COLUMN logged_at", [])
                try session.run("ALTER TABLE events DROP COLUMN clock_behind", [])
                try session.run("PRAGMA user_version = 2", [])
            }
        }
        // With SQLite, a file of schema 2 with the same log: opening it makes the log's states.
        try await withStore(in: folder) { [model] store in try await check(store, model, seed) }
    }

    private enum Step {
        case say(String, by: String)
        case amend(Amendment, Bool?)
    }

    private func step(
        after model: inout MessageModel,
        _ random: inout SeededGenerator
    ) throws -> Step {
        let user = Self.users.randomElement(using: &random) ?? "alice"
        let name = try MemberName(user)
        // Few texts and few messages, so that much happens to each.
        let text = "text \(Int.random(in: 0..<3, using: &random))"
        guard Int.random(in: 0..<10, using: &random) > 0 else {
            model.say(text, by: name)
            return .say(text, by: user)
        }
        let change: Amendment.Change
        switch Int.random(in: 0..<12, using: &random) {
        case 0: change = .delete
        case 1...4: change = .edit(text: text)
        case let other:
            let emoji = Self.emoji.randomElement(using: &random) ?? "x"
            change = .react(try Emoji(emoji), on: other < 9)
        }
        let newest = model.newest + 2
        let target = Int64.random(in: 0...newest, using: &random)
        let amendment = Amendment(change, of: target, in: try .general, by: name)
        return .amend(amendment, model.amend(amendment))
    }

    private func check(_ store: ChatStore, _ model: MessageModel, _ seed: UInt64) async throws {
        var query = EventQuery.history(
            of: try .general,
            filter: EventFilter(types: [.message]),
            limit: EventQuery.pageLimit
        )
        query.view = .now
        let page = try await store.events(query)
        #expect(page.map(\.seq) == model.entries.keys.sorted())
        for event in page {
            let shown = model.shown(event.seq)
            #expect(event.text == shown.text, "seed \(seed), message \(event.seq)")
            var state = event.state
            #expect((state?.editedAt != nil) == model.entries[event.seq]?.isEdited)
            state?.editedAt = nil
            #expect(state == shown.state, "seed \(seed), message \(event.seq)")
        }
    }
}

extension Amended {
    /// As the model says it: `nil` if refused, else whether anything changed.
    fileprivate var outcome: Bool? {
        switch self {
        case .new: true
        case .unchanged: false
        case .refused: nil
        }
    }
}
