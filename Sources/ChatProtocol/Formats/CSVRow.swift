/// An event as the cells of a row.
struct CSVRow {
    var room = ""
    var seq = ""
    var at = ""
    var user = ""
    var type: String
    var text = ""
    var target = ""
    /// A JSON object, or empty.
    var detail = ""

    /// The cells in the order of the columns.
    var cells: [String] { [room, seq, at, user, type, text, target, detail] }

    /// Lays an event out.
    init(_ event: Event) {
        type = event.typeName
        switch event {
        case .durable(let event): fill(from: event)
        case .ephemeral(let event): fill(from: event)
        case .control(let event): fill(from: event)
        }
    }

    private mutating func fill(from event: DurableEvent) {
        room = event.room.description
        seq = String(event.seq)
        at = event.at.description
        user = event.user.description
        switch event.content {
        case .message(let message):
            let exact = setText(message.text)
            // Most messages are their text alone: an export is spared an empty object for each.
            guard exact != nil || !message.isBare else { return }
            setDetail { fields in
                fields.field("text", exact)
                message.writeDetails(to: &fields)
            }
        case .edit(let edited, let newText):
            target = String(edited)
            let exact = setText(newText)
            setDetail { $0.field("text", exact) }
        case .delete(let deleted, let reason):
            target = String(deleted)
            setDetail { $0.field("reason", reason) }
        case .react(let message, let emoji, let on):
            target = String(message)
            setDetail { fields in
                fields.field("emoji", emoji)
                fields.field("on", on)
            }
        case .room(let change):
            setDetail { DurableEvent.Content.room(change).writeFields(to: &$0) }
        case .member(let member, let role, let terms):
            target = member.description
            setDetail { fields in
                fields.field("role", role.rawValue)
                terms.writeFields(to: &fields)
            }
        case .unknown: break
        }
    }

    private mutating func fill(from event: EphemeralEvent) {
        room = event.room.description
        switch event {
        case .presence(_, let member, let here):
            user = member.description
            setDetail { $0.field("here", here) }
        case .typing(_, let member):
            user = member.description
        case .read(_, let upTo):
            seq = String(upTo)
        }
    }

    /// The room and the time have columns; the fields of a control event stay together in `detail`.
    private mutating func fill(from event: ControlEvent) {
        switch event {
        case .ping(let time, let cursor):
            at = time.description
            setDetail { $0.field("cursor", cursor.description) }
        case .gap(let gap):
            room = gap.room.description
            setDetail { fields in
                fields.field("from", gap.from)
                fields.field("to", gap.to)
                fields.field("reason", gap.reason)
            }
        case .lag(let lagging, let behind):
            room = lagging.description
            setDetail { $0.field("behind", behind) }
        case .error(let failed, let problem):
            room = failed?.description ?? ""
            setDetail { fields in fields.object("problem") { problem.writeFields(to: &$0) } }
        case .open, .live, .bye:
            setDetail { event.writeFields(to: &$0) }
        }
    }

    /// Fills the text's column, and returns the exact text if the column cannot hold it.
    private mutating func setText(_ exact: String) -> String? {
        text = SafeText(exact).description
        return text.utf8.elementsEqual(exact.utf8) ? nil : exact
    }

    private mutating func setDetail(_ fields: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(fields)
        if writer.bytes.count > 2 { detail = String(decoding: writer.bytes, as: UTF8.self) }
    }
}
