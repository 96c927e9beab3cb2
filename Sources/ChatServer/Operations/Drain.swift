import Logging
import ServiceLifecycle
import StreamingHTTP

/// The beginning of the end: takes no new work, and gives every stream its `bye`.
struct Drain: Service {
    let house: House
    let connections: Connections
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
        house.lifecycle.drain()
        let streams = await house.delivery.streamCount()
        logger.info("draining", metadata: ["streams": "\(streams)"])
        // Cancelled and awaited as soon as every stream has gone.
        async let _: Void = cutLater()
        await house.delivery.drain(retryAfter: 2)
    }

    private func cutLater() async {
        do {
            try await Task.sleep(for: .seconds(house.limits.drainSeconds))
        } catch {
            // All went by themselves.
            return
        }
        connections.closeAll()
    }
}
