import ChatProtocol

/// What a log is when it is opened.
struct LogState: Sendable, Hashable {
    /// The name that is in every cursor of it.
    let name: LogName
    /// The position of its newest event; 0 before the first.
    let head: Int64
    /// Marks of it, that event's last, where others write the log too.
    var marks = SpacedMarks()
    /// How far the changes of access have come, where others make them too.
    var access = AccessMark()
    /// Names that it had, each with the last position that holds under it.
    var formerNames: [LogName: Int64] = [:]
    /// The last time that it knows: what the data folder keeps, or that of its newest event; `nil`
    /// for neither.
    var lastTime: Timestamp?
    /// What it has lost, for which it has another name now; `nil` for nothing.
    var loss: LogLoss?
}
