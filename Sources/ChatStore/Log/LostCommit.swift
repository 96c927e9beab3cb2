/// A transaction whose connection broke in the commit: what the log has at the place of its first
/// event tells whether it was done.
///
/// Positions are given under the log's lock, which whoever looks has: the transaction is over by
/// then, and its place is its own, free, or somebody else's.
struct LostCommit {
    /// What became of it.
    enum Fate: Equatable {
        /// It is in the log, whole.
        case committed
        /// Nothing of it is in the log.
        case undone
        /// The event that would tell was removed since.
        case unknown
    }

    /// The position of its first event.
    let first: Int64
    /// Who wrote it.
    let writer: NodeNumber

    /// Judges what is in the log now.
    ///
    /// - Parameters:
    ///   - found: who wrote the event at ``first``; `nil` when there is none, or nobody is named.
    func fate(head: Int64, writtenBy found: NodeNumber?) -> Fate {
        if head < first { return .undone }
        guard let found else { return .unknown }
        return found == writer ? .committed : .undone
    }
}
