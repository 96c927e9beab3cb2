import ChatProtocol
import Foundation
import Synchronization
import TestTools
import Testing

@testable import ChatServer
@testable import ChatStore

/// Two servers of one log: what happens at one shows at the other.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PeerServersTests {
    private static let token = ("Authorization", "Bearer \(PeerServers.token)")

    /// Follows the room `a` at a server while a body runs.
    private func follow(
        _ server: TestServer,
        as name: String,
        _ body: (EventReader) async throws -> Void
    ) async throws {
        try await TestConnection.open(server) { client in
            let stream = try await EventReader.open(
                client,
                "/rooms/a/stream",
                as: name,
                format: .ndjson
            )
            _ = try await stream.first { $0.typeName == "live" }
            try await body(stream)
        }
    }

    private static func isPresence(_ event: Event, of name: String, here: Bool) -> Bool {
        guard case .ephemeral(.presence(_, let member, here)) = event else { return false }
        return member.description == name
    }

    @Test("Who comes to one server is announced, listed and counted at the other")
    func presence() async throws {
        try await PeerServers.run(after: ["hello"], adjust: { $0.departureSeconds = 1 }) {
            servers in
            try await follow(servers.second, as: "bob") { stream in
                try await follow(servers.first, as: "ann") { _ in
                    _ = try await stream.first { Self.isPresence($0, of: "ann", here: true) }
                    let members = try await servers.second.ask("GET", "/rooms/a/members")
                    for name in ["ann", "bob"] {
                        let row = #""name":"\#(name)","role":"none","here":true"#
                        #expect(members.text.contains(row), "\(members.text)")
                    }
                    let room = try await servers.second.ask("GET", "/rooms/a")
                    #expect(room.text.contains(#""here":2"#), "\(room.text)")
                }
                _ = try await stream.first { Self.isPresence($0, of: "ann", here: false) }
            }
        }
    }

    @Test("Who was here before a server could be heard is found in the table")
    func presenceByTable() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            try await follow(servers.second, as: "bob") { stream in
                try await follow(servers.first, as: "ann") { _ in
                    let store = servers.second.services.store
                    try await until {
                        try await store.presence().contains { $0.member.folded == "ann" }
                    }
                    servers.hub.tellMissed()
                    _ = try await stream.first { Self.isPresence($0, of: "ann", here: true) }
                }
            }
        }
    }

    @Test("Who types at one server is seen to type at the other, and read marks go to their member")
    func typing() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            try await follow(servers.second, as: "bob") { stream in
                let typed = try await servers.first.ask("POST", "/rooms/a/typing")
                #expect(typed.status == 204)
                _ = try await stream.first { event in
                    guard case .ephemeral(.typing(_, let name)) = event else { return false }
                    return name.description == "ann"
                }
                for name in ["ann", "bob"] {
                    let read = try await servers.first.ask(
                        "PUT",
                        "/rooms/a/read",
                        #"{"seq":1}"#,
                        as: name
                    )
                    #expect(read.status == 200)
                }
                var reads = 0
                let probe = try await servers.first.ask("POST", "/rooms/a/typing", as: "carol")
                #expect(probe.status == 204)
                _ = try await stream.first { event in
                    if event.typeName == "read" { reads += 1 }
                    guard case .ephemeral(.typing(_, let name)) = event else { return false }
                    return name.description == "carol"
                }
                #expect(reads <= 1)
            }
        }
    }

    @Test("What a member has spent at one server is spent at the other")
    func rates() async throws {
        let limit = { @Sendable (limits: inout ServerLimits) in
            limits.messagesPerSecond = 1
            limits.messageBurst = 50
        }
        try await PeerServers.run(after: ["hello"], adjust: limit) { servers in
            let began = ContinuousClock.now
            let spy = PeerBus(servers.hub)
            try await follow(servers.second, as: "bob") { stream in
                for number in 1...50 { try await servers.first.say("\(number)") }
                var spent = 0
                for await case .notice(let notice) in spy.news where notice.topic == .spent {
                    let items = SpentNotice.items(notice.text)
                    #expect(items.allSatisfy { $0.kind == .member && $0.key == "ann" })
                    spent += items.map(\.count).reduce(0, +)
                    if spent >= 50 { break }
                }
                #expect(spent == 50)
                // Notices are taken in order: what comes after them shows that they were.
                _ = spy.send(.typing, "a carol")
                _ = try await stream.first { $0.typeName == "typing" }
                var taken = 0
                while taken < 50, try await say(at: servers.second).status == 201 { taken += 1 }
                // A second gives one more, and on a busy machine this takes some.
                #expect(Double(taken) < began.duration(to: .now) / .seconds(1) + 5)
            }
        }
    }

    private func say(at server: TestServer) async throws -> TestAnswer {
        try await server.ask("POST", "/rooms/a/messages", "x", type: "text/plain")
    }

    @Test("Slow mode holds over both servers")
    func slowMode() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            let change = #"{"slowSeconds":3600}"#
            let set = try await servers.first.ask(
                "PUT",
                "/rooms/a",
                change,
                as: nil,
                headers: [Self.token]
            )
            #expect(set.status == 200)
            try await servers.first.say("one")
            let store = servers.second.services.store
            try await follow(servers.second, as: "bob") { _ in
                servers.secondLog.ring()
                try await store.reachNewest(within: .seconds(300))
                let refused = try await servers.second.ask(
                    "POST",
                    "/rooms/a/messages",
                    "two",
                    type: "text/plain"
                )
                #expect(refused.field("code") == "slow_mode", "\(refused.text)")
            }
        }
    }

    @Test(
        "A room that one server takes away is gone at the other, heard of or not",
        arguments: [false, true]
    )
    func removed(isCut: Bool) async throws {
        try await PeerServers.run(after: ["old"]) { servers in
            servers.hub.isCut.store(isCut, ordering: .relaxed)
            try await follow(servers.second, as: "bob") { stream in
                let dropped = try await servers.first.ask(
                    "DELETE",
                    "/rooms/a",
                    as: nil,
                    headers: [Self.token]
                )
                #expect(dropped.status == 204)
                _ = try await stream.first { $0.typeName == "error" || $0.typeName == "bye" }
            }
            #expect(try await servers.second.ask("GET", "/rooms/a").status == 404)
            try await servers.first.say("new")
            let rows = try await servers.second.ask("GET", "/rooms/a/messages")
            #expect(rows.text.contains("new") && !rows.text.contains("old"), "\(rows.text)")
        }
    }

    @Test(
        "A room of the name of one that was taken away is another one, though nobody told of that"
    )
    func replaced() async throws {
        try await PeerServers.run(after: ["old", "older"]) { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            try await follow(servers.second, as: "bob") { stream in
                _ = try await servers.first.ask(
                    "DELETE",
                    "/rooms/a",
                    as: nil,
                    headers: [Self.token]
                )
                try await servers.first.say("new")
                servers.secondLog.ring()
                _ = try await stream.first { $0.typeName == "error" || $0.typeName == "bye" }
            }
            let room = try await servers.second.ask("GET", "/rooms/a")
            #expect(room.text.contains(#""newest":1"#), "\(room.text)")
        }
    }

    @Test("An event with a room's first number is of another room of that name")
    func anew() async throws {
        try await PeerServers.run(after: ["old", "older"]) { servers in
            let room = try RoomName("a")
            let rooms = servers.second.services.rooms
            let old = try #require(rooms.room(named: room))
            let event = DurableEvent(
                room: room,
                seq: 1,
                cursor: Cursor(log: servers.second.services.store.log, position: 3),
                at: .now(),
                user: try MemberName("ann"),
                content: .message(Message(text: "new"))
            )
            let commit = Commit(events: [event], first: 3, last: 3, duration: .zero, isOwn: false)
            #expect(rooms.apply(CommitBatch(commit), isOwn: false) == [room])
            let new = try #require(rooms.room(named: room))
            #expect(new !== old && new.facts.newest == 1 && old.facts.newest == 2)
        }
    }

    @Test("What a database has lost is not told as removed, neither rooms nor their events")
    func lost() async throws {
        try await PeerServers.run(after: ["one", "two"]) { servers in
            let room = try RoomName("a")
            let rooms = servers.second.services.rooms
            servers.secondLog.hasLost.store(true, ordering: .relaxed)
            for text in ["DELETE FROM events WHERE seq > 1", "UPDATE rooms SET is_deleted = 1"] {
                try servers.database.commit { try $0.run(text, []) }
                await #expect(throws: StoreError.self) { _ = try await rooms.follow() }
                #expect(rooms.room(named: room)?.facts.newest == 2)
            }
        }
    }

    @Test("What one server removes of a room is told as removed at the other")
    func cut() async throws {
        try await PeerServers.run(after: ["one", "two", "three"]) { servers in
            let room = try RoomName("a")
            let store = servers.first.services.store
            let gone = try await store.removeOldest(of: room, through: 2, before: nil)
            #expect(gone?.oldest == 3)
            let news = try await servers.second.services.rooms.follow()
            #expect(news.gone == [] && (news.cut == [room] || news.cut == []))
            let facts = servers.second.services.rooms.room(named: room)?.facts
            #expect(facts?.oldest == 3 && facts?.removedThrough == 2)
            #expect(try await store.removeOldest(of: room, through: 2, before: nil) == nil)
        }
    }

    @Test("Of two servers that remove the same events one does, and they are counted once")
    func removedOnce() async throws {
        try await PeerServers.run(after: (1...20).map { "\($0)" }) { servers in
            let room = try RoomName("a")
            let (first, second) = (servers.first.services.store, servers.second.services.store)
            for seq in 1...19 as ClosedRange<Int64> {
                async let one = first.removeOldest(of: room, through: seq, before: nil)
                async let two = second.removeOldest(of: room, through: seq, before: nil)
                #expect(try await [one, two].count { $0 != nil } == 1)
            }
            let removed = try await servers.database.read { session in
                try session.row("SELECT removed FROM log", []) { try $0.integer(0) }
            }
            #expect(removed == 19)
        }
    }

    @Test("A file that one server took is fetched from the other, once, and counted at both")
    func files() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            // More than one part of the vault.
            let text = String(repeating: "0123456789abcdef", count: 100_000)
            let put = try await servers.first.ask(
                "PUT",
                "/rooms/a/files/f.txt",
                text,
                type: "text/plain"
            )
            #expect(put.status == 201)
            let url = try #require(put.field("url")).replacing("\\/", with: "/")
            let second = servers.second
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for _ in 0..<4 { group.addTask { try await second.ask("GET", url) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 && $0.text == text })
            servers.secondLog.ring()
            try await second.services.store.reachNewest(within: .seconds(300))
            let ledgers = [servers.first.services.files.ledger, second.services.files.ledger]
            #expect(ledgers.map(\.storedBytes) == [1_600_000, 1_600_000])
            let hash = try #require(url.split(separator: "/").dropFirst().first)
            #expect(ledgers.allSatisfy { $0.hashes == [String(hash)] })
        }
    }

    @Test("What no message names goes from the vault, and what is on a disk alone comes into it")
    func sweep() async throws {
        let soon = { @Sendable (limits: inout ServerLimits) in limits.fileGraceSeconds = -1 }
        try await PeerServers.run(after: ["hello"], adjust: soon) { servers in
            let put = try await servers.first.ask(
                "PUT",
                "/rooms/a/files/f",
                "x",
                type: "text/plain"
            )
            let url = try #require(put.field("url")).replacing("\\/", with: "/")
            let hash = String(try #require(url.split(separator: "/").dropFirst().first))
            let (files, store) = (servers.first.services.files, servers.first.services.store)
            #expect(try await store.dropFile(hash, olderThan: -1_000))
            #expect(try await store.keptFiles() == [])
            #expect(try await servers.second.ask("GET", url).status == 404)
            try await files.sweep(now: .now())
            #expect(try await store.keptFiles().map(\.sha256) == [hash])
            #expect(try await servers.second.ask("GET", url).text == "x")
            let seq = try #require(put.text.firstMatch(of: /"seq":([0-9]+)/)?.1)
            let deleted = try await servers.first.ask("DELETE", "/rooms/a/messages/\(seq)")
            #expect(deleted.status == 204, "\(deleted.text)")
            try await files.sweep(now: .now())
            #expect(try await store.keptFiles() == [])
            #expect(files.ledger.hashes == [])
        }
    }

    @Test("One import at a time goes into a room, over both servers")
    func imports() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            let store = servers.first.services.store
            let lease = try #require(try await Lease.take("import a", in: store))
            let rows = "at,user,text\n2020-01-01T00:00:00Z,eve,hi\n"
            let refused = try await servers.second.ask(
                "POST",
                "/rooms/a/import",
                rows,
                type: "text/csv",
                as: nil,
                headers: [Self.token]
            )
            #expect(refused.field("code") == "import_running")
            await lease.end()
            for _ in 0..<2 {
                let taken = try await servers.second.ask(
                    "POST",
                    "/rooms/a/import",
                    rows,
                    type: "text/csv",
                    as: nil,
                    headers: [Self.token]
                )
                #expect(taken.status == 200 && taken.text.contains("done"), "\(taken.text)")
            }
        }
    }

    @Test("A stream is ended by its number at whichever server, and no other one is")
    func dismissed() async throws {
        try await PeerServers.run(after: ["hello"]) { servers in
            try await follow(servers.first, as: "ann") { stream in
                try await follow(servers.second, as: "bob") { other in
                    let id = try await Self.firstStream(of: servers.first)
                    #expect(try await Self.firstStream(of: servers.second) != id)
                    #expect(try await Self.end(id, at: servers.second) == 204)
                    _ = try await stream.first { $0.typeName == "bye" }
                    try await servers.second.say("still here", in: "a")
                    _ = try await other.first { event in
                        guard case .durable(let said) = event else { return false }
                        return said.seq == 2
                    }
                }
            }
            let store = servers.first.services.store
            var ends: [AuditEntry] = []
            while ends.isEmpty {
                ends = try await store.audit(after: 0).filter { $0.action == "stream_ended" }
            }
            #expect(ends.map(\.subject) == ["ann"] && ends.map(\.user) == [.operator])
            // Of a server that is there, and of one that never was.
            #expect(try await Self.end("1", at: servers.first) == 404)
            let nowhere = StreamID(1, at: NodeNumber(3)).number
            #expect(try await Self.end("\(nowhere)", at: servers.first) == 404)
        }
    }

    private static func firstStream(of server: TestServer) async throws -> String {
        let list = try await server.ask("GET", "/streams", as: nil, headers: [token])
        return String(try #require(list.text.firstMatch(of: /"id":([0-9]+)/)).output.1)
    }

    private static func end(_ stream: String, at server: TestServer) async throws -> Int {
        try await server.ask("DELETE", "/streams/\(stream)", as: nil, headers: [token]).status
    }

    @Test("Both servers are listed, each as itself, and a server alone is listed too")
    func nodes() async throws {
        try await PeerServers.run { servers in
            for server in [servers.first, servers.second] {
                let answer = try await server.ask("GET", "/nodes", as: nil, headers: [Self.token])
                #expect(answer.text.contains(#""name":"node-1""#), "\(answer.text)")
                #expect(answer.text.contains(#""name":"node-2""#))
                #expect(answer.text.split(separator: #""self":true"#).count == 2)
            }
            #expect(try await servers.first.ask("GET", "/nodes").status == 403)
        }
    }
}
