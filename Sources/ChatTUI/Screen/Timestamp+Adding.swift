import ChatProtocol

extension Timestamp {
    /// The moment so much later.
    ///
    /// - Parameter more: milliseconds to add; may be negative.
    /// - Returns: a moment inside the bounds of a timestamp.
    func adding(milliseconds more: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        return Timestamp(milliseconds: overflow ? milliseconds : sum)
    }
}
