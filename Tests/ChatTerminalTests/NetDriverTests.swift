import ChatClient
import ChatProtocol
import ChatTUI
import Dispatch
import Glibc
import Testing

@testable import ChatTerminal

@Suite("The driver of a server that is away", .timeLimit(.minutes(10)))
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
            let found = await Self.news(in: inbox, waking: pipe) { news in
                news.contains { $0.input.isOffline } && news.contains { $0.input.isNotice }
            }
            #expect(Set(found.map(\.server)) == [2])
            #expect(found.contains { $0.input.isNotice })
            #expect(found.contains { $0.input.isOffline })
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
        #expect(driver.perform(.decide(general, .invite(Decision.InviteTerms()))))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await driver.run() }
            let found = await Self.news(in: inbox, waking: pipe) { news in
                news.count { $0.input.isNotDone } >= 2
            }
            #expect(found.count { $0.input.isNotDone } >= 2)
            group.cancelAll()
        }
    }

    // A list in plain mode waited for good for what came with no answer.
    @Test("says of a message that was asked for that it did not come")
    func message() async throws {
        let pipe = try #require(WakePipe())
        let inbox = Inbox(waking: pipe)
        let driver = NetDriver(try Self.settings(), inbox: ServerInbox(inbox: inbox, server: 0))
        let failed = Input.messageFailed(try RoomName("general"), seq: 5)
        #expect(driver.perform(.loadMessage(try RoomName("general"), seq: 5)))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await driver.run() }
            let found = await Self.news(in: inbox, waking: pipe) { news in
                news.contains { $0.input == failed }
            }
            #expect(found.contains { $0.input == failed })
            group.cancelAll()
        }
    }

    // MARK: - Parts

    /// What was put in until it is enough, or the test's time is up.
    private static func news(
        in inbox: Inbox,
        waking pipe: WakePipe,
        until isEnough: ([Inbox.News]) -> Bool
    ) async -> [Inbox.News] {
        var found: [Inbox.News] = []
        while !isEnough(found), !Task.isCancelled {
            await wake(by: pipe)
            pipe.drain()
            // All of it: a wake-up follows what is put into an empty one alone.
            found += inbox.take(atMost: .max)
        }
        return found
    }

    /// Waits as the screen's thread does, on another one, until something was put in.
    private static func wake(by pipe: WakePipe) async {
        await withCheckedContinuation { (woken: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                var polled = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
                // The call fills in the value that it is given; it gives up, so that a test can
                // end whose time is up.
                _ = unsafe poll(&polled, 1, 60_000)
                woken.resume()
            }
        }
    }
}

extension Input {
    fileprivate var isOffline: Bool {
        guard case .stream(.offline(let reason, _)) = self else { return false }
        return reason.contains("refused")
    }
    fileprivate var isNotice: Bool { if case .notice = self { true } else { false } }
    fileprivate var isNotDone: Bool {
        guard case .notDone(let words) = self else { return false }
        return words.hasPrefix("not done: ") && words.contains("refused")
    }
}
