import ServiceLifecycle

/// Announces members who left and did not come back.
struct PresenceTimeouts: Service {
    let services: Services

    /// Looks once a second until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await repeatUntilShutdown(every: .seconds(1)) {
            for event in await services.rooms.departures() { services.delivery.publish(event) }
        }
    }
}
