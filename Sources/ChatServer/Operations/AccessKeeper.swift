import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle

/// Ends what has run out of time: tokens, bans and mutes; and writes down when tokens were used.
struct AccessKeeper: Service {
    /// Seconds between two looks at who may still see what.
    private static let seconds = 1
    /// Looks between two at what is to be written down.
    private static let looks = 60
    /// Milliseconds for which a token that has ended is still listed.
    private static let keptTime: Int64 = 30 * 86_400_000

    let services: Services
    let logger: Logger

    /// Looks until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await cancelWhenGracefulShutdown {
            var count = 0
            var clock = SettledClock()
            var last = Timestamp.now()
            while !Task.isCancelled {
                count += 1
                // However long the last pause was.
                let now = Timestamp.now()
                endStreams(of: last, now)
                last = now
                let settled = clock.now(telling: logger)
                if count % Self.looks == 0 { await writeDown(at: settled) }
                // Cancelled, it ends at once, and so does the loop.
                try? await Task.sleep(for: .seconds(Self.seconds))
            }
        }
        await writeDown(at: nil)
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
