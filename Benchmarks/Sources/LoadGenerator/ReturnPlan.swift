/// Streams that come back: each begins behind an event that it has seen, and has missed what
/// followed.
package struct ReturnPlan: Sendable {
    /// Where streams begin: each cursor stands one more message of each room behind the one before.
    package let cursors: [String]
    /// Messages of each room that followed the first cursor; more than there are further cursors.
    package let missed: Int

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - cursors: at least one; letters, digits and dots.
    ///   - missed: from 1; each stream misses at least one.
    /// - Throws: `LoadError` that names the option and its bounds.
    package init(cursors: [String], missed: Int) throws(LoadError) {
        let isPlain = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2E
        }
        guard !cursors.isEmpty, cursors.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isPlain) })
        else { throw LoadError("--since: cursors of letters, digits and dots, with commas") }
        guard (cursors.count...99_999_999).contains(missed) else {
            throw LoadError("--missed \(missed): from \(cursors.count), the count of cursors")
        }
        self.cursors = cursors
        self.missed = missed
    }

    /// How many messages of its room a stream had seen behind the first cursor; they are numbered
    /// from 0, so that it is the number of the first that it has missed.
    ///
    /// - Parameters:
    ///   - stream: its number, from 0.
    ///   - rooms: over which the streams are spread.
    /// - Returns: the place of its cursor.
    func seen(by stream: Int, rooms: Int) -> Int { stream / rooms % cursors.count }
}
