import NIOCore
import Testing

@testable import StreamingHTTP

@Suite("What is due of a stream now and then")
struct StreamPulseTests {
    private let out = StreamBuffer(limit: 1_000)
    private let start = ContinuousClock.now

    private func pulse(
        _ framing: StreamFraming = .events,
        endsWithInput: Bool = true
    ) -> StreamPulse {
        let options = StreamOptions(
            heartbeat: .seconds(10),
            deadline: .seconds(30),
            shutdown: .seconds(5),
            endsWithInput: endsWithInput
        )
        return StreamPulse(of: out, framing: framing, options: options)
    }

    @Test("A heartbeat comes after a silence, and not while records come")
    func heartbeat() async throws {
        let pulse = pulse()
        try await out.write { $0.writeString("a") }
        #expect(pulse.look(unsent: 0, start + .seconds(11)) == nil)
        #expect(try await out.take().map(String.init(buffer:)) == "a")
        #expect(pulse.look(unsent: 0, start + .seconds(20)) == nil)
        #expect(out.writes == 1)
        #expect(pulse.look(unsent: 0, start + .seconds(22)) == nil)
        #expect(try await out.take().map(String.init(buffer:)) == ":\n\n")
    }

    @Test("A reader that takes nothing is given up, and one that takes a little is not")
    func stalls() {
        let pulse = pulse(StreamFraming(contentType: "text/plain"))
        pulse.stall.began()
        #expect(pulse.look(unsent: 900, start + .seconds(20)) == nil)
        #expect(pulse.look(unsent: 800, start + .seconds(49)) == nil)
        #expect(pulse.look(unsent: 800, start + .seconds(78)) == nil)
        #expect(pulse.look(unsent: 800, start + .seconds(80)) == .stalled)
    }

    @Test("A client that says no more is sent what there is, and is given up when nothing comes")
    func inputClosed() async throws {
        let pulse = pulse(StreamFraming(contentType: "text/csv"), endsWithInput: false)
        #expect(pulse.look(unsent: 0, start + .seconds(100)) == nil)
        pulse.inputClosed(start + .seconds(100))
        #expect(pulse.look(unsent: 0, start + .seconds(129)) == nil)
        try await out.write { $0.writeString("a") }
        #expect(pulse.look(unsent: 0, start + .seconds(140)) == nil)
        #expect(pulse.look(unsent: 9, start + .seconds(169)) == nil)
        #expect(pulse.look(unsent: 9, start + .seconds(171)) == nil)
        #expect(pulse.look(unsent: 0, start + .seconds(171)) == .clientGone)
    }

    @Test("A stream may go on for a while once the server was asked to stop, and no longer")
    func stops() {
        let pulse = pulse()
        #expect(pulse.look(unsent: 0, start + .seconds(6)) == nil)
        pulse.stop(start + .seconds(6))
        pulse.stop(start + .seconds(9))
        #expect(pulse.look(unsent: 0, start + .seconds(10)) == nil)
        #expect(pulse.look(unsent: 0, start + .seconds(11)) == .serverStopped)
    }
}
