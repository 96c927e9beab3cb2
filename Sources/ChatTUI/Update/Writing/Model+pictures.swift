import ChatProtocol

/// Pictures, which show when they are asked for.
extension Model {
    /// Bytes of a picture at most; a larger one can be fetched as a file.
    static let pictureLimit: Int64 = 32 * 1_024 * 1_024

    /// `/view [N]`: shows the Nth newest picture that is loaded.
    ///
    /// - Parameter argument: the number; the newest if it is empty.
    /// - Throws: why it is not shown.
    mutating func showPicture(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let number = argument.isEmpty ? 1 : Command.number(argument) ?? 0
        guard number > 0 else { throw CommandFault(usage: command) }
        let pictures = files.filter(\.isPicture)
        guard number <= pictures.count else {
            throw CommandFault(
                pictures.isEmpty
                    ? "no picture is loaded here" : "pictures that are loaded: \(pictures.count)"
            )
        }
        return try showPicture(pictures[number - 1])
    }

    /// Shows a file of a message.
    ///
    /// - Throws: why it is not shown.
    mutating func showPicture(_ file: FileReference) throws(CommandFault) -> [Effect] {
        guard options.pictures != .off else {
            throw CommandFault("pictures are off; /set pictures auto shows them")
        }
        guard file.isPicture else { throw CommandFault("it is not a picture but \(file.type)") }
        guard file.size <= Self.pictureLimit else {
            let limit = Self.pictureLimit / 1_024 / 1_024
            throw CommandFault("it is larger than \(limit) MB; /download fetches it")
        }
        return try begin(.show(file))
    }

    /// Shows a picture that has come, unless the person does something else by now.
    ///
    /// - Returns: that it is shown, or thrown away.
    mutating func showPicture(_ transfer: Transfer, at path: String) -> [Effect] {
        let place = Transfer.Place(room: room.name, line: room.editor.text)
        guard transfer.asked == place else {
            return show(notice: "\(transfer.name) has come; /view shows it")
                + [.showPicture(path: path, isWanted: false)]
        }
        return [.showPicture(path: path, isWanted: true)]
    }
}

extension FileReference {
    /// Whether whoever sent it called it a picture.
    var isPicture: Bool { type.lowercased().hasPrefix("image/") }
}
