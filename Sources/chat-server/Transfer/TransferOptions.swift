import ArgumentParser
import ChatProtocol

/// What an import and an export are both told: which room of which server.
struct TransferOptions: ParsableArguments {
    @Option(help: .of("name", "The room."))
    var room: String

    @OptionGroup var running: RunningServer
    @OptionGroup var token: OperatorTokenOption

    /// The address of something under the room.
    ///
    /// - Parameter rest: what follows, with its slash.
    /// - Returns: a path from the server's root.
    func path(_ rest: String) -> String { "/rooms/\(room.percentEncoded)\(rest)" }
}
