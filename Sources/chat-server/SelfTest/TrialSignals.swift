import Foundation
import Synchronization
import UnixSignals

/// Ends a trial that is told to stop, so that nothing of it is left: no server, and no folder.
struct TrialSignals: Sendable {
    /// What a shell adds to the number of the signal that ended a program.
    private static let signalCode: Int32 = 128

    private let signals: UnixSignalsSequence

    /// Begins to hear them: SIGTERM, SIGINT, and SIGHUP unless whoever started it, as nohup(1), has
    /// that ignored.
    ///
    /// Suspends for a moment.
    init() async {
        let hangup = signal(SIGHUP, SIG_IGN)
        // Both are addresses of nothing, and are only compared.
        let isIgnored =
            unsafe unsafeBitCast(hangup, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        signals = await UnixSignalsSequence(
            trapping: isIgnored ? [.sigterm, .sigint] : [.sigterm, .sigint, .sighup]
        )
    }

    /// Does something, during which a signal ends the process.
    ///
    /// Suspends for as long.
    ///
    /// - Parameters:
    ///   - server: is killed then; `nil` for none.
    ///   - folder: is removed then; `nil` for none.
    func during<Value>(
        _ server: TrialServer?,
        in folder: TrialFolder?,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let isLeaving = Mutex(false)
        // Without a parent: it ends the process, whatever the body waits for.
        let watch = Task {
            guard let signal = await signals.first(where: { _ in true }) else { return }
            isLeaving.withLock { $0 = true }
            await server?.close()
            folder?.remove()
            exit(Self.signalCode + signal.rawValue)
        }
        defer { watch.cancel() }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        // What the end of its server brings about is nothing that was found: this waits for the
        // process's.
        if isLeaving.withLock({ $0 }) { await watch.value }
        return try result.get()
    }
}
