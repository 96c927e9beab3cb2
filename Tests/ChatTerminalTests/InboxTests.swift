import ChatTUI
import Glibc
import TestTools
import Testing

@testable import ChatTerminal

@Suite("The inbox", .timeLimit(.minutes(10)))
struct InboxTests {
    private static func make() throws -> (Inbox, WakePipe) {
        let pipe = try #require(WakePipe())
        return (Inbox(waking: pipe), pipe)
    }

    private static func isAwake(_ pipe: WakePipe) -> Bool {
        var polled = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
        // The call fills in the value that it is given.
        return unsafe poll(&polled, 1, 0) == 1
    }

    @Test("gives what was put in, in order, with its server, and wakes who takes it")
    func order() async throws {
        let (inbox, pipe) = try Self.make()
        #expect(!inbox.hasNews && !Self.isAwake(pipe))
        await inbox.put(.notice("one"), from: 0)
        await ServerInbox(inbox: inbox, server: 3).put(.notice("two"))
        #expect(inbox.hasNews && Self.isAwake(pipe))
        pipe.drain()
        #expect(!Self.isAwake(pipe))
        #expect(inbox.take(atMost: 1).map(\.input) == [.notice("one")])
        let rest = inbox.take(atMost: 9)
        #expect(rest.map(\.input) == [.notice("two")] && rest.map(\.server) == [3])
        #expect(!inbox.hasNews && inbox.take(atMost: 9).isEmpty)
    }

    @Test("holds up who puts in more than is taken, until some is taken")
    func bound() async throws {
        let (inbox, _) = try Self.make()
        for number in 0..<Inbox.limit { await inbox.put(.notice("\(number)"), from: 0) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await inbox.put(.notice("late"), from: 0) }
            await until { !inbox.take(atMost: 0).isEmpty || Self.isOver(inbox) }
            #expect(inbox.take(atMost: 10).count == 10)
            await group.waitForAll()
        }
        let rest = inbox.take(atMost: Inbox.limit * 2)
        #expect(rest.count == Inbox.limit - 9 && rest.last?.input == .notice("late"))
    }

    @Test("holds up nobody whose task is cancelled")
    func cancelled() async throws {
        let (inbox, _) = try Self.make()
        for number in 0..<Inbox.limit { await inbox.put(.notice("\(number)"), from: 0) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await inbox.put(.notice("late"), from: 0) }
            group.cancelAll()
        }
        #expect(inbox.take(atMost: Inbox.limit * 2).count == Inbox.limit + 1)
    }

    private static func isOver(_ inbox: Inbox) -> Bool { inbox.count > Inbox.limit }
}
