import NIOCore
import Synchronization

/// Asks an event loop, at times that are fixed beforehand, how late it comes to what is due.
///
/// A loop that stalls is late for all that was due meanwhile, and each of these times counts: the
/// histogram says how long a request would have waited that came at any moment. No time allocates
/// anything.
final class LoopProbe: NIOScheduledCallbackHandler, Sendable {
    /// From one time to the next: no part of a second, so that the times fall before, into and
    /// behind what is done once a second.
    static let period = TimeAmount.milliseconds(97)
    /// Of a longer stall, the times that passed in it are not counted one by one.
    static let longest = TimeAmount.seconds(1)

    private struct State {
        var due = NIODeadline.now()
        var late = Histogram()
        var isStopped = false
    }

    private let state = Mutex(State())

    /// How late the loop was, each time; does not suspend.
    var late: Histogram { state.withLock { $0.late } }

    /// Begins to ask.
    ///
    /// - Parameter eventLoop: the loop; until ``stop()``, or as long as it turns.
    func start(on eventLoop: any EventLoop) {
        ask(eventLoop, at: begin(at: .now()))
    }

    /// Sets the first time.
    ///
    /// - Returns: when it is to be asked.
    func begin(at now: NIODeadline) -> NIODeadline {
        state.withLock { state in
            state.due = now + Self.period
            return state.due
        }
    }

    /// Asks no more, from the next time on.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    /// Counts how late the loop is, and asks again.
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard let next = note(at: .now()) else { return }
        ask(eventLoop, at: next)
    }

    /// Counts how late the loop is.
    ///
    /// - Returns: when it is to be asked again, which may have passed; `nil` once it is stopped.
    func note(at now: NIODeadline) -> NIODeadline? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            let late = max(.zero, now - state.due)
            state.late.add(.nanoseconds(late.nanoseconds))
            state.due = late > Self.longest ? now + Self.period : state.due + Self.period
            return state.due
        }
    }

    private func ask(_ eventLoop: any EventLoop, at time: NIODeadline) {
        // A loop that is shut down is late for nothing any more.
        _ = try? eventLoop.scheduleCallback(at: time, handler: self)
    }
}
