/// What a read is for.
///
/// Each kind has connections of its own and a queue of its own, so that none can keep another one
/// waiting.
package enum ReadKind: Sendable, Hashable, CaseIterable {
    /// A few rows by their keys.
    case lookup
    /// A page of the log that is an answer, or that a live stream catches up with.
    case page
    /// A page of rows that go on page by page: there may be as many of these as connections, and
    /// who asks for one page must not wait behind them.
    case rows
    /// A list of all rooms.
    case list
    /// What a search looks for, in the index and in the log.
    case search

    /// How many reads of the kind there are at the same time.
    var width: Int {
        switch self {
        case .lookup: 2
        case .page: 2
        case .rows: 2
        case .list: 1
        case .search: 2
        }
    }

    /// Connections that all kinds together have.
    static var connections: Int { allCases.reduce(0) { $0 + $1.width } }
}
