import ArgumentParser
import Foundation

/// What an import and an export are both told: which room of which server.
struct TransferOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The room.", valueName: "name"))
    var room: String

    @Option(
        help: ArgumentHelp(
            "A running server: http://HOST:PORT, https://HOST or unix:PATH.",
            valueName: "address"
        )
    )
    var server = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("A file that holds the operator's token.", valueName: "file"))
    var operatorTokenFile: String?

    /// The address of something under the room.
    ///
    /// - Parameter rest: what follows, with its slash.
    /// - Returns: a path from the server's root.
    func path(_ rest: String) -> String {
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "/"))
        let name = room.addingPercentEncoding(withAllowedCharacters: allowed) ?? room
        return "/rooms/\(name)\(rest)"
    }

    /// Whose words are taken for the operator's.
    ///
    /// - Parameter sources: of the program's settings, which name the data folder.
    /// - Returns: where the token is found.
    func credential(_ sources: SettingsSources) -> OperatorCredential {
        OperatorCredential(file: operatorTokenFile, sources: sources)
    }

    /// The way to the server.
    ///
    /// - Parameter sources: of the program's settings, whose certificate is trusted.
    /// - Returns: the way; nothing is connected yet.
    /// - Throws: ``CommandFailure`` when the address is none.
    func link(_ sources: SettingsSources) throws(CommandFailure) -> ServerLink {
        try ServerLink(server, sources)
    }
}
