import Foundation
import SmallFiles

/// Where the operator's token is found.
struct OperatorCredential {
    /// A file that was named for it; `nil` for none.
    let file: String?
    /// Of the program itself, which name the data folder; `nil` for those that are usual.
    let options: ServerOptions?

    /// The token that is named outright, or that of the data folder for the folder's own server.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter link: whom it is to be sent to.
    /// - Returns: the token.
    /// - Throws: ``CommandFailure`` when there is none for that server.
    func token(for link: ServerLink) throws(CommandFailure) -> String {
        let environment = ProcessInfo.processInfo.environment
        let token = environment.text("CHAT_OPERATOR_TOKEN")
        if let token, file == nil, options?.data == nil {
            return try Self.checked(token, "CHAT_OPERATOR_TOKEN")
        }
        let what = "the operator's token"
        if let file { return try Self.read(file, what) }
        return try Self.read(ownFile(environment, for: link), what)
    }

    /// The field that a request has with it.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter link: whom it is to be sent to.
    /// - Returns: the field's name and value.
    /// - Throws: ``CommandFailure`` when there is no token for that server.
    func field(for link: ServerLink) throws(CommandFailure) -> (String, String) {
        ("Authorization", "Bearer \(try token(for: link))")
    }

    /// The same where nothing but what is everybody's may be asked for without it.
    ///
    /// - Parameter link: whom it is to be sent to.
    /// - Returns: the field; none where no token was named and the folder's is not for that server.
    /// - Throws: ``CommandFailure`` when one was named that cannot be read.
    func fieldIfKnown(for link: ServerLink) throws(CommandFailure) -> [(String, String)] {
        let environment = ProcessInfo.processInfo.environment
        let isNamed = file != nil || environment.text("CHAT_OPERATOR_TOKEN") != nil
        do {
            return [try field(for: link)]
        } catch {
            // Without a token one is nobody, who may ask too.
            guard isNamed || error.exit == .usage else { return [] }
            throw error
        }
    }

    /// Reads a token from a file.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - what: whose token it is, for people.
    /// - Returns: the token.
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

    /// Bytes of a token's file at the most.
    private static let byteLimit = 4096

    /// A token without the blanks around it.
    private static func checked(
        _ text: String,
        _ place: String
    ) throws(CommandFailure) -> String {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw CommandFailure(.noPermission, "\(place) holds no token: one line of ASCII")
        }
        return token
    }

    private func ownFile(
        _ environment: [String: String],
        for link: ServerLink
    ) throws(CommandFailure) -> String {
        let named = try options.map { options throws(CommandFailure) in
            try SettingsSources(options: options).value("data")
        }
        let home = SettingsSources.dataHome(environment).map { $0 + "/burble" }
        guard let folder = (named ?? nil) ?? home else {
            throw CommandFailure(
                .usage,
                "there is no home folder: name the token's file or --data"
            )
        }
        guard TokenAudience(folder: folder).includes(link) else {
            throw CommandFailure(
                .noPermission,
                "the token in \(folder) is for the server of that folder, and \(link.address) is "
                    + "not known to be it: --operator-token-file names a token to send there"
            )
        }
        return folder + "/operator.token"
    }
}
