import ChatStore
import ServiceLifecycle

/// The tail of the log: hands each commit on, in order of position, to delivery and to the rooms.
///
/// Delivery hears of a commit as a whole, and not by room, so that a stream of several rooms sees
/// their events in the log's order.
struct Tail: Service {
    let house: House

    /// Commits what is posted until the group shuts down, and then what has been taken already.
    ///
    /// Suspends for as long.
    func run() async {
        let house = house
        await withGracefulShutdownHandler {
            await house.store.run { commit in
                let batch = CommitBatch(commit)
                house.delivery.publish(batch)
                house.rooms.apply(batch)
                house.search.ring()
                house.sampler.note(batch, in: commit.duration)
            }
        } onGracefulShutdown: {
            house.store.close()
        }
    }
}
