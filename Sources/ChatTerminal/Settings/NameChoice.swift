import ChatProtocol

/// Finds a name for someone who gave none.
enum NameChoice {
    /// The system's name for the user, as far as it fits; else a guest's.
    ///
    /// - Parameters:
    ///   - user: the system's name, such as `$USER`; may be anything.
    ///   - generator: the source of randomness for a guest's name.
    static func name(
        for user: String?,
        using generator: inout some RandomNumberGenerator
    ) -> MemberName {
        let fitting = (user ?? "").unicodeScalars.filter { scalar in
            // A scalar is asked for by itself: what is no name alone is left out.
            (try? MemberName(String(scalar))) != nil
        }
        let text = String(String.UnicodeScalarView(fitting.prefix(MemberName.byteLimit)))
        if let name = try? MemberName(text) { return name }
        let number = String(UInt32.random(in: 0..<1_679_616, using: &generator), radix: 36)
        let digits = String(repeating: "0", count: 4 - number.count) + number
        // Four characters of base 36 always make a name.
        return (try? MemberName("guest-\(digits)")) ?? .guest
    }
}
