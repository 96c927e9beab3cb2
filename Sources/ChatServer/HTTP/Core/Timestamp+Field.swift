import ChatProtocol

extension Timestamp {
    /// Reads a field of a body: a time, or how long from now.
    ///
    /// - Parameters:
    ///   - text: what it holds; `nil` if it is missing.
    ///   - now: from which a span counts.
    /// - Returns: the time; `nil` for a missing field.
    /// - Throws: `400 bad_parameter`.
    static func field(
        _ name: String,
        _ text: String?,
        from now: Timestamp
    ) throws(Problem) -> Timestamp? {
        guard let text else { return nil }
        if let time = Timestamp(text) { return time }
        guard let span = TimeSpan(text) else {
            throw .badParameter(name, "a time (RFC 3339), or a span like 10m, 2h or 3d")
        }
        return Timestamp(milliseconds: now.milliseconds + span.milliseconds)
    }

    /// Reads a field of a body that says when something ends which begins now.
    ///
    /// - Parameters:
    ///   - text: what it holds; `nil` if it is missing.
    ///   - now: from which a span counts.
    /// - Returns: the time; `nil` for a missing field.
    /// - Throws: `400 bad_parameter`, also for a time that has passed.
    static func end(
        _ name: String,
        _ text: String?,
        from now: Timestamp
    ) throws(Problem) -> Timestamp? {
        let time = try field(name, text, from: now)
        guard time.map({ $0 > now }) ?? true else {
            throw .badParameter(name, "has passed: a time to come, or a span like 10m, 2h or 3d")
        }
        return time
    }
}
