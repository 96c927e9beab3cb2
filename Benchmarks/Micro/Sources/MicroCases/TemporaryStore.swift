import ChatProtocol
import ChatStore
import Glibc

/// A store in a folder that goes with it.
enum TemporaryStore {
    /// Does something with a new store.
    ///
    /// - Parameter body: is given the store, whose clock stands.
    /// - Returns: what the body returned.
    /// - Throws: what opening or the body threw.
    static func with<Value>(_ body: (ChatStore) throws -> Value) throws -> Value {
        let folder = "/tmp/burble-micro-\(getpid())"
        let names =
            ["burble.sqlite", "search.sqlite"].flatMap { [$0, $0 + "-wal", $0 + "-shm"] } + ["lock"]
        defer {
            // The names live until the calls are over, which keep nothing of them.
            for name in names { unsafe unlink("\(folder)/\(name)") }
            unsafe rmdir(folder)
        }
        let store = try ChatStore.open(folder: folder) {
            Timestamp(milliseconds: 1_795_333_200_123)
        }
        return try body(store)
    }
}
