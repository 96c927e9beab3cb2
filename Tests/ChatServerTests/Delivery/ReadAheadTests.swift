import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(1)))
struct ReadAheadTests {
    private let ahead = ReadAhead()
    private let stream = StreamID(number: 1)
    private let page = EventPage(events: [], isWhole: true)

    @Test("A page that was read ahead is handed out once, to the stream and at the place it is for")
    func once() async {
        ahead.begin(for: stream, after: 7)
        ahead.finish(for: stream, after: 7, with: page)
        #expect(await ahead.page(for: StreamID(number: 2), after: 7) == nil)
        #expect(await ahead.page(for: stream, after: 7) == page)
        #expect(await ahead.page(for: stream, after: 7) == nil)
    }

    @Test("Whoever asks for another place than the page's gets none, and the page goes")
    func otherPlace() async {
        ahead.begin(for: stream, after: 7)
        ahead.finish(for: stream, after: 7, with: page)
        #expect(await ahead.page(for: stream, after: 8) == nil)
        #expect(ahead.count == 0)
    }

    @Test("Who asks while the page is read waits for it", arguments: [true, false])
    func waiting(isRead: Bool) async {
        ahead.begin(for: stream, after: 7)
        async let asked = ahead.page(for: stream, after: 7)
        await isAwaited()
        let read = isRead ? page : nil
        ahead.finish(for: stream, after: 7, with: read)
        #expect(await asked == read)
        #expect(ahead.count == 0)
    }

    @Test("What is forgotten while it is read is neither kept nor waited for")
    func forgotten() async {
        ahead.begin(for: stream, after: 7)
        async let asked = ahead.page(for: stream, after: 7)
        await isAwaited()
        ahead.forget(stream)
        #expect(await asked == nil)
        ahead.finish(for: stream, after: 7, with: page)
        #expect(ahead.count == 0)
    }

    private func isAwaited() async {
        while !ahead.isAwaited(by: stream) { await Task.yield() }
    }
}
