/// Lines for people: `07:40:00 alice: hello`, and control lines that begin with `# `.
///
/// Whatever came from a person passes ``SafeText``, and no line begins with any of it.
struct TextFormat {
    /// Stands before the further lines of a message, as wide as the time and a space.
    static let continuation = "         | "

    /// Whether each line says its room.
    let namesRooms: Bool

    /// Appends an event's lines.
    ///
    /// - Parameters:
    ///   - event: any event; `typing` and `read` are nothing.
    ///   - bytes: what they are appended to.
    func append(_ event: Event, to bytes: inout [UInt8]) {
        switch event {
        case .durable(let event):
            if case .message(let message) = event.content {
                append(message, of: event, to: &bytes)
            } else {
                append(controls: ControlLines.of(event), in: event.room, to: &bytes)
            }
        case .ephemeral(.presence(let room, let user, let here)):
            append(controls: [here ? "\(user) is here" : "\(user) left"], in: room, to: &bytes)
        case .ephemeral(.typing), .ephemeral(.read):
            break
        case .control(let event):
            for line in ControlLines.of(event, namesRooms: namesRooms) {
                append("# \(line)", to: &bytes)
            }
        }
    }

    private func append(_ message: Message, of event: DurableEvent, to bytes: inout [UInt8]) {
        let lines = SafeText(message.text).lines
        let room = namesRooms ? "[\(event.room)] " : ""
        let speaker = message.kind == .action ? "* \(event.user)" : "\(event.user):"
        append("\(event.at.timeText) \(room)\(speaker) \(lines[0])", to: &bytes)
        for line in lines.dropFirst() { append(Self.continuation + line, to: &bytes) }
        if let file = message.file {
            let name = SafeText(file.name).singleLine
            let url = SafeText(file.url).singleLine
            append("\(Self.continuation)file \(name), \(file.size) bytes: \(url)", to: &bytes)
        }
    }

    private func append(controls: [String], in room: RoomName, to bytes: inout [UInt8]) {
        let place = namesRooms ? "\(room): " : ""
        for line in controls { append("# \(place)\(line)", to: &bytes) }
    }

    private func append(_ line: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }
}
