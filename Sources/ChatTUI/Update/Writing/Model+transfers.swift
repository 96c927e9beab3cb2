import ChatProtocol

/// Files on their way.
extension Model {
    /// Does one of the commands for files.
    ///
    /// - Throws: why it is not done.
    mutating func transfer(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        switch command.kind {
        case .upload: return try upload(command, argument)
        case .download: return try download(command, argument)
        case .view: return try showPicture(command, argument)
        case .cancel: return try cancelTransfer(argument)
        default: return []
        }
    }

    // MARK: - Beginning

    /// What is said where a path may have been cut at its blanks.
    static let blankWords = "a path with blanks stands in quotes"

    /// `/upload PATH [NAME]`: a path with blanks stands in quotes, or has backslashes before them.
    private mutating func upload(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let words = ShellWords(argument).words
        guard let path = words.first, words.count <= 2 else { throw CommandFault(usage: command) }
        var name: FileName?
        if words.count == 2 {
            do throws(NameError) {
                name = try FileName(words[1])
            } catch {
                throw CommandFault("\(words[1]): \(error)")
            }
        }
        return try begin(.send(path: FileAddress.path(path), name: name, room: room.name))
    }

    /// `/download [N] [PATH]`: the Nth newest file that is loaded.
    private mutating func download(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        var words = ShellWords(argument).words
        var number = 1
        if let first = words.first, let asked = Command.number(first) {
            guard asked > 0 else { throw CommandFault(usage: command) }
            number = asked
            words.removeFirst()
        }
        guard words.count <= 1 else { throw CommandFault(Self.blankWords) }
        let files = files
        guard number <= files.count else {
            throw CommandFault(
                files.isEmpty ? "no file is loaded here" : "files that are loaded: \(files.count)"
            )
        }
        return try begin(.fetch(files[number - 1], path: words.first.map(FileAddress.path)))
    }

    /// Begins a transfer.
    ///
    /// - Parameter job: what is to be done.
    /// - Throws: that there are too many already.
    mutating func begin(_ job: Transfer.Job) throws(CommandFault) -> [Effect] {
        guard transfers.count < Transfer.limit else {
            throw CommandFault("\(Transfer.limit) files are on their way; /cancel stops one")
        }
        nextTransfer += 1
        var transfer = Transfer(number: nextTransfer, job: job)
        transfer.asked = Transfer.Place(room: room.name, line: room.editor.text)
        transfers.append(transfer)
        return [.transfer(transfer.number, job)]
    }

    /// The files of the room in front, the newest first, without what was taken back.
    var files: [FileReference] {
        room.timeline.events.reversed().compactMap { event in
            guard case .message(let message) = event.content,
                !room.currentMessage(of: event.seq, for: name).isDeleted
            else { return nil }
            return message.file
        }
    }

    // MARK: - Going on

    /// Takes the driver's word on a transfer.
    mutating func take(_ report: Transfer.Report, of number: Int) -> [Effect] {
        guard let place = transfers.firstIndex(where: { $0.number == number }) else { return [] }
        switch report {
        case .moved(let done, let total):
            transfers[place].done = done
            transfers[place].total = total ?? transfers[place].total
            transfers[place].reason = nil
        case .waiting(let reason): transfers[place].reason = reason
        case .arrived(let path): return showPicture(transfers.remove(at: place), at: path)
        case .ended(let words):
            transfers.remove(at: place)
            return show(notice: words)
        case .failed(let words):
            noteUndone(transfers.remove(at: place).order)
            return show(notice: words)
        }
        return []
    }

    /// Stops a transfer: the newest, or the one that is named.
    ///
    /// - Parameter name: a part of the file's name; may be empty.
    /// - Throws: that there is none.
    func cancelTransfer(_ name: String = "") throws(CommandFault) -> [Effect] {
        let wanted = name.lowercased()
        let found = transfers.last { transfer in
            wanted.isEmpty || transfer.name.lowercased().firstRange(of: wanted) != nil
        }
        guard let found else { throw CommandFault("no such file is on its way") }
        return [.cancelTransfer(found.number)]
    }
}
