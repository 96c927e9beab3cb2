import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle

/// Tells when `disk-floor` or `log-quota` begins to refuse what would take room, and when that is
/// over, also where nobody posts.
struct SpaceWatch: Service {
    /// What one look leaves to the next.
    struct Memory: Sendable {
        /// The setting that refuses, as was told; `nil` for none.
        var told: String?
        /// Looks since at which there was room.
        var calm = 0
    }

    private static let pause = Duration.seconds(1)
    /// Looks with room after which it is over: on a nearly full disk it comes and goes.
    static let calmLooks = 5

    let space: DiskSpace
    let logger: Logger

    /// Looks once a second until the group shuts down; the first time at once.
    ///
    /// Suspends for as long.
    func run() async {
        await repeatUntilShutdown(every: Self.pause, keeping: Memory()) { memory in
            memory = look(after: memory)
        }
    }

    /// Looks, and tells of what is other than was told.
    ///
    /// Does not suspend.
    ///
    /// - Parameter last: what the last look left.
    func look(after last: Memory) -> Memory {
        guard let lack = space.lack else { return lookWithRoom(after: last) }
        let setting = Problem(lack).configKey ?? ""
        if setting != last.told {
            logger.warning(
                "there is no room: what would take some is refused",
                metadata: ["setting": "\(setting)", "reason": "\(lack)"]
            )
        }
        return Memory(told: setting)
    }

    private func lookWithRoom(after last: Memory) -> Memory {
        guard let told = last.told else { return last }
        let calm = last.calm + 1
        guard calm >= Self.calmLooks else { return Memory(told: told, calm: calm) }
        logger.notice("there is room again", metadata: ["setting": "\(told)"])
        return Memory()
    }
}
