import ChatProtocol
import HTTPTypes
import NIOCore
import StreamingHTTP

/// The proxies that are believed when they tell from where a request comes.
///
/// Source: RFC 7239, and the usual `X-Forwarded-For` and `X-Forwarded-Proto`.
package struct TrustedProxies: Hashable, Sendable {
    /// Hops that are looked at; what lies further back is nobody's word.
    private static let hopLimit = 16

    private var ranges: [AddressRange] = []

    /// Trusts nobody.
    package init() {}

    /// Parses a list.
    ///
    /// - Parameter text: addresses and ranges with commas between; `nil` if one is neither.
    package init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = part.filter { !$0.isWhitespace }
            guard let range = AddressRange(word) else { return nil }
            ranges.append(range)
        }
    }

    /// Where a client is, as ``ClientNetwork`` tells.
    ///
    /// - Parameter fields: of the request; believed of a trusted proxy alone.
    /// - Returns: the last address that is no trusted proxy's.
    func address(of peer: SocketAddress?, _ fields: HTTPFields) -> String {
        guard let first = trusted(peer) else {
            // Who comes through a proxy of this machine that nobody named is not this machine.
            let key = ClientNetwork.key(of: peer)
            return Self.isMarked(fields) ? ClientNetwork.key(behind: key) : key
        }
        let told = Self.hops(inForwarded: fields) ?? Self.hops(in: fields) ?? []
        // A proxy that leaves a mark and no address passes on what somebody else sent.
        return address(behind: first, told.isEmpty && Self.isMarked(fields) ? [nil] : told)
    }

    /// Where a client is, by one of the two fields.
    private func address(behind first: IPAddress, _ hops: [IPAddress?]) -> String {
        var last = first
        for hop in hops.prefix(Self.hopLimit) {
            // What is no address is not believed, nor what lies behind it.
            guard let address = hop else {
                return ClientNetwork.key(behind: ClientNetwork.key(of: last))
            }
            // What another machine calls its own address is not this machine.
            if !Self.isLoopback(address) || Self.isLoopback(last) { last = address }
            guard isTrusted(address) else { break }
        }
        return ClientNetwork.key(of: last)
    }

    private static func isLoopback(_ address: IPAddress) -> Bool {
        ClientNetwork.isLocal(key: ClientNetwork.key(of: address))
    }

    /// Whether a proxy passed a request on: one of this machine leaves its mark on each.
    private static func isMarked(_ fields: HTTPFields) -> Bool {
        HTTPField.Name.proxyMarks.contains { fields[$0] != nil }
    }

    /// Whether a request tells of one client: a proxy writes one of the two fields, and passes on
    /// the other as its client sent it.
    ///
    /// - Returns: false where a trusted proxy's request has both, and they lead to different
    ///   clients: several proxies may end both with the same address.
    func tellOne(_ peer: SocketAddress?, _ fields: HTTPFields) -> Bool {
        guard let first = trusted(peer), let new = Self.hops(inForwarded: fields),
            let old = Self.hops(in: fields)
        else { return true }
        return address(behind: first, new) == address(behind: first, old)
    }

    /// Whether nobody on the way can read a password.
    ///
    /// - Parameter peer: who connected without TLS.
    /// - Returns: true for this machine itself, also beside a proxy on it, and behind a trusted
    ///   proxy that had it by TLS.
    func isPrivate(_ peer: SocketAddress?, _ fields: HTTPFields) -> Bool {
        let isLocal = ClientNetwork.isLocal(key: ClientNetwork.key(of: peer))
        if isLocal, !Self.isMarked(fields) { return true }
        guard trusted(peer) != nil else { return false }
        // Where a proxy writes the one, the other is its client's word.
        guard let protocols = fields[.forwardedProtocol] else { return isSecure(fields) }
        return FieldList.elements(of: protocols).last?.lowercased() == "https"
    }

    /// Whether `Forwarded` tells that the client itself came by TLS: what stands before its own
    /// element is its own word.
    private func isSecure(_ fields: HTTPFields) -> Bool {
        var isSecure = false
        for element in Self.elements(of: fields) ?? [] {
            guard let address = Self.address(in: element) else { return isSecure }
            isSecure = element.value(of: "proto")?.lowercased() == "https"
            guard isTrusted(address) else { return isSecure }
        }
        return isSecure
    }

    private func trusted(_ peer: SocketAddress?) -> IPAddress? {
        guard !ranges.isEmpty, let address = peer?.ipAddress.flatMap({ IPAddress($0) }),
            isTrusted(address)
        else { return nil }
        return address
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// The addresses on the way, the nearest first, each `nil` if it cannot be read; `nil` without
    /// the field.
    private static func hops(inForwarded fields: HTTPFields) -> [IPAddress?]? {
        elements(of: fields)?.map { address(in: $0) }
    }

    /// The same of `X-Forwarded-For`.
    private static func hops(in fields: HTTPFields) -> [IPAddress?]? {
        // Bytes: what a letter joins with in Unicode hides no separator.
        fields[.forwardedFor].map { list in
            list.utf8.split(separator: UInt8(ascii: ",")).suffix(hopLimit).reversed()
                .map { address(in: Substring($0)) }
        }
    }

    private static func elements(of fields: HTTPFields) -> [ForwardedElement]? {
        fields[.forwarded].map { ForwardedElement.lastFirst(in: $0, atMost: hopLimit) }
    }

    private static func address(in element: ForwardedElement) -> IPAddress? {
        element.value(of: "for").flatMap { address(in: $0) }
    }

    /// An address, maybe with a port, that of IPv6 maybe in brackets.
    private static func address(in text: some StringProtocol) -> IPAddress? {
        let word = String(text).filter { !$0.isWhitespace }
        if word.hasPrefix("[") {
            guard let end = word.firstIndex(of: "]") else { return nil }
            return IPAddress(word[..<end].dropFirst())
        }
        return IPAddress(word) ?? IPAddress(word.prefix { $0 != ":" })
    }
}

extension HTTPField.Name {
    static let forwarded = known("Forwarded")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProtocol = known("X-Forwarded-Proto")
}
