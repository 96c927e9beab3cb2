import AsyncSignals
import ChatStore
import Logging
import ServiceLifecycle
import StreamingHTTP

/// The beginning of the end: takes no new work, and gives every stream its `bye`.
struct Drain: Service {
    let services: Services
    let connections: Connections
    let notifications: NotifySocket?
    let logger: Logger

    /// Waits for the group to shut down, then drains.
    ///
    /// Suspends until the streams have gone, or until the drain time is over.
    func run() async {
        do {
            try await gracefulShutdown()
        } catch {
            // The group was cancelled: there is nobody left to drain for.
            return
        }
        services.lifecycle.drain()
        let streams = await services.delivery.streamCount()
        logger.info("draining", metadata: ["streams": "\(streams)"])
        if services.store.isShared {
            // Who asks which servers there are is told; that it cannot be written keeps nobody.
            try? await services.store.note(NodeLoad(streams: Int64(streams), isDraining: true))
        }
        notifications?.tellStopping(
            "draining, with streams: \(streams)",
            // Streams take their leave first, then requests end; then the log closes.
            within: .seconds(2 * services.limits.drainSeconds + Self.closingSeconds)
        )
        // Cancelled and awaited as soon as every stream has gone.
        async let _: Void = cutLater()
        await services.delivery.drain(
            reason: services.store.isRenamed ? "log_changed" : "shutdown",
            retryAfter: Self.returns(of: streams, elsewhere: await hasOthers())
        )
    }

    /// Whether another server of the log takes the streams, and does not end itself.
    private func hasOthers() async -> Bool {
        let store = services.store
        guard store.isShared, let nodes = try? await store.nodes(),
            let loads = try? await store.loads()
        else {
            // Who cannot tell waits for as long as this server needs.
            return false
        }
        return nodes.contains { node in
            !node.isAway && node.number != store.node.number
                && loads[node.number]?.isDraining != true
        }
    }

    /// The seconds after which streams come back: each is given one of them, so that not all come
    /// at once to a server that has just started.
    ///
    /// - Parameter elsewhere: whether they come to another server, which is there.
    /// - Returns: two to choose from at the least; more for more streams.
    static func returns(of streams: Int, elsewhere: Bool = false) -> ClosedRange<Int> {
        let first = elsewhere ? 0 : shortestReturn
        return first...(first + max(1, min(streams / returnsPerSecond, longestSpread)))
    }

    /// Seconds in which a server is there again.
    private static let shortestReturn = 2
    /// Streams that are told to come in the same second.
    private static let returnsPerSecond = 500
    /// Seconds for the log, and for what else is left to do.
    private static let closingSeconds = 30
    /// Seconds over which they are spread at the most.
    private static let longestSpread = 60

    /// The time that streams of rows have for their `bye` before all are cut off.
    private static let longestFarewell = Duration.seconds(2)

    private func cutLater() async {
        let time = Duration.seconds(services.limits.drainSeconds)
        let farewell = min(Self.longestFarewell, time / 4)
        do {
            try await Task.sleep(for: time - farewell)
            // They last until the streams of messages have ended, of which one does not go.
            services.rowsEnd.send()
            try await Task.sleep(for: farewell)
        } catch {
            // All went by themselves.
            return
        }
        connections.closeAll()
    }
}
