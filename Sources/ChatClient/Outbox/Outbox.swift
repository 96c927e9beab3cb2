import AsyncSignals
package import ChatProtocol

/// The messages that wait to be sent, in order, one at a time.
///
/// Order matters more than speed: the second goes when the first is durable or refused for good.
package actor Outbox<Watch: Clock> where Watch.Duration == Duration {
    /// What the outbox tells.
    package enum Report: Hashable, Sendable {
        /// A message is durable; without its event if the server's words were not understood.
        case posted(key: String, DurableEvent?)
        /// A message was refused for good.
        case refused(key: String, Problem)
        /// Nothing goes through; the next try is after the wait.
        case held(CallFailure, retryIn: Duration)
        /// What was settled could not be noted on disk.
        case notNoted(FileError)
    }

    /// Takes what the outbox tells; the next message goes when it returns.
    package typealias Reporter = @Sendable (Report) async -> Void

    private let poster: Poster
    private let clock: Watch
    private var queue: OutboxQueue
    /// Sent when there is something to send.
    private let arrivals = ChangeSignal()
    /// Sent when someone wants a try at once.
    private let retries = ChangeSignal()

    /// Makes an outbox; nothing is sent before it runs.
    ///
    /// - Parameters:
    ///   - file: keeps the messages; `nil` keeps them in memory alone.
    ///   - poster: sends them.
    ///   - clock: measures waits.
    package init(file: consuming OutboxFile?, poster: Poster, clock: Watch) {
        self.poster = poster
        self.clock = clock
        queue = OutboxQueue(file: file)
    }

    /// What waits, oldest first.
    package var waiting: [OutboxMessage] { queue.waiting }

    /// Takes a message.
    ///
    /// When this returns, it is on the disk. Blocks a thread on the disk for the few milliseconds
    /// that takes, which a person's typing bounds.
    ///
    /// - Parameter message: what is to be sent.
    /// - Throws: why it was not taken.
    package func queue(_ message: OutboxMessage) throws(OutboxRefusal) {
        try queue.add(message)
        arrivals.send()
    }

    /// Tries again at once what waits.
    package nonisolated func retryNow() {
        retries.send()
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
            guard let next = queue.waiting.first else {
                await arrivals.wait(past: seen.arrivals)
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

    /// Sends one message; what held it, if it is to be tried again.
    private func send(_ message: OutboxMessage, _ report: Reporter) async -> CallFailure? {
        let result: Report
        switch await poster.post(message) {
        case .posted(let event): result = .posted(key: message.key, event)
        case .refused(let problem): result = .refused(key: message.key, problem)
        case .later(let failure): return failure
        }
        do throws(FileError) {
            try queue.settleFirst()
        } catch {
            await report(.notNoted(error))
        }
        await report(result)
        return nil
    }
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
