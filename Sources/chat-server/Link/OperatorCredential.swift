import Foundation
import SmallFiles

/// Where the operator's token is found.
struct OperatorCredential {
    private static let variable = "CHAT_OPERATOR_TOKEN"
    private static let what = "the operator's token"
    /// Bytes of a token's file at the most.
    private static let byteLimit = 4096

    /// A file that was named for it; `nil` for none.
    let file: String?
    /// Of the program's settings, which name the data folder.
    let sources: SettingsSources

    /// The token that is named outright, or that of the data folder for the folder's own server.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter link: whom it is to be sent to.
    /// - Throws: ``CommandFailure`` when there is none for that server.
    func token(for link: ServerLink) throws(CommandFailure) -> String {
        if let token = try namedToken() { return token }
        guard let folder = try dataFolder() else {
            throw CommandFailure(.usage, "there is no home folder: name the token's file or --data")
        }
        guard Self.mayBeThere(Self.file(in: folder)) else {
            throw CommandFailure(
                .noPermission,
                "there is no operator's token in \(folder): --data names the server's folder, and "
                    + "--operator-token-file a file with its token"
            )
        }
        let audience = TokenAudience(folder: folder)
        guard audience.includes(link) else {
            let places = audience.places.isEmpty ? "" : " (that one is at \(audience.places))"
            throw CommandFailure(
                .noPermission,
                "the token in \(folder) is for the server of that folder, and \(link.address) is "
                    + "not known to be it\(places): --operator-token-file names a token to send "
                    + "there"
            )
        }
        return try Self.read(Self.file(in: folder), Self.what)
    }

    /// The field that a request has with it.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter link: whom it is to be sent to.
    /// - Returns: the field's name and value.
    /// - Throws: ``CommandFailure`` when there is no token for that server.
    func field(for link: ServerLink) throws(CommandFailure) -> (String, String) {
        Self.field(try token(for: link))
    }

    /// The same where nothing but what is everybody's may be asked for without it.
    ///
    /// Blocks on the disk. Without a token one is nobody, who may ask too: one that nobody named
    /// for this server is not sent to it where others could read it on the way.
    ///
    /// - Returns: the field; none where no token was named and the folder's is not for that server.
    /// - Throws: ``CommandFailure`` when one was named that cannot be read, or the settings cannot.
    func fieldIfKnown(for link: ServerLink) throws(CommandFailure) -> [(String, String)] {
        guard file != nil || environmentToken == nil || link.isConfidential else { return [] }
        if let token = try namedToken() { return [Self.field(token)] }
        guard let folder = try dataFolder(), TokenAudience(folder: folder).includes(link),
            // One that belongs to another user cannot be read.
            let token = try? Self.read(Self.file(in: folder), Self.what)
        else { return [] }
        return [Self.field(token)]
    }

    /// Reads a token from a file.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter what: whose token it is, for people.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    static func read(_ path: String, _ what: String) throws(CommandFailure) -> String {
        let text: String
        do throws(SmallFileFailure) {
            text = try SmallFile(path).text(upTo: byteLimit)
        } catch {
            throw CommandFailure(.noPermission, "cannot read \(what) in \(path): \(error.words)")
        }
        return try checked(text, path)
    }

    /// A token without the blanks around it.
    private static func checked(_ text: String, _ place: String) throws(CommandFailure) -> String {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw CommandFailure(.noPermission, "\(place) holds no token: one line of ASCII")
        }
        return token
    }

    /// The token that is named outright: by a file, or by the environment.
    private func namedToken() throws(CommandFailure) -> String? {
        if let file { return try Self.read(file, Self.what) }
        guard let token = environmentToken else { return nil }
        return try Self.checked(token, Self.variable)
    }

    /// The environment's, unless the command line names a folder that has one.
    private var environmentToken: String? {
        guard sources.options.data == nil else { return nil }
        return ProcessInfo.processInfo.environment.text(Self.variable)
    }

    /// The folder of the settings; `nil` where none is set, and the user has no home.
    private func dataFolder() throws(CommandFailure) -> String? {
        if let folder = try sources.value("data") { return folder }
        let folders = UserFolders(ProcessInfo.processInfo.environment, asksSystem: true)
        return folders.data.map { $0 + "/burble" }
    }

    /// Whether something is at a path, or cannot be told to be missing.
    private static func mayBeThere(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0 || errno != ENOENT
    }

    private static func file(in folder: String) -> String { folder + "/operator.token" }

    private static func field(_ token: String) -> (String, String) {
        ("Authorization", "Bearer \(token)")
    }
}
