import ChatServer
import Foundation

/// Which server a data folder's operator token is for: the one that serves the folder, at the
/// address that it noted there.
struct TokenAudience {
    private let address: ListenAddress?

    /// Reads where the folder's server listens.
    ///
    /// - Parameter folder: the data folder.
    init(folder: String) {
        // Without a note no server is known to be the folder's.
        let text = try? String(contentsOfFile: folder + "/address", encoding: .utf8)
        address = text.flatMap {
            ListenAddress($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Whether a server is the folder's.
    ///
    /// - Parameter link: as it stands on the command line.
    /// - Returns: true for the address itself; for every name of this machine's own network where
    ///   the server listens on it.
    func includes(_ link: ServerLink) -> Bool {
        switch (address, link.place) {
        case (.unix(let own), .socket(let path)):
            return URL(fileURLWithPath: own).standardized.path
                == URL(fileURLWithPath: path).standardized.path
        case (.tcp(let own, let port), .host(let host, let asked)):
            guard port == asked else { return false }
            if own == host { return true }
            let isHere = ListenAddress("\(Self.bracketed(host)):\(asked)")?.isLoopback ?? false
            let takesHere =
                own == "0.0.0.0" || own == "::" || own == "localhost"
                || (ListenAddress("\(Self.bracketed(own)):\(port)")?.isLoopback ?? false)
            return isHere && takesHere
        default: return false
        }
    }

    private static func bracketed(_ host: String) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    }
}
