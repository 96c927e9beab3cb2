import AsyncSignals
package import ChatProtocol

/// The messages that wait to be sent, in order, one at a time.
///
/// Order matters more than speed: the second goes when the first is durable or refused for good. A
/// room that takes nothing for a while holds up its own messages alone.
package actor Outbox<Watch: Clock> where Watch.Duration == Duration {
    /// What the outbox tells.
    package enum Report: Hashable, Sendable {
        /// A message is durable; without its event for a change whose answer has none.
        case posted(key: String, DurableEvent?)
        /// A message was refused for good.
        case refused(OutgoingMessage, Problem)
        /// Nothing goes through; the next try is after the wait.
        case held(CallFailure, retryIn: Duration)
        /// Nothing goes into a room, where the next try is after the wait.
        case slowed(RoomName, Problem, retryIn: Duration)
        /// What was settled could not be noted on disk.
        case notNoted(FileError)
    }

    /// Takes what the outbox tells; the next message goes when it returns.
    package typealias Reporter = @Sendable (Report) async -> Void

    private let poster: Poster
    private let clock: Watch
    private var queue: OutboxQueue
    /// Whose file keeps the messages; `nil` before one was opened here.
    private var folder: OutboxFolder?
    /// Rooms that take nothing before a moment.
    private var slow: [RoomName: Watch.Instant] = [:]
    /// How often somebody had wanted a try at once when ``slow`` was looked at last.
    private var retried = 0
    /// The key of a message that goes out at once, about what was just on the screen.
    private var sure: String?
    /// The key of the message that is on its way.
    private var sending: String?
    /// Sent when there is something to send.
    private let arrivals = ChangeSignal()
    /// Sent when someone wants a try at once.
    private let retries = ChangeSignal()

    /// Makes an outbox; nothing is sent before it runs.
    ///
    /// - Parameter file: keeps the messages; `nil` keeps them in memory alone.
    package init(file: consuming OutboxFile?, poster: Poster, clock: Watch) {
        self.poster = poster
        self.clock = clock
        queue = OutboxQueue(file: file)
    }

    /// What waits, oldest first.
    package var waiting: [OutgoingMessage] { queue.waiting }

    /// Takes a message.
    ///
    /// When this returns, it is on the disk. Blocks a thread on the disk for the few milliseconds
    /// that takes, which a person's typing bounds.
    ///
    /// - Parameters:
    ///   - message: what is to be sent.
    ///   - isSure: whether what it is about is that message at present, so that it need not be
    ///     looked at if this goes out at once.
    /// - Throws: why it was not taken.
    package func queue(_ message: OutgoingMessage, isSure: Bool = false) throws(OutboxRefusal) {
        let isNext = queue.waiting.isEmpty
        try queue.add(message)
        if isSure, isNext { sure = message.key }
        arrivals.send()
    }

    /// Keeps messages in the file of somebody else from now on, and sends what that still holds.
    ///
    /// What waits of others stays in their file until they start again; what is to be sent now goes
    /// along. Blocks on the disk.
    ///
    /// - Parameter folder: of who speaks from now on.
    /// - Returns: what the file held and is sent now, oldest first; `nil` if so many clients run
    ///   that there is none, and nothing has changed.
    /// - Throws: what the system said; nothing has then changed.
    package func reopen(_ folder: OutboxFolder) throws(FileError) -> [OutgoingMessage]? {
        guard folder != self.folder else { return [] }
        guard let file = try folder.claim() else { return nil }
        let found = file.found
        let isKept = queue.hasFile
        // What is on its way is settled where it ends.
        let carried = queue.waiting.filter {
            !isKept || $0.key == sending || poster.speaks(as: $0.speaker)
        }
        var next = OutboxQueue(file: file)
        let adopted = next.adopt(carried)
        // A line that stays in the old file is sent again under its key, which the server knows.
        for key in adopted { try? queue.settle(key) }
        queue = next
        self.folder = folder
        arrivals.send()
        return found.filter { poster.speaks(as: $0.speaker) }
    }

    /// Tries again at once what waits.
    package nonisolated func retryNow() {
        retries.send()
        arrivals.send()
    }

    /// Sends what waits and what comes until the task is cancelled.
    ///
    /// Suspends throughout; messages may come meanwhile, but only this takes them out.
    ///
    /// - Parameters:
    ///   - generator: the randomness of the waits.
    ///   - report: takes what became of the messages.
    package func run(
        using generator: some RandomNumberGenerator & Sendable,
        report: Reporter
    ) async {
        var generator = generator
        var backOff = BackOff()
        while !Task.isCancelled {
            let seen = (arrivals: arrivals.count, retries: retries.count)
            guard let next = oldest(afterTries: seen.retries) else {
                await pause(past: seen.arrivals)
                continue
            }
            guard let held = await send(next, report) else {
                backOff.reset()
                continue
            }
            let wait = held.retryAfter + backOff.next(using: &generator)
            await report(.held(held, retryIn: wait))
            let wasCut = await retries.wait(past: seen.retries, atMost: wait, by: clock)
            if wasCut { backOff.reset() }
        }
    }

    /// The oldest message that may go now: of who speaks, into a room that takes it.
    private func oldest(afterTries tries: Int) -> OutgoingMessage? {
        if tries != retried {
            retried = tries
            slow = [:]
        }
        let now = clock.now
        slow = slow.filter { $0.value > now }
        return queue.waiting.first { slow[$0.room] == nil && poster.speaks(as: $0.speaker) }
    }

    /// Waits for something that can be sent.
    private func pause(past seen: Int) async {
        guard let end = slow.values.min() else { return await arrivals.wait(past: seen) }
        _ = await arrivals.wait(past: seen, atMost: clock.now.duration(to: end), by: clock)
    }

    /// Sends one message; what held all of them, if it is to be tried again.
    private func send(_ message: OutgoingMessage, _ report: Reporter) async -> CallFailure? {
        let isSure = sure == message.key
        sure = nil
        sending = message.key
        defer { sending = nil }
        let result: Report
        switch await poster.post(message, isSure: isSure) {
        case .posted(let event): result = .posted(key: message.key, event)
        case .refused(let problem): result = .refused(message, problem)
        case .later(.refused(let problem)) where problem.isOfRoom:
            let wait = max(CallFailure.refused(problem).retryAfter, .seconds(1))
            slow[message.room] = clock.now.advanced(by: wait)
            await report(.slowed(message.room, problem, retryIn: wait))
            return nil
        case .later(let failure): return failure
        }
        do throws(FileError) {
            try queue.settle(message.key)
        } catch {
            await report(.notNoted(error))
        }
        await report(result)
        return nil
    }
}

extension Problem {
    /// Whether it keeps messages out of one room alone.
    fileprivate var isOfRoom: Bool { code == "slow_mode" || configKey == "rooms-per-address" }
}

extension CallFailure {
    /// How long the server wants to be left alone, within what can be asked of a client.
    package var retryAfter: Duration {
        guard case .refused(let problem) = self, let seconds = problem.retryAfter else {
            return .zero
        }
        return .seconds(min(max(0, seconds), Reconnect.waitLimit))
    }
}
