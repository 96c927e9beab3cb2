import ChatServer
import Logging
import UnixSignals

/// What signals mean to a server beside that it is to stop: to read its certificate again, and not
/// to wait any longer.
struct Signals: Sendable {
    let server: ChatServer
    let logger: Logger

    /// How long a server that is to end at once may take for its log.
    private static let lastTime = Duration.seconds(2)

    /// Listens to the signals until the server has ended.
    ///
    /// Suspends for as long.
    func run() async {
        await withDiscardingTaskGroup { group in
            var stops = 0
            for await signal in await UnixSignalsSequence(trapping: [.sighup, .sigterm, .sigint]) {
                if signal == .sighup {
                    server.reload()
                    continue
                }
                stops += 1
                // The first one is the group's: the server drains.
                guard stops == 2 else { continue }
                logger.warning("told a second time to stop: clients are cut off")
                server.cutOff()
                group.addTask { await leaveLater() }
            }
            group.cancelAll()
        }
    }

    /// Ends the process, unless the server has ended by then.
    private func leaveLater() async {
        do {
            try await Task.sleep(for: Self.lastTime)
        } catch {
            // Cancelled: it has ended.
            return
        }
        Exit.failure.leave(saying: "did not end by itself")
    }
}
