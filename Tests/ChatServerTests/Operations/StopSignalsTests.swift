import ChatServer
import Testing

/// What a server does at several signals to stop.
@Suite struct StopSignalsTests {
    /// What signals ask for that come so many milliseconds after the first.
    private func requests(at times: [Int]) -> [StopSignals.Request?] {
        var signals = StopSignals()
        let start = ContinuousClock.now
        return times.map { signals.take(at: start + .milliseconds($0)) }
    }

    @Test("Signals that come at once are one, however many, and a later one cuts off, once")
    func several() {
        let asked = requests(at: [0, 0, 1, 200, 499, 500, 1000, 100_000])
        #expect(asked == [.end, nil, nil, nil, nil, .cutOff, nil, nil])
    }

    @Test("The second one counts from the first, however often it was told in between")
    func impatient() {
        let asked = requests(at: Array(stride(from: 0, through: 900, by: 100)))
        #expect(asked == [.end, nil, nil, nil, nil, .cutOff, nil, nil, nil, nil])
    }
}
