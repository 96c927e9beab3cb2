import ChatStore
import ServiceLifecycle

/// The tail of the log: hands each commit on, in order of position, to delivery and to the rooms.
///
/// Delivery hears of a commit as a whole, and not by room, so that a stream of several rooms sees
/// their events in the log's order.
struct Tail: Service {
    let house: House
    let catchUp: CatchUp

    /// Commits what is posted until the group shuts down, and then what has been taken already.
    ///
    /// Suspends for as long.
    func run() async {
        let house = house
        let catchUp = catchUp
        await withGracefulShutdownHandler {
            await house.store.run { commit in
                let batch = CommitBatch(commit)
                // The rooms first: who was put out must not be shown what comes after.
                house.rooms.apply(batch)
                catchUp.forget(after: batch)
                house.delivery.publish(batch)
                house.search.ring()
                house.sampler.note(batch, in: commit.duration)
            }
        } onGracefulShutdown: {
            house.store.close()
        }
    }
}
