import ChatProtocol
import Credentials
import Logging
import Synchronization
import Testing

@testable import ChatServer
@testable import ChatStore

/// Two servers of one log: who may do what is the same at both.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PeerAccessTests {
    private static let token = ("Authorization", "Bearer \(PeerServers.token)")

    private func account(_ name: String, at server: TestServer) async throws -> String {
        let member = try MemberName(name)
        let account = Account(name: member, password: nil, createdAt: .now())
        try await server.services.gate.accounts.change(by: nil) { _ in [.put(account)] }
        let gate = server.services.gate
        return try await gate.makeToken(of: member, TokenWish(), by: nil).secret.text
    }

    private func ask(
        _ server: TestServer,
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        bearer: String
    ) async throws -> TestAnswer {
        try await server.ask(
            method,
            path,
            body,
            as: nil,
            headers: [("Authorization", "Bearer " + bearer)]
        )
    }

    @Test(
        "An account and a token that one server made are good at the other at once",
        .serialized,
        arguments: [false, true]
    )
    func made(isCut: Bool) async throws {
        try await PeerServers.run { servers in
            servers.hub.isCut.store(isCut, ordering: .relaxed)
            let token = try await account("bob", at: servers.first)
            let me = try await ask(servers.second, "GET", "/me", bearer: token)
            #expect(me.status == 200 && me.field("name") == "bob")
            let guest = try await servers.second.ask("GET", "/me", as: "bob")
            #expect(guest.status == 401)
            let made = try await ask(servers.second, "POST", "/tokens", "{}", bearer: token)
            let tokens = try await ask(servers.first, "GET", "/tokens", bearer: token)
            let id = try #require(made.field("id"))
            #expect(tokens.text.contains(id))
            let end = try await ask(servers.first, "DELETE", "/tokens/\(id)", bearer: token)
            #expect(end.status == 204)
        }
    }

    @Test("Who is let into a room at one server finds it at the other, heard of or not")
    func letIn() async throws {
        try await PeerServers.run { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            let ann = try await account("ann", at: servers.first)
            let bob = try await account("bob", at: servers.first)
            let room = "/rooms/private"
            let form = #"{"visibility":"private"}"#
            #expect(try await ask(servers.first, "PUT", room, form, bearer: ann).status == 201)
            #expect(try await ask(servers.second, "GET", room, bearer: ann).status == 200)
            #expect(try await ask(servers.second, "GET", room, bearer: bob).status == 404)
            let member = room + "/members/bob"
            #expect(try await ask(servers.first, "PUT", member, "{}", bearer: ann).status == 201)
            let found = try await ask(servers.second, "GET", room + "/messages", bearer: bob)
            #expect(found.status == 200, "\(found.text)")
        }
    }

    @Test(
        "A token that one server revokes ends its streams at the other, heard of or not",
        .serialized,
        arguments: [false, true]
    )
    func revoked(isCut: Bool) async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            let token = try await account("bob", at: servers.first)
            try await TestConnection.open(servers.second) { client in
                let stream = try await EventReader.open(
                    client,
                    "/rooms/a/stream",
                    format: .ndjson,
                    headers: [("Authorization", "Bearer " + token)]
                )
                _ = try await stream.first { $0.typeName == "live" }
                servers.hub.isCut.store(isCut, ordering: .relaxed)
                let tokens = try await ask(servers.first, "GET", "/tokens", bearer: token)
                let id = try #require(tokens.field("id"))
                let end = try await ask(servers.first, "DELETE", "/tokens/\(id)", bearer: token)
                #expect(end.status == 204)
                let bye = try await stream.first { $0.typeName == "bye" }
                guard case .control(.bye(let words)) = bye else { return }
                #expect(words.reason == "revoked")
            }
            let me = try await ask(servers.second, "GET", "/me", bearer: token)
            #expect(me.status == 401)
        }
    }

    @Test("How far somebody has read at one server, the other tells at once, heard of or not")
    func receipts() async throws {
        try await PeerServers.run(configure: { $0.admission.mode = .accounts }) { servers in
            let (ann, bob) = (
                try await account("ann", at: servers.first),
                try await account("bob", at: servers.first)
            )
            let path = "/rooms/@bob/messages"
            let post = try await ask(servers.first, "POST", path, #"{"text":"hello"}"#, bearer: ann)
            #expect(post.status == 201)
            servers.hub.isCut.store(true, ordering: .relaxed)
            let shown = #"{"seq":1,"shown":true}"#
            let own = try await ask(servers.first, "PUT", "/rooms/@bob/read", shown, bearer: ann)
            let other = try await ask(servers.second, "PUT", "/rooms/@ann/read", shown, bearer: bob)
            #expect(own.status == 200 && other.status == 200)
            for server in [servers.first, servers.second] {
                let told = try await ask(server, "GET", "/rooms/@bob/members", bearer: ann)
                #expect(Receipts(told.text).marks == ["ann": 1, "bob": 1])
            }
        }
    }

    @Test(
        "A name is given out once, and an invite used as often as it is good for, at both together"
    )
    func once() async throws {
        try await PeerServers.run { servers in
            let invite = try await servers.first.ask(
                "POST",
                "/invites",
                #"{"uses":1}"#,
                as: nil,
                headers: [Self.token]
            )
            let code = try #require(invite.field("code"))
            let wish = { @Sendable (name: String) in
                #"{"name":"\#(name)","password":"a long enough word","invite":"\#(code)"}"#
            }
            let servers = [servers.first, servers.second]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (number, server) in (servers + servers).enumerated() {
                    group.addTask {
                        try await server.ask(
                            "POST",
                            "/accounts",
                            wish("new\(number)"),
                            as: nil
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 403, 403, 403])
        }
    }

    @Test("What was decided on a state that another server has changed is not written")
    func stale() async throws {
        try await PeerServers.run { servers in
            let (first, second) = (servers.first.services.store, servers.second.services.store)
            let number = try await first.access().number
            let put = { (name: String) throws -> [AccessChange] in
                [.put(Account(name: try MemberName(name), password: nil, createdAt: .now()))]
            }
            let next = try #require(try await first.change(put("ann"), at: number))
            #expect(next > number)
            #expect(try await second.change(put("bob"), at: number) == nil)
            #expect(try await second.access().accounts.map(\.name.folded) == ["ann"])
            #expect(try await second.change(put("bob"), at: next) != nil)
        }
    }

    @Test("While one server decides over a room, no other one may")
    func deciding() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            let room = try RoomName("a")
            let other = servers.second.services.store
            let isFree = { @Sendable () async throws(Problem) -> Bool in
                try await attempt { () async throws(StoreError) in
                    try await other.hold("decision a", by: "another", for: -1)
                }
            }
            let isFreeMeanwhile = try await servers.first.services.gate.withLock(room, isFree)
            #expect(!isFreeMeanwhile)
            #expect(try await isFree())
        }
    }

    @Test("Decisions that two servers took on the same state are taken one after the other")
    func judgedAgain() async throws {
        try await PeerServers.run { servers in
            let names = try (0..<20).map { try MemberName("same\($0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for server in [servers.first, servers.second] {
                    group.addTask {
                        for name in names {
                            try await server.services.gate.accounts.change(by: nil) { book in
                                guard book.accounts[name] == nil else { return [] }
                                let number = server.services.store.node.number.rawValue
                                let time = Timestamp(milliseconds: number)
                                return [
                                    .put(Account(name: name, password: nil, createdAt: time))
                                ]
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let (first, second) = (servers.first.services, servers.second.services)
            try await first.gate.accounts.refresh()
            try await second.gate.accounts.refresh()
            let made = { @Sendable (services: Services) in
                names.map { name in services.gate.accounts.look { $0.accounts[name]?.createdAt } }
            }
            #expect(made(first) == made(second))
            #expect(made(first).allSatisfy { $0 != nil })
        }
    }

    // Seen as: it was decided on and read again without an end, long after the client had gone.
    @Test("A change of accounts is given up where the log says again and again that it is stale")
    func givenUp() async throws {
        try await PeerServers.run { servers in
            let accounts = servers.first.services.gate.accounts
            let put = { (name: String) throws -> [AccessChange] in
                [.put(Account(name: try MemberName(name), password: nil, createdAt: .now()))]
            }
            let (ann, bob) = (try put("ann"), try put("bob"))
            try await accounts.change(by: nil) { _ in ann }
            try servers.database.commit { session in
                try session.run("UPDATE log SET access_number = access_number - 1", [])
            }
            await #expect(throws: Problem.self) { try await accounts.change(by: nil) { _ in bob } }
        }
    }

    @Test("A server reads what another one changed of accounts, and not all of them")
    func changedAlone() async throws {
        try await PeerServers.run { servers in
            let (first, second) = (servers.first.services.gate, servers.second.services.gate)
            for name in ["old", "new"] {
                let account = Account(name: try MemberName(name), password: nil, createdAt: .now())
                try await first.accounts.change(by: nil) { _ in [.put(account)] }
                try await second.accounts.refresh()
                // Nothing tells of this one: whoever reads all accounts finds it.
                try servers.database.commit { session in
                    try session.run("UPDATE accounts SET is_disabled = 1 WHERE name = 'old'", [])
                    try session.run("DELETE FROM access_changes WHERE id = 'old'", [])
                }
            }
            let old = try MemberName("old")
            #expect(second.accounts.look { $0.accounts[old]?.isDisabled } == false)
            let new = try MemberName("new")
            #expect(second.accounts.look { $0.accounts[new] } != nil)
        }
    }

    @Test("A ticket and a challenge that one server drew are good at the other, once")
    func singleUse() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            let token = try await account("bob", at: servers.first)
            let drawn = try await ask(servers.first, "POST", "/tickets", bearer: token)
            let ticket = try #require(drawn.field("ticket"))
            let path = "/rooms/a/stream?since=all&limit=1&format=ndjson&ticket=\(ticket)"
            #expect(try await servers.second.ask("GET", path, as: nil).text.contains("hello"))
            #expect(try await servers.second.ask("GET", path, as: nil).status == 401)
            #expect(try await servers.first.ask("GET", path, as: nil).status == 401)
            let bob = try MemberName("bob")
            let (first, second) = (servers.first.services.gate, servers.second.services.gate)
            let challenge = try await first.accounts.challenges.draw(for: bob, at: .now())
            let text = challenge.secret.text
            #expect(try await second.accounts.challenges.take(text, at: .now()) == bob)
            #expect(try await first.accounts.challenges.take(text, at: .now()) == nil)
            let store = servers.first.services.store
            try await store.keepOnce("ticket", id: "late", value: "reader", for: -1)
            #expect(try await store.takeOnce("ticket", id: "late") == nil)
            try await store.keepOnce("ticket", id: "old", value: "reader", for: -1)
            try await store.keepOnce("ticket", id: "new", value: "reader", for: 60_000)
            try await store.dropOutdated()
            #expect(try await store.takeOnce("ticket", id: "new") == "reader")
        }
    }

    @Test("What one may have at a time is had by one, until it is given back or the time is over")
    func lease() async throws {
        try await PeerServers.run { servers in
            let (first, second) = (servers.first.services.store, servers.second.services.store)
            #expect(try await first.hold("x", by: "one", for: 60_000))
            #expect(try await first.hold("x", by: "one", for: 60_000))
            #expect(try await !second.hold("x", by: "two", for: 60_000))
            try await second.letGo(of: "x", by: "two")
            #expect(try await !second.hold("x", by: "two", for: 60_000))
            try await first.letGo(of: "x", by: "one")
            #expect(try await second.hold("x", by: "two", for: -1))
            #expect(try await first.hold("x", by: "one", for: 60_000))
        }
    }

    /// Runs a body with two accounts and a room that one of them owns, of which both servers know.
    private func withTeaRoom(
        _ body: @Sendable (PeerServers, _ ann: String, _ bob: String) async throws -> Void
    ) async throws {
        try await PeerServers.run { servers in
            let (ann, bob) = (
                try await account("ann", at: servers.first),
                try await account("bob", at: servers.first)
            )
            let made = try await ask(servers.first, "PUT", "/rooms/tea", "{}", bearer: ann)
            #expect(made.status == 201)
            #expect(try await ask(servers.second, "GET", "/rooms/tea", bearer: bob).status == 200)
            servers.hub.isCut.store(true, ordering: .relaxed)
            try await body(servers, ann, bob)
        }
    }

    /// Changes what somebody is in that room, at the first server.
    private func setBob(_ fields: String, _ servers: PeerServers, by ann: String) async throws {
        let path = "/rooms/tea/members/bob"
        let set = try await ask(servers.first, "PUT", path, fields, bearer: ann)
        #expect(set.status < 300, "\(set.text)")
    }

    private func tellSecond(_ servers: PeerServers) async throws {
        servers.secondLog.ring()
        try await servers.second.services.store.reachNewest(within: .seconds(300))
    }

    @Test("Who is given a role at one server decides at the other at once, heard of or not")
    func promoted() async throws {
        try await withTeaRoom { servers, ann, bob in
            let path = "/rooms/tea/messages"
            let said = try await ask(servers.first, "POST", path, #"{"text":"hi"}"#, bearer: ann)
            let seq = try #require(said.text.firstMatch(of: /"seq":([0-9]+)/)?.1)
            let decisions: [(String, String, String, String?)] = [
                ("moderator", "GET", "/audit", nil),
                ("moderator", "POST", "/invites", #"{"room":"tea"}"#),
                ("moderator", "DELETE", "\(path)/\(seq)", nil),
                ("owner", "DELETE", "/rooms/tea", nil),
            ]
            for (role, method, path, body) in decisions {
                try await setBob(#"{"role":"member"}"#, servers, by: ann)
                try await tellSecond(servers)
                try await setBob(#"{"role":"\#(role)"}"#, servers, by: ann)
                let done = try await ask(servers.second, method, path, body, bearer: bob)
                #expect((200..<300).contains(done.status), "\(path): \(done.text)")
            }
        }
    }

    @Test(
        "Whose ban or mute ends at one server is let in at the other at once, heard of or not",
        .serialized,
        arguments: [
            (#"{"role":"banned"}"#, #"{"role":"none"}"#),
            (#"{"mutedUntil":"1h"}"#, #"{"mutedUntil":"2020-01-01T00:00:00Z"}"#),
        ]
    )
    func letInAgain(bar: String, end: String) async throws {
        try await withTeaRoom { servers, ann, bob in
            let path = "/rooms/tea/messages"
            try await setBob(bar, servers, by: ann)
            try await tellSecond(servers)
            let text = #"{"text":"hi"}"#
            #expect(try await ask(servers.second, "POST", path, text, bearer: bob).status == 403)
            try await setBob(end, servers, by: ann)
            let said = try await ask(servers.second, "POST", path, text, bearer: bob)
            #expect(said.status == 201, "\(said.text)")
        }
    }

    @Test("Who is put out of a private room at one server is out at the other")
    func kicked() async throws {
        try await PeerServers.run { servers in
            let owner = try await account("ann", at: servers.first)
            let member = try await account("bob", at: servers.first)
            let body = #"{"visibility":"private"}"#
            _ = try await ask(servers.first, "PUT", "/rooms/secret", body, bearer: owner)
            let path = "/rooms/secret/members/bob"
            let taken = try await ask(servers.second, "PUT", path, "{}", bearer: owner)
            #expect(taken.status == 201, "\(taken.text)")
            try await TestConnection.open(servers.second) { client in
                let stream = try await EventReader.open(
                    client,
                    "/rooms/secret/stream",
                    format: .ndjson,
                    headers: [("Authorization", "Bearer " + member)]
                )
                _ = try await stream.first { $0.typeName == "live" }
                servers.firstLog.ring()
                let out = try await ask(servers.first, "DELETE", path, bearer: owner)
                #expect(out.status == 204)
                servers.secondLog.ring()
                _ = try await stream.first { $0.typeName == "bye" }
            }
            let gone = try await ask(servers.second, "GET", "/rooms/secret", bearer: member)
            #expect(gone.status == 404)
        }
    }

    @Test("Two owners who put each other out at two servers leave one of them")
    func lastOwner() async throws {
        try await PeerServers.run { servers in
            let tokens = [
                try await account("ann", at: servers.first),
                try await account("bob", at: servers.first),
            ]
            _ = try await ask(servers.first, "PUT", "/rooms/tea", "{}", bearer: tokens[0])
            let made = try await ask(
                servers.second,
                "PUT",
                "/rooms/tea/members/bob",
                #"{"role":"owner"}"#,
                bearer: tokens[0]
            )
            #expect(made.status < 300, "\(made.text)")
            let servers = [servers.first, servers.second]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (server, (name, token)) in zip(servers, zip(["ann", "bob"], tokens)) {
                    group.addTask {
                        try await ask(
                            server,
                            "DELETE",
                            "/rooms/tea/members/\(name)",
                            bearer: token
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [204, 409])
        }
    }

    @Test("The servers of one log have one operator's token; one that runs alone may change it")
    func operatorToken() async throws {
        try await PeerServers.run { servers in
            let store = servers.second.services.store
            #expect(try await !store.agree(onOperatorToken: "other", isAlone: false))
            let own = SecretDigest(of: PeerServers.token).hexadecimal
            #expect(try await store.agree(onOperatorToken: own, isAlone: false))
            #expect(try await store.agree(onOperatorToken: "other", isAlone: true))
            #expect(try await !store.agree(onOperatorToken: own, isAlone: false))
            var settings = try ServerSettings(dataHome: "/") { _ in nil }
            settings.dataFolder = servers.second.folder
            await #expect(throws: ServerError.self) {
                _ = try await ChatServer.operatorToken(
                    settings,
                    store,
                    Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            }
        }
    }
}
