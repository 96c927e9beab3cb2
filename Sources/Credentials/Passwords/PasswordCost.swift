/// What it costs to try one password: memory and time, for the server as for whoever guesses.
///
/// Source: RFC 7914, section 2.
package struct PasswordCost: Hashable, Sendable {
    /// 32 MiB, and some tenths of a second of one core: of the costs that are as safe as one
    /// another, one of which two at a time fit a small machine.
    ///
    /// Source: OWASP, Password Storage Cheat Sheet, scrypt: N = 2^15, r = 8, p = 3.
    package static let standard = PasswordCost(trustedLogN: 15, r: 8, p: 3)

    /// The most memory and work that a damaged row can ask for, in units of 128 bytes: eight times
    /// and some five times the standard's.
    private static let memoryLimit = 2 << 20
    private static let workLimit = 4 << 20

    /// The binary logarithm of the cost, which is also the number of blocks.
    package let logN: Int
    /// The size of a block, in units of 128 bytes.
    package let r: Int
    /// How often the work is done.
    package let p: Int

    /// Takes a cost.
    ///
    /// It is nil if a number is out of its bounds, or all of them together need more than 256 MiB
    /// or some five times the work of the standard.
    ///
    /// - Parameters:
    ///   - logN: from 1 to 20, and below `16 * r`.
    ///   - r: from 1 to 32.
    ///   - p: from 1 to 16.
    package init?(logN: Int, r: Int, p: Int) {
        guard (1...20).contains(logN), (1...32).contains(r), (1...16).contains(p),
            logN < 16 * r, r << logN <= Self.memoryLimit, (r * p) << logN <= Self.workLimit
        else { return nil }
        self.init(trustedLogN: logN, r: r, p: p)
    }

    private init(trustedLogN logN: Int, r: Int, p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// Bytes that are needed while one password is hashed.
    package var byteCount: Int { 128 * r * (1 << logN + p + 2) }
}
