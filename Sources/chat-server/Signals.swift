import ChatServer
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// What signals mean to a server: to stop, not to wait any longer, to read its settings again.
///
/// They are heard from before the log is opened.
final class Signals: Sendable {
    /// How long a server that is to end at once may take for its log.
    private static let lastTime = Duration.seconds(2)

    private struct Serving {
        let server: ChatServer
        let group: ServiceGroup
    }

    private struct State {
        var serving: Serving?
        /// Whether the settings were to be read again before there was a server.
        var isReloadDue = false
    }

    private let signals: UnixSignalsSequence
    private let logger: Logger
    private let state = Mutex(State())
    private let settings: @Sendable () async throws -> ServerSettings

    /// Begins to hear them.
    ///
    /// Suspends for a moment.
    init(logger: Logger, settings: @escaping @Sendable () async throws -> ServerSettings) async {
        self.logger = logger
        self.settings = settings
        signals = await UnixSignalsSequence(trapping: [.sighup, .sigterm, .sigint])
    }

    /// Names whom they are for, once it is there.
    ///
    /// Suspends if the settings are to be read again already.
    ///
    /// - Parameter server: opened, and about to run.
    func serve(_ server: ChatServer, in group: ServiceGroup) async {
        let isReloadDue = state.withLock { state in
            state.serving = Serving(server: server, group: group)
            return state.isReloadDue
        }
        if isReloadDue { await server.reload(settings) }
    }

    /// Does what they say until the server has ended.
    ///
    /// Suspends for as long.
    func run() async {
        await withDiscardingTaskGroup { group in
            var stops = StopSignals()
            for await signal in signals {
                let serving = state.withLock { state in
                    if signal == .sighup, state.serving == nil { state.isReloadDue = true }
                    return state.serving
                }
                if signal == .sighup {
                    await serving?.server.reload(settings)
                    continue
                }
                guard let serving else { leaveUnserved() }
                switch stops.take(at: .now) {
                case .end: await serving.group.triggerGracefulShutdown()
                case .cutOff:
                    logger.warning("told a second time to stop: clients are cut off")
                    serving.server.cutOff()
                    group.addTask { await self.leaveLater() }
                case nil: break
                }
            }
            group.cancelAll()
        }
    }

    /// Ends the process before it has served anybody: the log holds whatever is committed.
    private func leaveUnserved() -> Never {
        logger.info("stopped")
        exit(EXIT_SUCCESS)
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
