import ChatProtocol
import Foundation
import Testing

@testable import ChatServer

@Suite("Settings that change while the server runs")
struct LiveSettingsTests {
    /// Another value than the usual one for each setting.
    private static let others = [
        "log-level": "debug", "registration": "open", "plain-passwords": "true",
        "rate-limit": "3", "rate-burst": "4", "address-rate": "5", "address-burst": "6",
        "sign-in-rate": "7", "account-limit": "8", "message-limit": "9", "topic-limit": "10",
        "body-limit": "2K", "match-limit": "12", "upload-limit": "13", "file-quota": "14K",
        "member-file-quota": "15K", "file-days": "16", "upload-hours": "17", "disk-floor": "18",
        "log-quota": "19", "listen": "[::1]:1", "event-loops": "2", "data": "/elsewhere",
        "database": "postgres://b@h/n", "node": "other", "auth": "accounts", "host": "chat.test",
        "allow-origin": "https://chat.test", "trusted-proxy": "10.0.0.0/8", "head-limit": "3K",
        "search-time": "20", "room-limit": "21", "connection-limit": "22",
        "connections-per-address": "23", "answer-memory": "25M", "drain-time": "24",
        "traces": "http://h:1", "trace-share": "0.5", "rooms-per-address": "25",
        "address-file-quota": "26K",
    ]

    /// Those that hold until the server ends.
    private static let waiting: Set = [
        "listen", "event-loops", "data", "database", "node", "auth", "host", "allow-origin",
        "trusted-proxy", "head-limit", "search-time", "room-limit", "connection-limit",
        "connections-per-address", "answer-memory", "drain-time", "traces", "trace-share",
    ]

    private func settings(_ values: [String: String] = [:]) throws -> ServerSettings {
        try ServerSettings(dataHome: "/data") { values[$0] }
    }

    @Test("Each setting is found to differ alone, and holds at once or from the next start on")
    func each() throws {
        for setting in ServerSetting.all where !setting.key.hasPrefix("tls-") {
            let value = try #require(Self.others[setting.key], "\(setting.key) has no other value")
            let new = try settings([setting.key: value])
            let live = LiveSettings(try settings())
            let first = live.change(to: new)
            let second = live.change(to: new)
            let waits = Self.waiting.contains(setting.key)
            #expect(first.taken == (waits ? [] : [setting.key]))
            #expect(first.waiting == (waits ? [setting.key] : []))
            #expect(second.taken.isEmpty)
            #expect(second.waiting == first.waiting)
        }
    }

    @Test("A pair of files takes the place of another")
    func pair() throws {
        func pair(_ name: String) -> [String: String] {
            ["tls-certificate": name + ".pem", "tls-key": name + ".key"]
        }
        let live = LiveSettings(try settings(pair("a")))
        #expect(live.change(to: try settings(pair("b"))).taken == ["tls-certificate", "tls-key"])
        #expect(live.tls == TLSFiles(certificate: "b.pem", key: "b.key"))
        let none = live.change(to: try settings())
        // What an address speaks depends on it.
        #expect(none.taken.isEmpty && none.waiting == ["tls-certificate", "tls-key", "listen"])
        #expect(live.tls != nil)
        let plain = LiveSettings(try settings())
        #expect(plain.change(to: try settings(pair("a"))).waiting == none.waiting)
    }

    @Test("Every setting of the reference is one of them")
    func whole() throws {
        let path = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../../docs/REFERENCE.md").standardized
        let text = try String(contentsOf: path, encoding: .utf8)
        let table = text.split(separator: "## ").first { $0.hasPrefix("Settings of chat-server") }
        let rows = try #require(table).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let keys = rows.compactMap { $0.split(separator: "|").first }
            .flatMap { $0.matches(of: /`([a-z-]+)`/).map { String($0.output.1) } }
        let known = ServerSetting.all.map(\.key)
        // It is read for the database's sake.
        #expect(Set(keys).subtracting(["database-file"]) == Set(known))
        #expect(Set(known).count == known.count)
    }

    @Test("A new rate holds for those too who have spent some of theirs")
    func rates() throws {
        let live = LiveSettings(try settings(["rate-limit": "1", "rate-burst": "2"]))
        let rates = Rates(live)
        let ann = try MemberName("ann")
        for _ in 0..<2 { try rates.charge(ann, now: .zero) }
        #expect(throws: Problem.self) { try rates.charge(ann, now: .zero) }
        _ = live.change(to: try settings(["rate-limit": "0"]))
        rates.change()
        for _ in 0..<9 { try rates.charge(ann, now: .zero) }
        _ = live.change(to: try settings(["rate-limit": "5", "rate-burst": "1"]))
        rates.change()
        try rates.charge(ann, now: .seconds(1))
        let problem = #expect(throws: Problem.self) { try rates.charge(ann, now: .seconds(1)) }
        #expect(problem?.limit == 5)
    }
}
