import ChatStore
import Logging
import ServiceLifecycle

/// Tells of a file of the data folder that was removed or replaced while the server uses it, also
/// where nobody posts.
struct FolderWatch: Service {
    private static let pause = Duration.seconds(1)

    let store: ChatStore
    let logger: Logger

    /// Looks once a second until the group shuts down, and once more then.
    ///
    /// Suspends for as long.
    func run() async {
        let last = await repeatUntilShutdown(every: Self.pause, keeping: String?.none) { lost in
            lost = look(after: lost)
        }
        _ = look(after: last)
    }

    /// Looks, and tells of what is other than it was.
    ///
    /// Does not suspend.
    ///
    /// - Parameter last: the file that was lost at the last look; `nil` for none.
    /// - Returns: the one that is lost now.
    func look(after last: String?) -> String? {
        let lost = store.lostFile
        guard lost != last else { return last }
        guard let lost else {
            logger.notice("the files of the data folder are in their places again")
            return nil
        }
        logger.error(
            "a file was removed or replaced while it is in use: nothing is written any more",
            metadata: ["file": "\(lost)"]
        )
        // What of the log can be saved is saved when it is written next.
        store.probe()
        return lost
    }
}
