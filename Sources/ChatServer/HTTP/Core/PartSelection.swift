import ChatProtocol
import HTTPTypes

/// The parameters by which an address lets its clients ask for a part of what there is.
///
/// One that only other addresses read is refused: whoever asked for a part would take all for it.
/// Other names that no address has are ignored, as everywhere.
struct PartSelection: Sendable {
    private static let names: Set<String> = [
        "after", "around", "before", "level", "limit", "match", "on_gap", "order", "q", "rooms",
        "since", "tail", "timeout", "types", "user",
        // Those that no address has, which others have for the same.
        "author", "cursor", "offset", "page", "room", "sort", "type",
    ]

    /// By path; an address that has no parts is not in it.
    static let of: [String: PartSelection] = {
        var selections: [String: PartSelection] = [:]
        for operation in APIOperations.all where operation.method == .get {
            let own = names.intersection(operation.parameters.map(\.name))
            guard !own.isEmpty else { continue }
            selections[operation.path] = PartSelection(others: names.subtracting(own).sorted())
        }
        return selections
    }()

    private let others: [String]

    /// Looks for a parameter that the address does not read.
    ///
    /// - Parameter parameters: of a request for it.
    /// - Throws: `400 bad_parameter`.
    func check(_ parameters: QueryParameters) throws(Problem) {
        guard let other = others.first(where: { parameters[$0] != nil }) else { return }
        throw .badParameter(other, "left out: this address does not read it")
    }
}
