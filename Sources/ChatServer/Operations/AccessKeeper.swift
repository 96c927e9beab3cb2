import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle

/// Ends what has run out of time: tokens, bans and mutes; and writes down when tokens were used.
struct AccessKeeper: Service {
    /// Between two looks at who may still see what: how long a stream may outlast its token.
    private static let pause = Duration.seconds(1)
    /// Looks between two at what is to be written down.
    private static let looks = 60
    /// Looks between two times that are kept: fewer than it takes to jump.
    private static let timeLooks = 300
    /// Milliseconds for which a token that has ended is still listed.
    private static let keptTime: Int64 = 30 * 86_400_000

    let services: Services
    let logger: Logger

    /// Looks until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        let clock = services.store.clock
        let start = (count: 0, wasWaiting: false, last: clock.now)
        await repeatUntilShutdown(every: Self.pause, keeping: start) { state in
            state.count += 1
            // However long the last pause was.
            let now = clock.now
            endStreams(of: state.last, now)
            state.last = now
            let settled = clock.settled
            if clock.isWaiting, !state.wasWaiting { tellJump(from: settled, to: now) }
            state.wasWaiting = clock.isWaiting
            if state.count % Self.timeLooks == 0 { clock.keep() }
            if state.count % Self.looks == 0 { await writeDown(at: settled) }
        }
        clock.keep()
        await writeDown(at: nil)
    }

    private func tellJump(from before: Timestamp, to now: Timestamp) {
        logger.notice(
            "the clock is ahead of what the log knows: for an hour nothing is old because of that",
            metadata: ["now": "\(now)", "before": "\(before)"]
        )
    }

    /// Looks at the streams only where a token has ended since the last look.
    private func endStreams(of earlier: Timestamp, _ now: Timestamp) {
        let hasEnded = services.gate.accounts.snapshot.tokens.values.contains { token in
            token.expiresAt.map { $0 <= now && $0 > earlier } ?? false
        }
        if hasEnded { services.delivery.review(of: nil) }
    }

    /// Writes down when tokens were used, and takes away what ended.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter now: by which that is judged: nothing brings back what a clock that is wrong for
    ///   a while would take away. `nil` is before everything.
    func writeDown(at now: Timestamp?) async {
        let uses = services.gate.accounts.uses.take()
        let now = now ?? Timestamp(milliseconds: 0)
        do throws(Problem) {
            try await services.gate.accounts.change(by: nil) { book in
                book.upkeep(uses, keptTime: Self.keptTime, at: now)
            }
        } catch {
            // What the store said of it is in a line of its own; the detail is for a client.
            logger.warning(
                "the use of tokens was not written down",
                metadata: ["error": "\(error.code)"]
            )
        }
    }
}
