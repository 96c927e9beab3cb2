/// Where a database is that several machines can reach: a URL of PostgreSQL, which may hold a
/// password and so is shown to nobody.
package struct DatabaseAddress: Sendable, Hashable, CustomStringConvertible {
    /// As libpq reads it. Source: https://www.postgresql.org/docs/current/libpq-connect.html
    let url: String

    /// Takes a URL: `postgres://user@host,host/database?…`; `nil` for what is none of PostgreSQL,
    /// or holds a space or a control character.
    package init?(_ text: String) {
        guard Self.schemes.contains(where: text.hasPrefix), text.utf8.allSatisfy({ $0 > 0x20 })
        else { return nil }
        url = text
    }

    private static let schemes = ["postgres://", "postgresql://"]

    /// Whether a password ends elsewhere for libpq than for who wrote it, for want of an escape.
    ///
    /// libpq would take its rest for a host or a port, and print that.
    package var isAmbiguous: Bool {
        let (place, behind) = (url.prefix { $0 != "?" }, url.drop { $0 != "?" })
        let parts = place.split(separator: "/", omittingEmptySubsequences: false)
        let signs = place.count { $0 == "@" }
        guard signs > 0 else { return behind.contains("@") && hasOddPort(parts.dropFirst(2).first) }
        return signs > 1 || parts.dropFirst(3).contains { $0.contains("@") }
    }

    /// Whether what stands for a port is none, as the beginning of a password is.
    private func hasOddPort(_ hosts: Substring?) -> Bool {
        (hosts ?? "").split(separator: ",").contains { host in
            // An IPv6 address has colons of its own.
            let name = host.lastIndex(of: "]").map { host[$0...] } ?? host
            guard let colon = name.firstIndex(of: ":") else { return false }
            return !name[name.index(after: colon)...].allSatisfy { $0.isASCII && $0.isNumber }
        }
    }

    /// The hosts and the name of the database, without the user, the password and the parameters.
    package var description: String {
        let scheme = url.prefix { $0 != ":" }
        let rest = url.dropFirst(scheme.count + "://".count).prefix { $0 != "?" }
        // A password may hold what ends it elsewhere: only what is behind its last sign is shown.
        let place = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        return "\(scheme)://\(place)"
    }
}
