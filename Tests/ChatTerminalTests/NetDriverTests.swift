import ChatClient
import ChatProtocol
import ChatTUI
import Testing

@testable import ChatTerminal

@Suite("The driver of a server that is away", .timeLimit(.minutes(3)))
struct NetDriverTests {
    /// Port 1 of this machine, where nothing listens.
    private static func settings() throws -> Settings {
        let address = try ServerAddress("http://127.0.0.1:1")
        let server = ServerProfile(
            title: "x",
            address: address,
            name: try MemberName("anna"),
            rooms: [try RoomName("general")]
        )
        return Settings(servers: [server], state: nil, environment: [:])
    }

    @Test("says that nothing can be kept, and that the stream is away with the reason")
    func away() async throws {
        let pipe = try #require(WakePipe())
        let inbox = Inbox(waking: pipe)
        let driver = NetDriver(try Self.settings(), inbox: ServerInbox(inbox: inbox, server: 2))
        #expect(driver.perform(.follow([try RoomName("general")])))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await driver.run() }
            var found: [Inbox.News] = []
            while !found.contains(where: { $0.input.isOffline }) {
                found += inbox.take(atMost: 100)
                await Task.yield()
            }
            #expect(Set(found.map(\.server)) == [2])
            #expect(found.contains { $0.input.isNotice })
            group.cancelAll()
        }
    }
}

extension NetDriverTests {
    // The status line tells of the stream alone: an order that came to nothing was told by nobody.
    @Test("says of what was ordered that it is not done")
    func orders() async throws {
        let pipe = try #require(WakePipe())
        let inbox = Inbox(waking: pipe)
        let driver = NetDriver(try Self.settings(), inbox: ServerInbox(inbox: inbox, server: 0))
        let general = try RoomName("general")
        #expect(driver.perform(.setTopic(general, "new")))
        #expect(driver.perform(.decide(general, .invite)))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await driver.run() }
            var told = 0
            while told < 2 {
                told += inbox.take(atMost: 100).count { news in
                    guard case .notice(let words) = news.input else { return false }
                    return words.hasPrefix("not done: ") && words.contains("refused")
                }
                await Task.yield()
            }
            group.cancelAll()
        }
    }
}

extension Input {
    fileprivate var isOffline: Bool {
        guard case .stream(.offline(let reason, _)) = self else { return false }
        return reason.contains("refused")
    }
    fileprivate var isNotice: Bool { if case .notice = self { true } else { false } }
}
