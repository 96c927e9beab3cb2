import ChatProtocol
import ChatStore

extension Gate {
    /// Lets those at a file who may read a room whose message names it.
    ///
    /// Suspends to look for such rooms; who is refused is so at the same moment, whether or not
    /// there was any to find.
    ///
    /// - Throws: `404 file_not_found`, whether or not there is such a file.
    func admit(_ caller: Caller, toFile hash: String) async throws(Problem) {
        let asked = ContinuousClock.now
        let rooms = try await attempt { () async throws(StoreError) in
            try await store.rooms(sharing: hash)
        }
        guard rooms.contains(where: { self.sees($0, caller.identity) }) else {
            // Cancelled, the client has gone, and nobody measures the time.
            let moment = asked + .milliseconds(limits.fileRefusalMilliseconds)
            try? await Task.sleep(until: moment, clock: .continuous)
            throw .fileNotFound
        }
    }
}
