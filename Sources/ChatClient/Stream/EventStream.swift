import AsyncSignals
package import ChatProtocol
import Synchronization

/// The one stream of events from a server: it follows rooms, and comes back by itself with the
/// cursor wherever it is cut off.
///
/// Change what it follows from anywhere; ``run(using:report:)`` does the work.
package final class EventStream<Watch: Clock>: Sendable where Watch.Duration == Duration {
    /// What is followed, and by whom.
    struct Course: Hashable, Sendable {
        /// `nil` is all of the speaker's, and those that become so.
        var rooms: [RoomName]?
        var speaker: MemberName?
    }

    /// Takes what the stream tells.
    ///
    /// The stream reads on when it returns, so that a slow taker slows the server and nothing piles
    /// up here.
    package typealias Report = @Sendable (StreamReport) async -> Void

    private let transport: Transport
    private let clock: Watch
    private let course: Mutex<Course>
    private let resume: Mutex<StreamResume>
    /// Sent when the course changed or someone wants a try at once.
    private let changes = ChangeSignal()

    /// Makes a stream; nothing is connected before it runs.
    ///
    /// - Parameters:
    ///   - transport: the way to the server.
    ///   - rooms: what to follow; none waits until there is one, `nil` is all of the speaker's.
    ///   - speaker: who reads; `nil` is a reader without a name.
    ///   - tail: how many of the newest messages come first, 1 or more.
    ///   - since: where to begin instead, as a person writes it: a cursor, `all`, a span, a time.
    package init(
        over transport: Transport,
        rooms: [RoomName]?,
        as speaker: MemberName?,
        tail: Int,
        since: String? = nil,
        clock: Watch
    ) {
        self.transport = transport
        self.clock = clock
        course = Mutex(Course(rooms: rooms, speaker: speaker))
        resume = Mutex(StreamResume(tail: tail, since: since))
    }

    /// Follows just these rooms from now on; the stream is opened anew with the cursor.
    ///
    /// - Parameter rooms: the rooms, in any order; `nil` is all of the speaker's.
    package func follow(_ rooms: [RoomName]?) {
        change { $0.rooms = rooms }
    }

    /// Reads as another member from now on; the stream is opened anew with the cursor.
    package func rename(to speaker: MemberName) {
        change { $0.speaker = speaker }
    }

    /// Opens the stream anew at once, without waiting for its turn.
    package func reconnectNow() {
        changes.send()
    }

    /// Runs the stream until the task is cancelled.
    ///
    /// Suspends throughout.
    ///
    /// - Parameters:
    ///   - generator: the randomness of the waits.
    ///   - report: takes what the stream tells.
    package func run(
        using generator: some RandomNumberGenerator & Sendable,
        report: @escaping Report
    ) async {
        var generator = generator
        var reconnect = Reconnect()
        while !Task.isCancelled {
            let seen = changes.count
            let course = course.withLock { $0 }
            guard course.rooms?.isEmpty != true else {
                await changes.wait(past: seen)
                continue
            }
            await report(.connecting)
            let connection = connection(for: course)
            guard let end = await finish(of: connection, unlessChangedSince: seen, report) else {
                reconnect.reset()
                continue
            }
            // A reader that was called off ends as if it had been cut off.
            guard !Task.isCancelled else { return }
            noteRefusal(in: end)
            let wait = reconnect.wait(after: end, lived: connection.lived, using: &generator)
            await report(.disconnected(end, retryIn: wait))
            if await pause(for: wait, unlessChangedSince: seen) { reconnect.reset() }
        }
    }

    private func change(_ body: (inout Course) -> Void) {
        let before = course.withLock { course in
            defer { body(&course) }
            return course
        }
        let now = course.withLock { $0 }
        guard now != before else { return }
        if now.rooms != before.rooms { resume.withLock { $0.roomsChanged() } }
        changes.send()
    }

    private func connection(for course: Course) -> StreamConnection<Watch> {
        let start = resume.withLock { $0.start }
        let request = Request.stream(of: course.rooms, from: start, as: course.speaker)
        return StreamConnection(request: request, over: transport, clock: clock)
    }

    /// Reads a connection to its end; `nil` if the course changed before that.
    private func finish(
        of connection: StreamConnection<Watch>,
        unlessChangedSince seen: Int,
        _ report: @escaping Report
    ) async -> StreamEnd? {
        await withTaskGroup(of: StreamEnd?.self) { group in
            group.addTask {
                await connection.read(report) { event in self.resume.withLock { $0.accepts(event) }
                }
            }
            group.addTask { await connection.keepWatch(report) }
            group.addTask {
                await self.changes.wait(past: seen)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Sleeps for the wait; true if it was cut short.
    private func pause(for wait: Duration?, unlessChangedSince seen: Int) async -> Bool {
        guard let wait else {
            await changes.wait(past: seen)
            return true
        }
        return await changes.wait(past: seen, atMost: wait, by: clock)
    }

    private func noteRefusal(in end: StreamEnd) {
        guard case .refused(let problem) = end else { return }
        if ["bad_cursor", "cursor_gone"].contains(problem.code) {
            resume.withLock { $0.forgetCursor() }
        }
    }
}
