import ChatProtocol
import Synchronization
import Testing

@testable import ChatServer
@testable import ChatStore

/// Servers whose log others write too: what one has not heard of is there all the same.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SharedLogTests {
    /// What is asked of a room, and how often it answers.
    private static let requests: [(method: String, path: String, body: String?)] = [
        ("GET", "", nil), ("GET", "/messages", nil), ("GET", "/messages/1", nil),
        ("GET", "/events?format=ndjson", nil), ("GET", "/members", nil),
        ("PUT", "", #"{"topic":"tea"}"#), ("POST", "/messages", #"{"text":"x"}"#),
        ("PATCH", "/messages/1", #"{"text":"x"}"#), ("DELETE", "/messages/1", nil),
        ("PUT", "/messages/1/reactions/%F0%9F%91%8D", nil), ("POST", "/typing", nil),
        ("PUT", "/read", #"{"seq":1}"#), ("GET", "/stats", nil),
        ("GET", "/stream?since=all&limit=1", nil), ("PUT", "/members/ann", "{}"),
    ]

    @Test("A room that another server has made is there for every request")
    func rooms() async throws {
        try await PeerServers.run { servers in
            for (number, request) in Self.requests.enumerated() {
                let room = "room\(number)"
                try await servers.first.say("hello", in: room)
                let path = "/rooms/\(room)\(request.path)"
                let answer = try await servers.second.ask(request.method, path, request.body)
                #expect((200..<300).contains(answer.status), "\(path): \(answer.text)")
            }
            let count = Self.requests.count
            #expect(servers.second.services.rooms.count == count)
            let missing = try await servers.second.ask("GET", "/rooms/nowhere")
            #expect(missing.status == 404)
        }
    }

    @Test("A room that another server has made without an event is there, and is made once")
    func emptyRoom() async throws {
        try await PeerServers.run { servers in
            let (first, second) = (servers.first, servers.second)
            var statuses = [try await first.ask("PUT", "/rooms/empty", "{}").status]
            statuses.append(try await second.ask("GET", "/rooms/empty").status)
            statuses.append(try await first.ask("PUT", "/rooms/other", "{}").status)
            statuses.append(try await second.ask("PUT", "/rooms/other", "{}").status)
            #expect(statuses == [201, 200, 201, 200])
        }
    }

    @Test(
        "An export ends with what any server has acknowledged",
        arguments: ["/events?format=ndjson", "/messages?format=ndjson", "/events?format=text"]
    )
    func exports(_ path: String) async throws {
        try await PeerServers.run { servers in
            try await servers.first.say("one")
            #expect(try await servers.second.ask("GET", "/rooms/a").status == 200)
            try await servers.first.say("two")
            let answer = try await servers.second.ask("GET", "/rooms/a" + path)
            #expect(answer.text.contains("two"), "\(answer.text)")
        }
    }

    @Test("A stream begins with what any server has acknowledged")
    func openings() async throws {
        try await PeerServers.run(after: ["one"]) { servers in
            let server = servers.second
            for (number, start) in ["?tail=1", "?since=10m&tail=1", "?since=now", ""].enumerated() {
                let text = "new \(number)"
                try await servers.first.say(text)
                try await TestConnection.open(server) { client in
                    let path = "/rooms/a/stream" + start
                    let stream = try await EventReader.open(client, path, format: .ndjson)
                    let opening = try await stream.next()
                    guard case .control(.open(let rooms, _)) = opening else {
                        Issue.record("\(start): \(String(describing: opening))")
                        return
                    }
                    #expect(rooms.map(\.newest) == [Int64(number) + 2], "\(start)")
                    guard start.contains("tail") else { return }
                    let said = try await stream.nextDurable()
                    #expect(said.content == .message(Message(text: text)), "\(start)")
                }
            }
            try await servers.first.say("last")
            let all = "/rooms/a/stream?since=all&limit=6&format=ndjson"
            #expect(try await server.ask("GET", all).text.contains(#""newest":6"#))
        }
    }

    @Test("What tells of a room tells what any server has acknowledged")
    func states() async throws {
        try await PeerServers.run(after: ["one"]) { servers in
            let (first, second) = (servers.first, servers.second)
            for (number, path) in ["/rooms", "/rooms/a", "/rooms/a/stats"].enumerated() {
                try await first.say("new \(number)")
                let told = try await second.ask("GET", path, as: "bob")
                #expect(told.text.contains(#""newest":\#(number + 2)"#), "\(told.text)")
            }
            let topic = try await first.ask("PUT", "/rooms/a", #"{"topic":"tea"}"#)
            #expect(topic.status == 200)
            let room = try await second.ask("GET", "/rooms/a", as: "bob")
            #expect(room.text.contains(#""topic":"tea""#), "\(room.text)")
            #expect(room.text.contains(#""unread":4"#), "\(room.text)")
        }
    }

    @Test("A room that another server has made is listed, with events or without")
    func listed() async throws {
        try await PeerServers.run { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            let (first, second) = (servers.first, servers.second)
            try await first.say("hello", in: "loud")
            #expect(try await first.ask("PUT", "/rooms/silent", "{}").status == 201)
            let list = try await second.ask("GET", "/rooms")
            for name in ["loud", "silent"] {
                #expect(list.text.contains(#""name":"\#(name)""#), "\(list.text)")
            }
        }
    }

    @Test(
        "A search knows of all that any server has acknowledged, found or not",
        arguments: ["", "&rooms=a", "&format=ndjson"]
    )
    func searches(_ query: String) async throws {
        try await PeerServers.run(after: ["one"]) { servers in
            try await servers.first.say("two")
            // There is no index here, but what it would lack is counted before it is asked.
            let answer = try await servers.second.ask("GET", "/search?q=two" + query)
            #expect(answer.field("code") == "search_unavailable", "\(answer.text)")
            #expect(servers.second.services.store.head == 2)
        }
    }

    @Test("A log that does not answer is no answer: nothing is said to be missing")
    func outage() async throws {
        try await PeerServers.run { servers in
            try await servers.first.say("hello")
            servers.database.fail(with: .unreachable("the test says so"))
            for path in ["/rooms/a", "/rooms/a/stream?limit=1", "/rooms/a/messages"] {
                let answer = try await servers.second.ask("GET", path)
                #expect(answer.status == 503, "\(path)")
                #expect(answer.field("code") == "storage_unavailable")
            }
            servers.database.fail(with: nil)
            #expect(try await servers.second.ask("GET", "/rooms/a").status == 200)
        }
    }

    @Test("A room that one may not see cannot be told from none while the log does not answer")
    func hidden() async throws {
        try await PeerServers.run { servers in
            let token = ("Authorization", "Bearer \(try servers.second.operatorToken())")
            let server = servers.second
            let made = try await server.ask(
                "PUT",
                "/rooms/secret",
                #"{"visibility":"private"}"#,
                as: nil,
                headers: [token]
            )
            #expect(made.status == 201)
            for room in ["secret", "nowhere"] {
                #expect(try await server.ask("GET", "/rooms/\(room)").status == 404)
            }
            servers.database.fail(with: .unreachable("the test says so"))
            for path in ["", "/messages", "/stream?limit=1"] {
                let answers = [
                    try await server.ask("GET", "/rooms/secret" + path),
                    try await server.ask("GET", "/rooms/nowhere" + path),
                ]
                #expect(answers.map(\.status) == [503, 503], "\(path)")
            }
        }
    }

    @Test("A reply to a message that another server took is taken, and to none that is not there")
    func replies() async throws {
        try await PeerServers.run { servers in
            try await servers.second.say("one")
            try await servers.first.say("two")
            try await servers.first.say("three")
            let reply = #"{"text":"so it is","replyTo":3}"#
            let taken = try await servers.second.ask("POST", "/rooms/a/messages", reply)
            #expect(taken.status == 201 && taken.text.contains(#""seq":4"#))
            for target in [0, 5, 9] {
                let reply = #"{"text":"so it is","replyTo":\#(target)}"#
                for server in [servers.first, servers.second] {
                    let refused = try await server.ask("POST", "/rooms/a/messages", reply)
                    #expect(refused.field("code") == "message_not_found", "\(target)")
                }
            }
            // A refused reply makes no room.
            let first = #"{"text":"so it is","replyTo":1}"#
            #expect(try await servers.first.ask("POST", "/rooms/new/messages", first).status == 404)
            #expect(try await servers.first.ask("GET", "/rooms/new").status == 404)
        }
    }

    @Test("A cursor that another server gave out is good, and one that nobody did is told")
    func cursors() async throws {
        try await PeerServers.run { servers in
            try await servers.second.say("zero")
            let one = try #require(try await servers.first.say("one").field("cursor"))
            let two = try #require(try await servers.first.say("two").field("cursor"))
            let path = "/rooms/a/stream?format=ndjson&limit=1&since="
            let rest = try await servers.second.ask("GET", path + one)
            #expect(rest.text.contains(#""text":"two""#) && !rest.text.contains("gap"))
            try await servers.first.say("three")
            let rows = try await servers.second.ask("GET", "/rooms/a/messages?since=" + two)
            #expect(rows.text.contains("three") && !rows.text.contains(#""text":"two""#))
            let four = try #require(try await servers.first.say("four").field("cursor"))
            try await TestConnection.open(servers.second) { client in
                let stream = try await EventReader.open(
                    client,
                    "/rooms/a/stream?since=" + four,
                    format: .ndjson
                )
                var types: [String] = []
                while types.last != "live" { types.append(try await stream.next()?.typeName ?? "") }
                #expect(types == ["open", "live"])
            }
            let ahead = try await servers.second.ask(
                "GET",
                "/rooms/a/stream?format=ndjson&timeout=1&since=servers.99"
            )
            #expect(ahead.text.contains(#""reason":"ahead""#))
        }
    }
}
