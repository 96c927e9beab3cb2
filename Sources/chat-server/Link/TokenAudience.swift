import ChatClient
import ChatServer
import Foundation
import SmallFiles

/// Which server a data folder's operator token is for: the one that serves the folder, at the
/// addresses that it noted there.
struct TokenAudience {
    /// Bytes of the note at the most.
    private static let byteLimit = 64 * 1024

    private let addresses: [ListenAddress]

    /// Reads where the folder's server listens.
    init(folder: String) {
        // Without a note no server is known to be the folder's.
        let text = try? SmallFile(folder + "/address", .plain).text(upTo: Self.byteLimit)
        addresses = (text ?? "").split(whereSeparator: \.isNewline).compactMap {
            ListenAddress($0.trimmingCharacters(in: .whitespaces))
        }
    }

    /// Where the folder's server listens, for people; empty where it has noted nothing.
    var places: String { addresses.map(\.description).joined(separator: ", ") }

    /// Whether a server is the folder's.
    ///
    /// - Parameter link: as it stands on the command line.
    /// - Returns: true for an address itself; for every name of this machine's own network where
    ///   the server listens on it.
    func includes(_ link: ServerLink) -> Bool {
        addresses.contains { Self.includes($0, link) }
    }

    private static func includes(_ address: ListenAddress, _ link: ServerLink) -> Bool {
        switch (address, link.place) {
        case (.unix(let own), .socket(path: let path)):
            return WholePath.isSame(own, path)
        case (.tcp(let own, let port), .host(let host, port: let asked)):
            guard port == asked else { return false }
            if own == host { return true }
            let isHere = ListenAddress("\(bracketed(host)):\(asked)")?.isLoopback ?? false
            let takesHere = address.isEveryAddress || address.isLoopback
            return isHere && takesHere
        default: return false
        }
    }

    private static func bracketed(_ host: String) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    }
}
