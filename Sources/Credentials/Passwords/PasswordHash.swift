/// What a server keeps of a password: it can tell the password again, and nothing tells it what the
/// password is.
package struct PasswordHash: Concealed, Sendable {
    static let saltCount = 16
    static let keyCount = 32

    /// What it cost to make, and costs to compare with.
    package let cost: PasswordCost
    let salt: [UInt8]
    let key: [UInt8]

    /// Why there is no hash, or no answer.
    package enum Failure: Error, Hashable {
        /// There is no memory for it now (`PasswordCost.byteCount`).
        case outOfMemory
        /// The password has over 1,024 bytes of UTF-8.
        case tooLong
    }

    /// Hashes a new password, and blocks for some tenths of a second.
    ///
    /// - Parameters:
    ///   - password: that `PasswordFault.check` lets pass.
    ///   - cost: of a comparison later on.
    /// - Throws: if there is no memory for it, or if it is too long for any password.
    package init(of password: String, cost: PasswordCost) throws(Failure) {
        guard let bytes = PasswordText.bytes(password) else { throw .tooLong }
        let salt = Self.random(Self.saltCount)
        let made = Scrypt.key(of: bytes, salt: salt, cost: cost, count: Self.keyCount)
        guard let made else { throw .outOfMemory }
        self.init(cost: cost, salt: salt, key: made)
    }

    init(cost: PasswordCost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Compares with a password that somebody gave, and blocks as long as making the hash did.
    ///
    /// The time depends on the cost alone, and on the length of what was given.
    ///
    /// - Parameter password: from anyone; over 1,024 bytes are no password, which is told at once.
    /// - Returns: true if it is the password.
    /// - Throws: if there is no memory for it, when nothing is known of the password.
    package func matches(_ password: String) throws(Failure) -> Bool {
        guard let bytes = PasswordText.bytes(password) else { return false }
        let made = Scrypt.key(of: bytes, salt: salt, cost: cost, count: key.count)
        guard let made else { throw .outOfMemory }
        return ConstantTime.areEqual(made, key)
    }

    /// Makes what the password of an unknown name is compared with, to take as long as a known
    /// name's.
    ///
    /// - Returns: a hash that no password matches.
    package static func decoy(cost: PasswordCost) -> PasswordHash {
        PasswordHash(cost: cost, salt: random(saltCount), key: random(keyCount))
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
