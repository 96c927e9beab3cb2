/// What a secret is for, and how its text looks.
package enum SecretKind: String, Hashable, Sendable, CaseIterable {
    /// Speaks for an account until it is revoked: `burble_` and 43 letters and digits, 256 bits.
    case token
    /// Opens one stream: `burble_ticket_` and as many.
    case ticket
    /// Is signed once by a key: `burble_challenge_` and as many.
    case challenge
    /// Is typed by people: four groups of four (`7KQM-3XWT-9ZFA-C2VE`), 80 bits.
    case invite

    /// What it begins with, by which a search finds one that was published by mistake.
    var prefix: String {
        switch self {
        case .token: "burble_"
        case .ticket: "burble_ticket_"
        case .challenge: "burble_challenge_"
        case .invite: ""
        }
    }

    /// Characters that are drawn.
    var drawnCount: Int { self == .invite ? 16 : 43 }

    /// Of what they are drawn.
    var alphabet: [UInt8] { self == .invite ? Self.typed : Self.alphanumeric }

    private static let alphanumeric = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )
    /// Without the letters I, L, O and U, which are read as 1, 1, 0 and V.
    ///
    /// Source: Crockford, Base 32.
    private static let typed = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
