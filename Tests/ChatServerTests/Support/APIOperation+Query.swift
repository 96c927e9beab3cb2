@testable import ChatServer

extension APIOperation {
    /// A query of those parameters that the address reads: with another one it is refused, and
    /// nothing of it is tried.
    ///
    /// - Returns: such as `limit=1&timeout=1s`; empty where it reads none of them.
    func query(of wanted: KeyValuePairs<String, String>) -> String {
        let own = Set(parameters.filter { $0.place == "query" }.map(\.name))
        return wanted.filter { own.contains($0.key) }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
    }
}
