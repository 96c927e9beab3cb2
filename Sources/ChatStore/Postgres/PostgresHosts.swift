#if Postgres
/// The hosts of an address, and in which order they are asked.
struct PostgresHosts {
    /// One of them, as libpq names it once it has answered.
    struct Place: Sendable, Hashable {
        let host: String
        let port: String
    }

    /// The options that have one item for each host, or none; `port` may have one for all.
    ///
    /// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS
    static let names = ["host", "hostaddr", "port"]

    private static let usualPort = "5432"

    /// The items of each option that has one for each host.
    private let lists: [String: [String]]
    private let count: Int

    /// Takes an address apart.
    ///
    /// - Parameter options: what it says, by ``names``.
    init(_ options: [String: String]) {
        let lists = options.filter { !$0.value.isEmpty }.mapValues { value in
            value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let count = max(lists["host"]?.count ?? 0, lists["hostaddr"]?.count ?? 0)
        self.lists = lists.filter { $0.value.count == count }
        self.count = count
    }

    /// What puts a host before the others: one that is gone without a word is waited for.
    ///
    /// - Parameter place: the one that answered last; `nil` before the first.
    /// - Returns: options that replace those of the address; none where it is first already, or is
    ///   not among them.
    func options(beginningAt place: Place?) -> [(name: String, value: String)] {
        guard let place, let first = (0..<count).first(where: { isAt($0, place) }), first > 0 else {
            return []
        }
        return Self.names.compactMap { name -> (name: String, value: String)? in
            guard var items = lists[name] else { return nil }
            let item = items.remove(at: first)
            items.insert(item, at: 0)
            return (name: name, value: items.joined(separator: ","))
        }
    }

    private func isAt(_ index: Int, _ place: Place) -> Bool {
        let names = [lists["host"]?[index], lists["hostaddr"]?[index]].compactMap { $0 }
        guard names.first(where: { !$0.isEmpty }) == place.host else { return false }
        guard let port = lists["port"]?[index] else { return true }
        // Where the address leaves a port out, some versions of libpq name none either.
        let ports = [port, place.port].map { $0.isEmpty ? Self.usualPort : $0 }
        return ports[0] == ports[1]
    }
}
#endif
