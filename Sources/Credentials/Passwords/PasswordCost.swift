/// What it costs to try one password: memory and time, for the server as for whoever guesses.
///
/// Source: RFC 7914, section 2.
package struct PasswordCost: Hashable, Sendable {
    /// 128 MiB, and some tenths of a second of one core.
    ///
    /// Source: OWASP, Password Storage Cheat Sheet, scrypt.
    package static let standard = PasswordCost(trustedLogN: 17, r: 8, p: 1)
    /// For tests, which hash many passwords: 16 KiB and no time.
    ///
    /// It protects nothing.
    package static let minimal = PasswordCost(trustedLogN: 4, r: 8, p: 1)

    /// The most memory and work that a damaged row can ask for, in units of 128 bytes: twice and
    /// four times the standard's.
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
    /// or four times the work of the standard.
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

    /// Whether a guess costs less memory or less work than with another cost.
    ///
    /// - Parameter other: to compare with.
    /// - Returns: true if what is kept with this cost should be hashed anew with the other one.
    package func isCheaper(than other: PasswordCost) -> Bool {
        r << logN < other.r << other.logN || (r * p) << logN < (other.r * other.p) << other.logN
    }
}
