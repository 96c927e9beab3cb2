import ChatProtocol
import ChatStore
import Foundation
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct ImportRouteTests {
    private let table =
        "at,user,text\n2004-12-25,ann,one\n2004-12-25,b b,two\n2004-12-26,cy,three\n"

    @Test("An export of every kind of event goes into another room, which is then equal")
    func equalRooms() async throws {
        try await TestServer.run { server in
            let path = "/rooms/one/messages"
            for text in ["hello", "a, \"b\"\nc", "esc \u{1B}[2J", "gone", "spam"] {
                _ = try await ask(server, .POST, path, as: "ann", body: Array(text.utf8))
            }
            _ = try await ask(server, .PATCH, path + "/1", as: "ann", body: Array("hi".utf8))
            _ = try await ask(server, .PUT, path + "/2/reactions/%F0%9F%91%8D", as: "bob")
            _ = try await ask(server, .DELETE, path + "/4", as: "ann")
            let fields = try `operator`(server)
            _ = try await ask(server, .DELETE, path + "/5?reason=spam", headers: fields)
            let rules = Array(#"{"topic":"tea","slowSeconds":1}"#.utf8)
            _ = try await ask(server, .PUT, "/rooms/one", headers: fields, body: rules)
            for format in ["csv", "ndjson"] {
                let path = "/rooms/one/events?format=\(format)"
                // The operator's has the texts that were deleted too.
                let source = try await ask(server, .GET, path, headers: fields)
                for _ in 1...2 { _ = try await importBody(source, into: format, server) }
                for view in ["events", "messages"] {
                    let same = try await export("one", view, server)
                    let copy = try await export(format, view, server)
                    #expect(copy.utf8.elementsEqual(same.utf8), "\(copy)")
                }
            }
            let log = try await export("one", "events", server)
            for word in ["react", "spam\"\"}", "slowSeconds"] { #expect(log.contains(word)) }
        }
    }

    @Test("The events of a reaction in any of its forms make what the page counts")
    func forms() async throws {
        try await TestServer.run { server in
            let rows = [
                #"{"type":"message","seq":1,"at":"2004-12-25","user":"ann","text":"hi"}"#,
                #"{"type":"react","seq":2,"at":"2004-12-25","user":"bob","target":1,"#
                    + "\"emoji\":\"\u{2764}\",\"on\":true}",
            ]
            let body = Array(rows.joined(separator: "\n").utf8)
            _ = try await importBody(body, into: "r", server)
            let message = "/rooms/r/messages/1"
            let heart = message + "/reactions/%E2%9D%A4"
            _ = try await ask(server, .PUT, heart, as: "cy")
            _ = try await ask(server, .DELETE, heart, as: "bob")
            let log = try await ask(server, .GET, "/rooms/r/events?format=ndjson")
            let told = String(decoding: log, as: UTF8.self)
                .matches(of: /"emoji":"([^"]*)","on":(true|false)/)
            #expect(told.map { $0.output.2 } == ["true", "true", "false"])
            #expect(Set(told.map { Array($0.output.1.utf8) }).count == 1)
            let page = try await ask(server, .GET, message)
            let counted = "\"reactions\":{\"\u{2764}\u{FE0F}\":1}"
            #expect(String(decoding: page, as: UTF8.self).contains(counted))
        }
    }

    // Seen as: one deleted message, and the export of its room was no import any more.
    @Test(
        "What anybody may export goes in without what was deleted, and has no bad row",
        arguments: ["events", "messages"],
        ["csv", "ndjson"]
    )
    func deletedTexts(_ view: String, _ format: String) async throws {
        try await TestServer.run { server in
            let path = "/rooms/one/messages"
            for text in ["stays", "secret"] {
                _ = try await ask(server, .POST, path, as: "ann", body: Array(text.utf8))
            }
            let reply = Array(#"{"text":"answer","replyTo":2}"#.utf8)
            let json = [("Content-Type", "application/json")]
            _ = try await ask(server, .POST, path, as: "bob", headers: json, body: reply)
            _ = try await ask(server, .PATCH, path + "/2", as: "ann", body: Array("other".utf8))
            _ = try await ask(server, .PUT, path + "/2/reactions/%F0%9F%91%8D", as: "bob")
            _ = try await ask(server, .DELETE, path + "/2", as: "ann")
            let source = try await ask(server, .GET, "/rooms/one/\(view)?format=\(format)")
            for imported in [2, 0] {
                let answer = try await importBody(source, into: "two", server)
                #expect(answer.contains(#""imported":\#(imported),"#), "\(answer)")
                #expect(answer.contains(#""failed":0}"#), "\(answer)")
            }
            // Nor does it come back to where it was deleted.
            let again = try await importBody(source, into: "one", server)
            #expect(again.contains(#""imported":0,"#), "\(again)")
            #expect(again.contains(#""failed":0}"#), "\(again)")
            let there = try await export("two", "messages", server)
            #expect(there.contains(",stays,") && there.contains(",answer,"), "\(there)")
            #expect(!there.contains("secret") && !there.contains("deleted"), "\(there)")
        }
    }

    /// A room as CSV without its name.
    private func export(
        _ room: String,
        _ view: String,
        _ server: TestServer
    ) async throws -> String {
        let path = "/rooms/\(room)/\(view)?format=csv"
        let body = try await ask(server, .GET, path, headers: try `operator`(server))
        let text = String(decoding: body, as: UTF8.self)
        return text.replacingOccurrences(of: "\n\(room),", with: "\n")
    }

    private func importBody(
        _ body: [UInt8],
        into room: String,
        _ server: TestServer,
        _ headers: [(String, String)] = []
    ) async throws -> String {
        let fields = try `operator`(server) + headers
        let path = "/rooms/\(room)/import"
        let answer = try await ask(server, .POST, path, headers: fields, body: body)
        return String(decoding: answer, as: UTF8.self)
    }

    /// Asks on a connection of its own, as curl does.
    private func ask(
        _ server: TestServer,
        _ method: HTTPMethod,
        _ path: String,
        as name: String? = nil,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> [UInt8] {
        try await TestConnection.open(server) { client in
            try await client.ask(method, path, as: name, headers: headers, body: body).body
        }
    }

    private func `operator`(_ server: TestServer) throws -> [(String, String)] {
        [("Authorization", "Bearer \(try server.operatorToken())")]
    }

    @Test("Bad rows are told of with their lines; a repeat changes nothing; SSE where asked for")
    func report() async throws {
        try await TestServer.run { server in
            let body = Array(table.utf8)
            func take(_ headers: [(String, String)] = []) async throws -> String {
                try await importBody(body, into: "r", server, headers)
            }
            let first = try await take()
            #expect(first.contains(#"{"type":"error","line":3,"detail":"#))
            #expect(
                first.hasSuffix("{\"type\":\"done\",\"imported\":2,\"skipped\":0,\"failed\":1}\n")
            )
            let second = try await take([("Accept", "text/event-stream")])
            let done = #"data: {"type":"done","imported":0,"skipped":2,"failed":1}"#
            #expect(second.hasSuffix("event: done\n\(done)\n\n"))
            #expect(server.services.store.head == 2)
        }
    }

    @Test("An import without any row that can be read makes no room")
    func nothing() async throws {
        try await TestServer.run { server in
            for body in ["", "at,user,text\n", "at,user,text\nbad,ann,one\n"] {
                let answer = try await importBody(Array(body.utf8), into: "r", server)
                #expect(answer.contains(#""type":"done","imported":0"#))
                #expect(server.services.rooms.count == 0, "\(body)")
            }
            _ = try await importBody(Array(table.utf8), into: "r", server)
            #expect(server.services.rooms.count == 1)
        }
    }

    // It took the time of the first row for its own, and an invite of an older room was good in it.
    @Test("A room that a stream has waited for is as old as the log says, whatever is imported")
    func awaited() async throws {
        try await TestServer.run { server in
            let (rooms, name, ann) = (
                server.services.rooms, try RoomName("r"), try MemberName("ann")
            )
            _ = await rooms.note(ann, in: name, PresenceTracker.Change(began: 1))
            _ = try await importBody(Array(table.utf8), into: "r", server)
            let stored = try #require(try await server.services.store.room(name))
            let room = try #require(rooms.room(named: name))
            #expect(room.facts.newest == 2)
            #expect(room.facts.createdAt == stored.createdAt)
            #expect(await room.here == [ann])
        }
    }

    @Test("Others than the operator, encoded bodies and other formats are refused")
    func refused() async throws {
        try await TestServer.run { server in
            let operatorField = ("Authorization", "Bearer \(try server.operatorToken())")
            let guest = ("Authorization", "Basic " + Data("ann:".utf8).base64EncodedString())
            for (fields, query, code) in [
                ([], "", "operator_needed"), ([guest], "", "operator_needed"),
                ([operatorField, ("Content-Encoding", "gzip")], "", "unsupported_encoding"),
                ([operatorField], "?format=csv", "unknown_format"),
            ] {
                let body = Array(table.utf8)
                let path = "/rooms/r/import\(query)"
                let answer = try await ask(server, .PUT, path, headers: fields, body: body)
                #expect(String(decoding: answer, as: UTF8.self).contains(code))
            }
            #expect(server.services.store.head == 0)
        }
    }

    @Test("Rows are taken as they arrive, and what a client that breaks off had sent stays")
    func asTheyArrive() async throws {
        try await TestServer.run { server in
            let token = try server.operatorToken()
            try await RawConnection.open(port: server.port) { upload in
                let rows = "at,user,text\n2004-12-25,ann,one\n2004-12-25,bob,tw"
                try await upload.send(
                    """
                    PUT /rooms/r/import HTTP/1.1\r\nHost: test\r\n\
                    Authorization: Bearer \(token)\r\nTransfer-Encoding: chunked\r\n\r\n\
                    \(String(rows.utf8.count, radix: 16))\r\n\(rows)\r\n
                    """
                )
                let path = "/rooms/r/stream?since=all&limit=1&format=csv"
                let seen = String(decoding: try await ask(server, .GET, path), as: UTF8.self)
                #expect(seen.contains("r,1,2004-12-25T00:00:00.000Z,ann,message,one"))
                let second = try await importBody(Array(rows.utf8), into: "r", server)
                #expect(second.contains("import_running"))
                try await upload.reset()
            }
            #expect(server.services.store.head == 1)
        }
    }
}
