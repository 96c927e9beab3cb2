import NIOCore
import NIOPosix

/// How many event loops a process has.
package enum EventLoops {
    /// Decides on their number, before the first of them is made.
    ///
    /// A core is left to the thread that commits and to the system's own work on the network: on
    /// two cores one loop delivers as much as two, and a post waits less.
    ///
    /// - Parameter count: 1 or more; `nil` is a core each, less one.
    package static func prepare(_ count: Int?) {
        NIOSingletons.groupLoopCountSuggestion = self.count(count)
    }

    /// How many there are.
    ///
    /// - Parameter wanted: 1 or more; `nil` is a core each, less one.
    /// - Returns: 1 or more.
    static func count(_ wanted: Int?) -> Int { wanted ?? max(1, System.coreCount - 1) }
}
