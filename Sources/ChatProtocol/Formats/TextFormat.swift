import Serialization

/// Lines for people: `07:40:00 alice: hello`, and control lines that begin with `# `.
///
/// Whatever came from a person passes ``SafeText``, and no line begins with any of it.
struct TextFormat {
    /// Stands before the further lines of a message, as wide as the time and a space.
    static let continuation: StaticString = "         | "
    /// Bytes before a message's text at the very most.
    private static let headLimit = 20 + RoomName.byteLimit + MemberName.byteLimit

    /// Whether each line says its room.
    let namesRooms: Bool

    /// Appends an event's lines.
    ///
    /// - Parameter event: any event; `typing` and `read` are nothing.
    func append(_ event: Event, to bytes: inout [UInt8]) {
        switch event {
        case .durable(let event):
            if case .message(let message) = event.content {
                append(message, of: event, to: &bytes)
                guard let state = message.state else { return }
                let line = ControlLines.of(state, ofMessage: event.seq)
                append(controls: [line], in: event.room, to: &bytes)
            } else {
                append(controls: ControlLines.of(event), in: event.room, to: &bytes)
            }
        case .ephemeral(.presence(let room, let user, let here)):
            append(controls: [here ? "\(user) is here" : "\(user) left"], in: room, to: &bytes)
        case .ephemeral(.typing), .ephemeral(.read):
            break
        case .control(let event):
            for line in ControlLines.of(event, namesRooms: namesRooms) {
                bytes.append(literal: "# ")
                bytes.append(text: line)
                bytes.append(UInt8(ascii: "\n"))
            }
        }
    }

    private func append(_ message: Message, of event: DurableEvent, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.headLimit) { room in
            event.at.appendTime(to: &room)
            if namesRooms {
                room.append(literal: " [")
                room.append(text: event.room.description)
                room.append(UInt8(ascii: "]"))
            }
            room.append(literal: message.kind == .action ? " * " : " ")
            room.append(text: event.user.description)
            room.append(literal: message.kind == .action ? " " : ": ")
        }
        append(SafeText(message.text), to: &bytes)
        if let file = message.file { append(file, to: &bytes) }
    }

    /// Appends a text whose first line has begun.
    private func append(_ text: SafeText, to bytes: inout [UInt8]) {
        text.description.withBytes { utf8 in
            var start = 0
            for end in utf8.indices where utf8[end] == UInt8(ascii: "\n") {
                bytes.append(copyOf: utf8.extracting(start...end))
                bytes.append(literal: Self.continuation)
                start = end + 1
            }
            bytes.append(copyOf: utf8.extracting(start..<utf8.count))
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private func append(_ file: FileReference, to bytes: inout [UInt8]) {
        bytes.append(literal: Self.continuation)
        bytes.append(literal: "file ")
        bytes.append(text: SafeText(file.name).singleLine)
        bytes.append(literal: ", ")
        bytes.append(decimal: file.size)
        bytes.append(literal: " bytes: ")
        bytes.append(text: SafeText(file.url).singleLine)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends the lines of a durable event other than a message, or of one of the moment.
    private func append(controls: [String], in room: RoomName, to bytes: inout [UInt8]) {
        for line in controls {
            bytes.append(literal: "# ")
            if namesRooms {
                bytes.append(text: room.description)
                bytes.append(literal: ": ")
            }
            bytes.append(text: line)
            bytes.append(UInt8(ascii: "\n"))
        }
    }
}
