package import ChatProtocol

/// Whom the operator keeps out of the server.
package enum Outcast: Hashable, Sendable, CustomStringConvertible {
    case name(MemberName)
    /// An address or a range of them, as ``init(address:)`` writes it.
    case address(String)

    /// Names an address.
    ///
    /// - Parameter text: as it was typed or listed; in one spelling alone from here on, and as it
    ///   is where it is none.
    package init(address text: String) {
        self = .address(AddressRange(text)?.description ?? text)
    }

    /// Characters of an address that show; none that means something has more.
    private static let shownLimit = 100

    package var description: String {
        switch self {
        // It would be read as an address.
        case .name(let name) where Self.isAddress(name.description): "@\(name)"
        case .name(let name): name.description
        case .address(let text): SafeText(text.prefix(Self.shownLimit)).singleLine
        }
    }

    /// Whether a word is meant as an address: a name may have dots and digits too, and has an `@`
    /// before it where it looks like one.
    ///
    /// - Returns: also `true` for what the server will not take for one.
    static func isAddress(_ text: String) -> Bool {
        if text.contains(where: { $0 == ":" || $0 == "/" }) { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
            }
    }
}

/// A ban from the server.
package struct OutcastBan: Hashable, Sendable {
    package var outcast: Outcast
    /// `nil` is for ever.
    package var until: Timestamp?
    /// As it was written; it may hold anything.
    package var reason: String?
    /// Who banned; `nil` where the server did not tell.
    package var user: MemberName?

    /// Makes a ban.
    ///
    /// - Parameter until: when it ends.
    package init(
        _ outcast: Outcast,
        until: Timestamp? = nil,
        reason: String? = nil,
        by user: MemberName? = nil
    ) {
        self.outcast = outcast
        self.until = until
        self.reason = reason
        self.user = user
    }
}

/// What the operator decides about the server.
package enum ServerBanOrder: Hashable, Sendable {
    /// Keep somebody out, until a span as people write it is over.
    case ban(Outcast, until: String?, reason: String?)
    /// Let them in again.
    case lift(Outcast)
    /// Tell who is kept out.
    case list
}

/// What came of such an order.
package enum ServerBanAnswer: Hashable, Sendable {
    case banned(OutcastBan)
    case lifted(Outcast)
    /// All bans, in the server's order.
    case list([OutcastBan])
    /// It was not done; the reason is for people.
    case notDone(reason: String)
}
