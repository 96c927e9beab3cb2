import ChatProtocol
import ChatStore
import Foundation
import NIOHTTP1
import TestTools
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct SearchRouteTests {
    @Test("What was posted a moment ago is found, as a page and as rows of any format")
    func finds() async throws {
        try await TestServer.asking { server, client in
            for number in 1...40 { try await client.post("needle \(number)") }
            let page = try object(of: try await client.ask(.GET, "/search?q=needle").body)
            let messages = try #require(page["messages"] as? [[String: Any]])
            #expect(messages.count == 40 && messages.first?["text"] as? String == "needle 40")
            #expect(page["atEnd"] as? Bool == true && page["behind"] as? Int == 0)
            let part = try object(of: try await client.ask(.GET, "/search?q=nee&limit=3").body)
            #expect(part["atEnd"] as? Bool == false)
            let last = (part["messages"] as? [[String: Any]])?.last?["cursor"] as? String
            let path = "/search?q=nee&limit=1&before=\(last ?? "")"
            let rest = try object(of: try await client.ask(.GET, path).body)
            let text = (rest["messages"] as? [[String: Any]])?.first?["text"] as? String
            #expect(text == "needle 37")
            for format in ["text", "ndjson", "csv", "sse"] {
                for order in ["newest", "rank"] {
                    let rows = "/search?q=needle&format=\(format)&order=\(order)"
                    let all = try await server.text(of: rows)
                    #expect(all.components(separatedBy: "needle ").count == 41, "\(rows)")
                    let few = try await server.text(of: rows + "&limit=35")
                    #expect(few.components(separatedBy: "needle ").count == 36, "\(rows)")
                }
            }
        }
    }

    @Test("Rooms, members and ends narrow a search; times and cursors are ends")
    func narrowed() async throws {
        try await TestServer.asking { server, client in
            for (room, name) in [("a", "ann"), ("b", "ann"), ("a", "bob")] {
                try await client.post("needle", in: room, as: name)
            }
            let log = server.services.store.log
            for (query, count) in [
                ("rooms=a", 2), ("rooms=a,b", 3), ("rooms=a&user=ANN", 1), ("user=cy", 0),
                ("before=\(log).3", 2), ("after=\(log).2", 1), ("after=10m", 3),
                ("before=10m", 0), ("before=2999-01-01T00:00:00Z", 3),
                ("before=2999-01-01T00:00:00Z,\(log).3", 2), ("before=10m,\(log).3", 0),
                ("after=10m,\(log).1&before=\(log).3,2999-01-01", 1),
            ] {
                let path = "/search?q=needle&\(query)"
                let page = try object(of: try await client.ask(.GET, path).body)
                #expect((page["messages"] as? [Any])?.count == count, "\(query)")
            }
        }
    }

    @Test(
        "What cannot be searched for is refused",
        arguments: [
            ("", "400 bad_parameter"), ("q=", "400 bad_parameter"), ("q=!", "400 bad_parameter"),
            ("q=x&order=best", "400 bad_parameter"), ("q=x&before=soon", "400 bad_parameter"),
            ("q=x&before=10m,", "400 bad_parameter"), ("q=x&after=1m,2m,3m", "400 bad_parameter"),
            ("q=x&before=none.5", "400 bad_parameter"), ("q=x&rooms=none", "404 room_not_found"),
            ("q=x&rooms=!", "400 bad_name"), ("q=x&format=xml", "406 unknown_format"),
            ("q=x&limit=501", "400 bad_parameter"), ("q=x&user=a%20b", "400 bad_name"),
            ("q=%22%27%29%3B--%22&format=json", "400 bad_parameter"), ("q=%22x", "200 "),
            ("q=" + String(repeating: "x", count: 513), "400 bad_parameter"),
        ]
    )
    func refused(_ query: String, answer: String) async throws {
        try await TestServer.asking { _, client in
            try await client.post("x")
            #expect(code(try await client.ask(.GET, "/search?\(query)")) == answer)
        }
    }

    @Test("A search without a word is told that it has none, and not how many fit")
    func wordless() async throws {
        try await TestServer.asking { _, client in
            let answer = try await client.ask(.GET, "/search?q=!!!")
            let words = String(decoding: answer.body, as: UTF8.self)
            #expect(words.contains("q: a word at least"), "\(words)")
            #expect(!words.contains(#""limit""#), "\(words)")
        }
    }

    @Test("The operator alone rebuilds the index, and is told how far it is")
    func rebuild() async throws {
        try await TestServer.asking { server, client in
            for number in 1...5 { try await client.post("needle \(number)") }
            let none = try await client.ask(.POST, "/search/rebuild")
            #expect(code(none) == "401 operator_needed")
            let ann = try await client.ask(.POST, "/search/rebuild", as: "ann")
            #expect(code(ann) == "403 operator_needed")
            let token = try String(
                contentsOfFile: server.folder + "/operator.token",
                encoding: .utf8
            ).filter { $0 != "\n" }
            let headers = [("Authorization", "Bearer \(token)")]
            let rebuilt = try await client.ask(.POST, "/search/rebuild", headers: headers)
            let lines = String(decoding: rebuilt.body, as: UTF8.self)
            #expect(lines.hasSuffix(#"{"type":"done","rows":5,"total":5}"# + "\n"), "\(lines)")
            let page = try object(of: try await client.ask(.GET, "/search?q=needle").body)
            #expect((page["messages"] as? [Any])?.count == 5)
            let gone = try await client.ask(.DELETE, "/rooms/a/messages/2", headers: headers)
            #expect(gone.head.status == .noContent)
            let left = try object(of: try await client.ask(.GET, "/search?q=needle").body)
            #expect((left["messages"] as? [Any])?.count == 4)
        }
    }

    @Test("The index follows the log by itself")
    func follows() async throws {
        try await TestServer.asking { server, client in
            try await client.post("needle")
            try await until { try await server.services.store.searchProgress().behind == 0 }
        }
    }
}
