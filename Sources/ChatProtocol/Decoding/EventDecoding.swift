/// Reads the events of a stream from bytes that arrive in any split.
package protocol EventDecoding: Sendable {
    /// Takes bytes, and gives the events they complete.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Returns: events, in order; those of unknown types are left out.
    /// - Throws: why the bytes are no stream of this format. What stands before the fault is given
    ///   first, and the failure by the next call; after that there is nothing more.
    mutating func decode(_ bytes: some Collection<UInt8>) throws(DecodingFailure) -> [Event]

    /// Ends an input that is whole: a file, an upload, a stream that said `bye`.
    ///
    /// - Returns: the event that had no line break yet, if the format allows that.
    /// - Throws: the failure that was not given yet, or why what is left is no event.
    mutating func finish() throws(DecodingFailure) -> [Event]
}

/// Holds a failure back until what stands before it was given.
struct HeldFailure: Sendable {
    private var failure: DecodingFailure?

    /// Runs a step that adds to `events`, unless an earlier one failed.
    ///
    /// - Throws: the failure, when there is nothing to give before it.
    mutating func collect<Value>(
        into events: inout [Value],
        _ step: (inout [Value]) throws(DecodingFailure) -> Void
    ) throws(DecodingFailure) {
        if let failure { throw failure }
        do {
            try step(&events)
        } catch {
            failure = error
            if events.isEmpty { throw error }
        }
    }
}
