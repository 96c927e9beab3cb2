import Serialization

/// Source: the PHC string format, https://github.com/P-H-C/phc-string-format.
extension PasswordHash {
    /// A text for the database: `$scrypt$ln=15,r=8,p=3$SALT$KEY`, both in base 64 without padding.
    package var stored: String {
        let salt = Base64.text(salt, isPadded: false)
        let key = Base64.text(key, isPadded: false)
        return "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(salt)$\(key)"
    }

    /// Reads what was stored; nil if it is no hash, or takes more than `PasswordCost` allows.
    ///
    /// - Parameter stored: a row's text, which may be damaged.
    package init?(stored: String) {
        let fields = stored.utf8.prefix(Self.storedLimit)
            .split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty,
            fields[1].elementsEqual("scrypt".utf8), let cost = Self.cost(String(fields[2])),
            let salt = Base64.bytes(fields[3], isPadded: false), salt.count == Self.saltCount,
            let key = Base64.bytes(fields[4], isPadded: false), key.count == Self.keyCount
        else { return nil }
        self.init(cost: cost, salt: salt, key: key)
    }

    /// The most bytes that are looked at; a hash has about 90, and is none with more behind it.
    private static let storedLimit = 128

    private static func cost(_ text: String?) -> PasswordCost? {
        let numbers = text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        guard numbers.count == 3, let logN = number("ln=", numbers[0]),
            let r = number("r=", numbers[1]), let p = number("p=", numbers[2])
        else { return nil }
        return PasswordCost(logN: logN, r: r, p: p)
    }

    /// A number as `stored` writes it, without a sign or a leading zero.
    private static func number(_ name: String, _ text: Substring) -> Int? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        return Int(digits).flatMap { String($0) == digits ? $0 : nil }
    }
}
