import ChatProtocol
import ChatStore

extension Gate {
    /// Lets those at a file who may read a room whose message names it.
    ///
    /// Suspends to look for such rooms.
    ///
    /// - Parameters:
    ///   - caller: anyone.
    ///   - hash: of the file.
    /// - Throws: `404 file_not_found`, whether or not there is such a file.
    func admit(_ caller: Caller, toFile hash: String) async throws(Problem) {
        let rooms = try await attempt { () async throws(StoreError) in
            try await store.rooms(sharing: hash)
        }
        let sees = rooms.contains { self.sees($0, caller.identity) }
        guard sees, caller.identity.scope != .post else { throw .fileNotFound }
    }
}
