import ChatProtocol
import Glibc
package import SmallFiles

/// The file of the token for a server, which only its owner can read.
package struct TokenFile: Sendable {
    /// Bytes of a file; a longer one was not written by this client.
    private static let byteLimit = 4 * 1024

    private let folder: StateFolder
    private let name: String
    private let server: ServerAddress

    /// Why there is a file, and its token is not used.
    ///
    /// The text is for people.
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// Others could have read or written it.
        case exposed(path: String)
        /// It is not of this client's making.
        case notUnderstood(path: String)
        /// What the system said.
        case unreadable(SmallFileFailure)

        package var description: String {
            switch self {
            case .exposed(let path):
                "\(path): others can read or change it: make it yours alone (chmod 600), or sign "
                    + "in anew"
            case .notUnderstood(let path): "\(path): no token is understood: sign in anew"
            case .unreadable(let error): error.description
            }
        }
    }

    /// Names the file; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - state: the folder for what must outlive the process.
    ///   - server: whom the token is for.
    package init(in state: StateFolder, for server: ServerAddress) {
        folder = StateFolder(path: state.file("tokens"))
        name = StateFolder.stem(for: server, as: nil)
        self.server = server
    }

    /// Where it lies.
    package var path: String { folder.file(name) }

    /// Reads the token.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: `nil` if there is no file.
    /// - Throws: why it is not used.
    package func load() throws(Refusal) -> SignedIn? {
        let bytes: [UInt8]?
        do throws(SmallFileFailure) {
            let file = try SmallFile(path, .own)
            bytes = file.isOwn && file.isPrivate ? try file.bytes(upTo: Self.byteLimit) : nil
        } catch {
            if error.isMissing { return nil }
            throw .unreadable(error)
        }
        guard let bytes else { throw .exposed(path: path) }
        guard let found = parsed(bytes) else { throw .notUnderstood(path: path) }
        return found
    }

    /// Keeps a token, in the place of an earlier one.
    ///
    /// Blocks on the disk.
    package func save(_ signedIn: SignedIn) throws(FileError) {
        try folder.make()
        let lines = [
            "server \(server)", "name \(signedIn.name)", "id \(signedIn.id)",
            "token \(signedIn.token)",
        ]
        try PosixFile.replace(path, with: lines.flatMap { Array(($0 + "\n").utf8) })
    }

    /// Forgets the token.
    ///
    /// Blocks on the disk.
    package func remove() {
        // What is not there is removed already.
        unsafe unlink(path)
    }

    private func parsed(_ bytes: [UInt8]) -> SignedIn? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var fields: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            fields[parts[0]] = String(parts[1])
        }
        // A file that was moved here from another server's place is not for this one.
        guard fields["server"] == server.description,
            let name = fields["name"].flatMap({ try? MemberName($0) }),
            let id = fields["id"], let token = fields["token"], Self.isToken(token)
        else { return nil }
        return SignedIn(name: name, id: id, token: token)
    }

    /// Whether a text can stand in a field of a request.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
}
