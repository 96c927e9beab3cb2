import Testing

@testable import ChatStore

struct NoticeTests {
    private let node = NodeNumber(7)

    private func notice(_ text: String) -> Notice {
        Notice(from: node, topic: .typing, text: text)
    }

    @Test("A notice is read as it was written, whatever its text", arguments: ["", " ", "a  b\n"])
    func text(_ text: String) {
        let written = NoticeText.text(of: notice(text), number: 1)
        #expect(NoticeText.read(written) == .notice(notice(text)))
        #expect(NoticeText.read(NoticeText.commit(by: node)) == .commit(node))
    }

    @Test(
        "What is no notice, or one of a newer version, is passed over",
        arguments: ["", "7", "7 1 typing", "x 1 typing a", "0 1 typing a", "7 1 newer a"]
    )
    func foreign(_ text: String) {
        #expect(NoticeText.read(text) == nil)
    }

    @Test("The longest notice fits into what PostgreSQL takes")
    func longest() {
        let long = String(repeating: "a", count: Notice.textLimit)
        let notice = Notice(from: NodeNumber(.max), topic: .presence, text: long)
        #expect(NoticeText.text(of: notice, number: .max).utf8.count < 8000)
    }

    private func add(
        _ text: String,
        to queue: inout NoticeQueue,
        at now: ContinuousClock.Instant
    ) -> Bool {
        queue.add(notice(text), at: now)
    }

    @Test("Notices wait for each other, commits do not, and no more wait than the bound")
    func queue() throws {
        let start = ContinuousClock.now
        var queue = NoticeQueue()
        #expect(queue.next(at: start) == nil)
        #expect(add("a", to: &queue, at: start))
        let due = try #require(queue.next(at: start))
        #expect(due == start + NoticeQueue.pause)
        queue.addCommit()
        #expect(queue.next(at: start) == start)
        let told = queue.take(for: node, at: start)
        #expect(told == [NoticeText.commit(by: node)])
        #expect(add("a", to: &queue, at: due))
        let texts = queue.take(for: node, at: due)
        #expect(texts.count == 2 && Set(texts).count == 2)
        #expect(queue.next(at: due) == nil)
        let taken = (0..<NoticeQueue.limit).map { _ in add("b", to: &queue, at: due) }
        #expect(!taken.contains(false))
        #expect(!add("b", to: &queue, at: due))
        queue.close()
        let last = queue.take(for: node, at: due)
        #expect(last.count == NoticeQueue.limit)
        #expect(!add("c", to: &queue, at: due))
    }

    @Test("A commit from before the connection is told of once there is one, and notices are not")
    func beforeConnected() {
        let start = ContinuousClock.now
        var queue = NoticeQueue()
        #expect(add("a", to: &queue, at: start))
        queue.addCommit()
        queue.removeNotices()
        let later = start + NoticeQueue.pause
        #expect(queue.take(for: node, at: later) == [NoticeText.commit(by: node)])
        #expect(queue.next(at: later) == nil)
    }
}
