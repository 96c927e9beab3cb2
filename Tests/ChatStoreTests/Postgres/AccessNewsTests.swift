#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// What a server reads of accounts that another one has changed.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct AccessNewsTests {
    private static let time = Timestamp(milliseconds: 1_000_000)

    private static func account(_ name: String) throws -> Account {
        Account(name: try MemberName(name), password: nil, createdAt: time)
    }

    private static func token(_ id: String, of name: String) throws -> AccountToken {
        AccountToken(
            id: id,
            account: try MemberName(name),
            digest: "digest-" + id,
            label: "",
            scope: .all,
            rooms: nil,
            createdAt: time,
            expiresAt: nil
        )
    }

    /// One row of each table.
    private static func rows() throws -> [AccessChange] {
        let ann = try MemberName("Ann")
        return [
            .put(try account("Ann")),
            .putToken(try token("t", of: "Ann")),
            .putKey(AccountKey(account: ann, fingerprint: "f", key: "k", createdAt: time)),
            .putInvite(
                Invite(
                    key: "i",
                    code: nil,
                    room: nil,
                    madeBy: ann,
                    uses: 2,
                    createdAt: time,
                    expiresAt: time
                )
            ),
            .putBan(
                ServerBan(
                    id: "b",
                    name: ann,
                    address: nil,
                    until: nil,
                    reason: nil,
                    madeBy: ann,
                    createdAt: time
                )
            ),
        ]
    }

    @Test("Each row that was changed since is read anew, and each that is gone is told; no others")
    func changed() async throws {
        try await SharedStore.some(1) { stores in
            let store = stores[0].store
            try await store.change([.put(Self.account("before"))])
            let known = try await store.access().number
            #expect(try await store.accessNews(since: known)?.changes == [])
            let rows = try Self.rows()
            try await store.change(rows)
            let made = try #require(try await store.accessNews(since: known))
            #expect(Set(made.changes).count == made.changes.count)
            #expect(try await made.number == store.access().number)
            let texts = { (changes: [AccessChange]) in Set(changes.map { "\($0)" }) }
            let (found, said) = (try made.changes.map(Self.folded), try rows.map(Self.folded))
            #expect(texts(found) == texts(said))
            let ann = try MemberName("ann")
            let drops: [AccessChange] = [
                .dropToken(id: "t"), .dropKey(account: ann, fingerprint: "f"),
                .dropInvite(key: "i"), .dropBan(id: "b"),
            ]
            try await store.change(drops)
            let gone = try #require(try await store.accessNews(since: made.number))
            #expect(texts(gone.changes) == texts(drops))
        }
    }

    /// A key is kept under its account's folded name.
    private static func folded(_ change: AccessChange) throws -> AccessChange {
        guard case .putKey(var key) = change else { return change }
        key.account = try MemberName(key.account.folded)
        return .putKey(key)
    }

    @Test("When a token was used last is nothing that others take over")
    func uses() async throws {
        try await SharedStore.some(1) { stores in
            let store = stores[0].store
            var token = try Self.token("t", of: "ann")
            try await store.change([.putToken(token)])
            let known = try await store.access().number
            token.lastUsedAt = Self.time
            try await store.change([.putToken(token)])
            #expect(try await store.accessNews(since: known)?.changes == [])
        }
    }

    @Test("Too many changes, and some from too long ago, are not told one by one")
    func all() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await SharedStore.some(1, at: address) { stores in
            let store = stores[0].store
            let known = try await store.access().number
            let names = (0...AccessNews.limit).map { "n\($0)" }
            try await store.change(names.dropLast().map { .put(try Self.account($0)) })
            let news = try await store.accessNews(since: known)
            #expect(news?.changes.count == AccessNews.limit)
            try await store.change([.put(Self.account(names[AccessNews.limit]))])
            #expect(try await store.accessNews(since: known) == nil)
            let kept = AccessNews.keptNumbers
            let number = try await store.access().number
            try TestCluster.run(["UPDATE log SET access_number = \(number + kept)"], at: address)
            #expect(try await store.accessNews(since: number)?.changes == [])
            #expect(try await store.accessNews(since: number - 1) == nil)
            try await store.dropOutdated()
            let left = "SELECT count(*) FROM access_changes"
            #expect(try TestCluster.run([left], at: address) == .integer(0))
        }
    }
}
#endif
