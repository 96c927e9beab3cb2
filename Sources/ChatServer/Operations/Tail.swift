import ChatStore
import ServiceLifecycle

/// The tail of the log: hands each commit on, in order of position, to delivery and to the rooms.
///
/// Delivery hears of a commit as a whole, and not by room, so that a stream of several rooms sees
/// their events in the log's order.
struct Tail: Service {
    let services: Services
    let catchUp: CatchUp

    /// Commits what is posted until the group shuts down, and then what has been taken already.
    ///
    /// Suspends for as long.
    ///
    /// - Throws: `logRenamed` when the log has to be opened anew.
    func run() async throws {
        let services = services
        let catchUp = catchUp
        await withGracefulShutdownHandler {
            await services.store.run { commit in
                if let news = commit.news { services.take(news) }
                // Where there is nothing else.
                guard commit.first <= commit.last else { return }
                let batch = CommitBatch(commit)
                // The rooms first: who was put out must not be shown what comes after.
                for name in services.rooms.apply(batch, isOwn: commit.isOwn) {
                    services.forget(name)
                }
                if !commit.isOwn { services.files.note(commit.events) }
                catchUp.forget(after: batch)
                services.delivery.publish(batch)
                services.search.ring()
                services.sampler.note(batch, of: commit)
            } beforeCommit: {
                services.sampler.tally.paused(for: services.delivery.pace.waitForTurn())
            } onTurn: { duration in
                services.sampler.tally.turned(in: duration)
            }
        } onGracefulShutdown: {
            services.store.close()
        }
        if services.store.isRenamed { throw ServerError.logRenamed }
    }
}
