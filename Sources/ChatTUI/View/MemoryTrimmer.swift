/// Says when the memory of code and constants is to be given back: in a pause after much was done.
///
/// The start of the client, and a flood, run through code that a person who reads and writes does
/// not need. What is needed again costs a page fault for sixteen pages; hence in a pause, and once.
/// A value has no clock: who asks it gives the time.
package struct MemoryTrimmer<Moment: InstantProtocol>: Sendable where Moment.Duration == Duration {
    /// The pause after the start and after a flood: longer than those between the keys of one who
    /// types.
    package static var pause: Duration { .milliseconds(500) }
    /// The pause after less: whoever was away for it does not notice a few page faults.
    package static var rest: Duration { .seconds(30) }

    private var due: Moment?
    private var isMuch = true

    /// Makes the thrift of a program that starts.
    package init() {}

    /// Something was done.
    ///
    /// - Parameter isMuch: whether it was a flood of news.
    package mutating func noteWork(at now: Moment, isMuch: Bool = false) {
        if isMuch { self.isMuch = true }
        due = now.advanced(by: self.isMuch ? Self.pause : Self.rest)
    }

    /// The memory was given back: nothing is due until something is done.
    package mutating func noteGivenBack() {
        due = nil
        isMuch = false
    }

    /// How long the pause must still last.
    ///
    /// - Returns: zero if the memory is to be given back, at most ``rest``; `nil` if there is
    ///   nothing to give back.
    package func wait(at now: Moment) -> Duration? {
        due.map { min(max(.zero, now.duration(to: $0)), Self.rest) }
    }
}
