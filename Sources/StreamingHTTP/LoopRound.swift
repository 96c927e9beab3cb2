package import NIOCore

/// Looks at each of many things in slices, between which the event loop does what else is due.
///
/// Ten thousand looks of half a microsecond in a row hold up all else by five milliseconds, and the
/// task that a task has put in line comes before the loop's sockets: so the next slice waits for a
/// timer. Confined to its event loop.
package final class LoopRound<Key> {
    /// After how long a slice ends, once the looks that have begun are done.
    package static var sliceTime: TimeAmount { .microseconds(100) }
    /// From the end of a slice to the beginning of the next.
    package static var pause: TimeAmount { .milliseconds(1) }
    /// Looks between two questions for the time.
    package static var looksAtOnce: Int { 8 }

    private let eventLoop: any EventLoop
    private let now: () -> NIODeadline
    private var keys: ArraySlice<Key> = []

    /// Makes one that has nothing to look at.
    ///
    /// - Parameter eventLoop: the loop it is confined to.
    package init(eventLoop: any EventLoop, now: @escaping () -> NIODeadline = { .now() }) {
        self.eventLoop = eventLoop
        self.now = now
    }

    /// Looks at each thing once, at the first of them at once; a round that is under way goes on
    /// instead.
    ///
    /// - Parameters:
    ///   - keys: what to look at; some may be gone when their turn comes.
    ///   - look: looks at one; some microseconds at the most.
    ///   - whenDone: told after the last.
    package func begin(
        _ keys: [Key],
        look: @escaping (Key) -> Void,
        whenDone: @escaping () -> Void = {}
    ) {
        guard self.keys.isEmpty else { return }
        self.keys = keys[...]
        takeSlice(look, whenDone)
    }

    private func takeSlice(_ look: @escaping (Key) -> Void, _ whenDone: @escaping () -> Void) {
        let end = now() + Self.sliceTime
        repeat {
            let next = keys.prefix(Self.looksAtOnce)
            keys = keys.dropFirst(Self.looksAtOnce)
            for key in next { look(key) }
        } while !keys.isEmpty && now() < end
        guard !keys.isEmpty else {
            keys = []
            return whenDone()
        }
        eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.takeSlice(look, whenDone)
        }
    }
}

@available(*, unavailable)
extension LoopRound: Sendable {}
