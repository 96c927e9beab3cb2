extension StoreError {
    /// The same, said of the index: the log is as it was.
    var ofSearch: StoreError {
        switch self {
        case .damaged(let detail), .unavailable(let detail), .unreachable(let detail),
            .outcomeUnknown(let detail):
            .searchUnavailable(detail)
        case .storageFull: .searchUnavailable("no space is left for it")
        default: self
        }
    }
}
