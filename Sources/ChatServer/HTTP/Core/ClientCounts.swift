/// How much is taken, in all and by each client; one that has nothing is not remembered.
struct ClientCounts<Client: Hashable & Sendable>: Sendable {
    /// What all have together.
    private(set) var all = 0
    private var byClient: [Client: Int] = [:]

    /// What a client has.
    ///
    /// - Parameter client: `nil` for one that is counted among all alone.
    /// - Returns: 0 or more.
    func count(of client: Client?) -> Int {
        client.flatMap { byClient[$0] } ?? 0
    }

    /// Counts some more.
    ///
    /// - Parameter client: whose; `nil` for one that is counted among all alone.
    mutating func take(_ count: Int, for client: Client?) {
        all += count
        if let client { byClient[client, default: 0] += count }
    }

    /// Counts what was taken no more.
    mutating func give(_ count: Int, of client: Client?) {
        all -= count
        guard let client, let own = byClient[client] else { return }
        byClient[client] = own > count ? own - count : nil
    }
}
