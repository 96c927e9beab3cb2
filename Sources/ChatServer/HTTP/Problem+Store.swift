import ChatProtocol
import ChatStore
import Logging

extension Problem {
    /// Turns what the store says into what a client is told, and tells the operator the rest.
    ///
    /// - Parameter error: what the store says.
    /// - Returns: the problem, without the store's own words.
    static func telling(_ error: StoreError) -> Problem {
        switch error {
        case .storageFull, .unavailable, .damaged, .searchUnavailable:
            Logger(label: "burble").error("the store failed", metadata: ["error": "\(error)"])
        default:
            // Refusals of the request, which the client is told whole.
            break
        }
        return Problem(error)
    }
}
