import ChatProtocol
import ChatStore
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// In which form an answer comes, and what of the log it shows.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct AnswerFormTests {
    @Test(
        "With safe=1 a spreadsheet runs nothing of what people said, whatever shows it",
        arguments: [
            "/rooms/a/stream?since=all&limit=3", "/stream?rooms=a&since=all&limit=3",
            "/rooms/a/events?", "/rooms/a/messages?", "/search?q=sum",
        ]
    )
    func safeCSV(path: String) async throws {
        try await withRoom(["=sum(A1)", "sum, plain", "@sum"]) { client in
            let plain = try await client.get(path + "&format=csv").body
            #expect(plain.contains(",=sum(A1),") && plain.contains(",@sum,"))
            for flag in ["safe=1", "safe=true"] {
                let safe = try await client.get(path + "&format=csv&\(flag)").body
                #expect(safe.contains(",'=sum(A1),") && safe.contains(",'@sum,"), "\(safe)")
                #expect(safe.contains(#","sum, plain","#))
            }
            #expect(try await client.get(path + "&format=csv&safe=x").status == 400)
        }
    }

    // Seen as C03 and running F18: `since` and `tail` were ignored where a room is read and not
    // followed.
    @Test("A page of messages begins where since and tail say, as rows do")
    func pageStart() async throws {
        try await withRoom(["one", "two", "three", "four"]) { client in
            for (query, texts) in [
                ("tail=2", ["three", "four"]), ("since=all&limit=1", ["one"]),
                ("since=LOG.2", ["three", "four"]), ("since=1h&tail=1", ["four"]),
                ("since=LOG.4", []),
            ] {
                let query = query.replacing("LOG", with: "\(client.log)")
                let page = try await client.get("/rooms/a/messages?\(query)").body
                let found = page.matches(of: /"text":"(\w+)"/).map { String($0.output.1) }
                #expect(found == texts, "\(query): \(page)")
                let rows = try await client.get("/rooms/a/messages?\(query)&format=ndjson")
                let shown = rows.body.matches(of: /"text":"(\w+)"/).map { String($0.output.1) }
                #expect(shown == texts, "\(query)")
            }
            for query in [
                "since=zz", "tail=-1", "tail=1&before=3", "since=all&around=1", "since=all&after=1",
                "around=1&before=3", "around=1&after=1", "types=,",
            ] {
                for form in ["messages?", "messages?format=ndjson&", "events?"] {
                    let answer = try await client.get("/rooms/a/\(form)\(query)")
                    #expect(answer.status == 400, "\(form)\(query)")
                }
            }
            let gone = try await client.get("/rooms/a/messages?since=other.1")
            #expect(gone.status == 410 && gone.body.contains(#""code":"cursor_gone""#))
        }
    }

    // Seen as: the page refused parts that rows gave.
    @Test("A page has the part between two places that rows have, and tells what is beyond it")
    func between() async throws {
        try await withRoom((1...9).map { "\($0)" }) { client in
            for (query, seqs, ends) in [
                ("after=2&before=5", [3, 4], (false, false)),
                ("after=0&before=3", [1, 2], (true, false)),
                ("after=7&before=99", [8, 9], (false, true)),
                ("since=all&before=3", [1, 2], (true, false)),
                ("after=2&before=8&limit=2", [3, 4], (false, false)),
                ("after=5&before=3", [], (false, false)),
            ] {
                let page = try await client.get("/rooms/a/messages?\(query)").body
                let found = page.matches(of: /"seq":(\d+)/).compactMap { Int($0.output.1) }
                #expect(found == seqs, "\(query): \(page)")
                #expect(
                    page.contains(#""atStart":\#(ends.0),"atEnd":\#(ends.1)"#),
                    "\(query): \(page)"
                )
                let rows = try await client.get("/rooms/a/events?format=ndjson&\(query)").body
                let shown = rows.matches(of: /"seq":(\d+)/).compactMap { Int($0.output.1) }
                #expect(shown == seqs, "\(query)")
            }
        }
    }

    @Test(
        "Rows around a message are as many as are asked for, half of them before it, as a page has"
    )
    func around() async throws {
        try await withRoom((1...9).map { "\($0)" }) { client in
            for seq in [0, 1, 2, 5, 9, 50] {
                for limit in 1...6 {
                    let query = "around=\(seq)&limit=\(limit)"
                    let page = try await client.get("/rooms/a/messages?\(query)").body
                    let found = page.matches(of: /"seq":(\d+)/).map { String($0.output.1) }
                    #expect(found.count == limit || seq > 8, "\(query)")
                    for rows in ["messages?format=ndjson&", "events?format=ndjson&"] {
                        let rows = try await client.get("/rooms/a/\(rows)\(query)").body
                        let shown = rows.matches(of: /"seq":(\d+)/).map { String($0.output.1) }
                        #expect(shown == found, "\(query)")
                    }
                }
            }
        }
    }

    @Test("The raw log has a page too, and a format's name counts in upper case everywhere")
    func eventPage() async throws {
        try await withRoom((1...3).map { "\($0)" }) { client in
            for format in ["json", "JSON"] {
                let page = try await client.get("/rooms/a/events?limit=2&format=\(format)").body
                let shown = page.matches(of: /"seq":(\d+)/).map { String($0.output.1) }
                #expect(shown == ["2", "3"], "\(page)")
                #expect(page.hasPrefix(#"{"messages":["#), "\(page)")
                #expect(page.contains(#"],"atStart":false,"atEnd":true}"#), "\(page)")
                for path in ["/rooms/a/messages?", "/search?q=x&", "/rooms/a/stats?"] {
                    #expect(try await client.get(path + "format=\(format)").status == 200)
                }
            }
        }
    }

    @Test("GET /me has all of its fields for who has no account too")
    func me() async throws {
        try await TestServer.run { server in
            let bearer = "Bearer \(try server.operatorToken())"
            for field in [bearer, "Basic YW5uOg=="] {
                try await TestConnection.open(server) { client in
                    let fields = [("Authorization", field)]
                    let answer = try await client.ask(.GET, "/me", headers: fields)
                    let me = try object(of: answer.body)
                    #expect(Set(me.keys) == ["name", "operator", "createdAt"], "\(me)")
                }
            }
        }
    }

    // Seen as running F24: a format was refused with a list that had it.
    @Test("A format that an address does not have is refused with the list of those it has")
    func formats() async throws {
        try await withRoom(["one"]) { client in
            for (path, formats) in [
                ("/search?q=x&format=xml", "json, text, ndjson, sse, csv"),
                ("/rooms/a/messages?format=xml", "json, text, ndjson, sse, csv"),
                ("/rooms/a/events?format=xml", "json, text, ndjson, sse, csv"),
                ("/rooms/a/stream?format=xml", "text, ndjson, sse, csv"),
                ("/stats/stream?format=csv", "text, ndjson, sse"),
                ("/rooms/a/stats/stream?format=csv", "text, ndjson, sse"),
            ] {
                let answer = try await client.get(path)
                #expect(answer.status == 406)
                #expect(answer.body.contains("the formats are \(formats)\""), "\(answer.body)")
            }
        }
    }

    // Seen as running F36: the refusal of a format did not say that it depends on Accept.
    @Test("A format that is refused depends on what was asked for, as any other does")
    func refusedFormat() async throws {
        try await TestServer.run { server in
            for path in ["/rooms/a/stream?format=xml", "/search?q=x&format=xml"] {
                try await TestConnection.open(server) { client in
                    let answer = try await client.ask(.GET, path)
                    #expect(answer.head.status == .notAcceptable)
                    #expect(answer.head.headers["Vary"].contains("Accept"), "\(path)")
                }
            }
        }
    }

    @Test("An answer whose format Accept chooses says so, whatever it tells of")
    func chosenFormat() async throws {
        try await TestServer.run { server in
            let bearer = "Bearer \(try server.operatorToken())"
            for (method, path) in [
                (HTTPMethod.GET, "/stats/stream?limit=1"), (.GET, "/logs/stream?timeout=10ms"),
                (.GET, "/audit/stream?timeout=10ms"), (.GET, "/audit?format=text"),
                (.PUT, "/rooms/a/import"), (.GET, "/rooms/a/stats/stream?limit=1"),
                (.GET, "/rooms/a/events"), (.GET, "/rooms/a/stream?timeout=10ms"),
            ] {
                try await TestConnection.open(server) { client in
                    let answer = try await client.ask(
                        method,
                        path,
                        headers: [("Authorization", bearer)],
                        body: method == .PUT ? Array("at,user,text\n2004-12-25,a,b\n".utf8) : nil
                    )
                    #expect(answer.head.status == .ok, "\(path)")
                    #expect(answer.head.headers["Vary"].contains("Accept"), "\(path)")
                }
            }
        }
    }

    @Test("No cache keeps what a write answers, whichever way it took")
    func written() async throws {
        try await TestServer.asking { _, client in
            for (method, path) in [
                (HTTPMethod.POST, "/rooms/a/messages"), (.POST, "/rooms/a/messages?"),
                (.PUT, "/rooms/b"), (.PUT, "/rooms/a/messages/1/reactions/x"),
                (.PUT, "/rooms/a/files/f"),
            ] {
                let answer = try await client.ask(
                    method,
                    path,
                    as: "ann",
                    body: path.hasSuffix("b") ? [] : Array("x".utf8)
                )
                #expect(answer.head.headers["Cache-Control"] == ["no-store"], "\(path)")
            }
        }
    }

    @Test("Every answer says that it depends on who asks")
    func vary() async throws {
        try await withRoom(["one"]) { client in
            for path in [
                "/rooms", "/rooms/a", "/rooms/a/messages", "/rooms/a/messages/1", "/nowhere",
                "/rooms/a/events", "/rooms/a/stream?tail=1&limit=1", "/stats", "/search?q=one",
                "/rooms/b", "/rooms/a/stream?format=xml",
            ] {
                let answer = try await client.get(path)
                #expect(answer.fields["vary"]?.contains("Authorization") == true, "\(path)")
            }
        }
    }

    @Test(
        "A stream of numbers ends when its time is over, and says so",
        arguments: ["/stats/stream", "/rooms/a/stats/stream"]
    )
    func timeout(path: String) async throws {
        try await withRoom(["one"]) { client in
            let answer = try await client.get(path + "?format=ndjson&timeout=10ms&every=60")
            #expect(
                answer.body.hasSuffix(
                    #"{"type":"bye","reason":"timeout","reconnect":false}"# + "\n"
                ),
                "\(answer.body)"
            )
            #expect(try await client.get(path + "?timeout=x").status == 400)
        }
    }

    // MARK: - Asking

    private struct Client: Sendable {
        let server: TestServer

        var log: String { server.services.store.log.description }

        func get(_ path: String) async throws -> RawConnection.Answer {
            try await server.answer(
                to: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                inChunks: true
            )
        }
    }

    private func withRoom(
        _ texts: [String],
        _ body: @Sendable (Client) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            for text in texts { try await server.say(text) }
            try await body(Client(server: server))
        }
    }
}
