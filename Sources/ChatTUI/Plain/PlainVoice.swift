import ChatProtocol

/// What a screen says, in lines: for a screen reader, a terminal without a cursor to move, a log.
///
/// It looks at the model after each update and says what is new, each thing once, in words and
/// without signs that only an eye can read. Pure: who prints the lines is the driver.
package struct PlainVoice: Sendable {
    /// Messages of a room that are said when one comes to it; older ones are in the log.
    static let firstMessages = 20
    /// The least time between two words about what is unread in another room, in milliseconds.
    static let unreadInterval: Int64 = 30_000
    /// Keys of one's own messages that are remembered, so that none is said again.
    static let keyLimit = 2_000

    var rooms: [RoomName: Said] = [:]
    private var front: RoomName?
    private var health = ""
    private var notice: String?
    /// What covers the messages, and whether it was said.
    private var overlay: (shown: Model.Overlay?, isSaid: Bool) = (nil, false)
    private var refused: Set<String> = []
    private var asked: Question.Kind?
    var ownKeys: [String] = []

    /// Makes a voice that has said nothing.
    package init() {}

    /// Notes that the person said something: what follows answers it, also in words that were said
    /// before.
    package mutating func noteLine() {
        notice = nil
        overlay = (nil, false)
    }

    /// What is new.
    ///
    /// - Parameter workspace: after an update; the server in front speaks.
    /// - Returns: lines that are safe for a terminal, without line breaks; most often none.
    package mutating func lines(of workspace: Workspace) -> [String] {
        let model = workspace.model
        noteKeys(in: model)
        var lines = healthLines(model) + frontLines(model)
        for room in model.rooms {
            rooms[room.name]?.beginAnewIfDue(in: room)
            lines += room.name == model.frontRoom ? frontEvents(model) : calls(in: room, model)
        }
        lines += refusals(model) + unreadLines(model) + overlayLines(workspace)
        if model.notice != notice, let word = model.notice {
            lines.append(SafeText(word).singleLine)
        }
        notice = model.notice
        return lines + questionLines(model)
    }

    private mutating func healthLines(_ model: Model) -> [String] {
        let words: String
        switch model.health {
        case .connecting: words = health.isEmpty ? "Connecting to \(model.server)." : health
        case .catchingUp, .stale: words = health
        case .live: words = "Connected as \(model.name)."
        case .offline(let reason, let retryAt):
            words = "Offline: \(reason)." + (retryAt == nil ? "" : " Trying again.")
        }
        guard words != health else { return [] }
        health = words
        return [SafeText(words).singleLine]
    }

    private mutating func frontLines(_ model: Model) -> [String] {
        guard front != model.frontRoom else { return [] }
        let isFirst = front == nil
        front = model.frontRoom
        rooms[model.frontRoom]?.hasBegun = false
        let topic = model.room.topic.isEmpty ? "" : " Topic: \(model.room.topic)."
        let help = isFirst ? " Each line that you type is sent; /help lists the commands." : ""
        return [SafeText("You are in \(model.room.title).\(topic)\(help)").singleLine]
    }

    /// A refused message, or change of one, has its reason said once.
    private mutating func refusals(_ model: Model) -> [String] {
        var lines: [String] = []
        let word = model.notice == notice ? nil : model.notice
        for (message, reason) in model.rooms.flatMap(\.refusals) {
            // What shows in no place has a word of its own.
            guard refused.insert(message.key).inserted,
                word != Model.words(forLost: message, reason)
            else { continue }
            let what = message.change == nil ? "Not sent" : "Not changed"
            let quoted = message.quotable.prefix(100)
            let text = quoted.isEmpty ? "" : " It was: \(quoted)"
            lines.append(SafeText("\(what): \(reason).\(text)").singleLine)
        }
        return lines
    }

    /// What waits in the other rooms, now and then.
    private mutating func unreadLines(_ model: Model) -> [String] {
        guard case .live = model.health else { return [] }
        var lines: [String] = []
        for room in model.rooms where room.name != model.frontRoom {
            var said = rooms[room.name, default: Said()]
            let elapsed = said.unreadAt.map { model.now.milliseconds - $0.milliseconds }
            let isDue = elapsed.map { $0 < 0 || $0 >= Self.unreadInterval } ?? true
            let unread = model.isWaiting(room) ? room.unread : 0
            if unread < said.unread { said.unread = unread }
            if unread > said.unread, isDue {
                said.unread = unread
                said.unreadAt = model.now
                let more = room.isUnreadMore ? "+" : ""
                lines.append("\(unread)\(more) unread in \(room.title).")
            }
            rooms[room.name] = said
        }
        return lines
    }

    /// What would cover the messages, whole, once: what changes in it later nobody asked for.
    private mutating func overlayLines(_ workspace: Workspace) -> [String] {
        let shown = workspace.model.overlay
        if shown != overlay.shown { overlay = (shown, false) }
        guard !overlay.isSaid else { return [] }
        let rows = Self.overlayLines(of: workspace)
        overlay.isSaid = !rows.isEmpty
        return rows
    }

    /// What would cover the messages of the server in front, in lines.
    ///
    /// - Returns: lines that are safe for a terminal; none before all of it has come.
    static func overlayLines(of workspace: Workspace) -> [String] {
        overlay(of: workspace).map { line in
            line.cells.map(\.text).joined().split(separator: " ").joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    /// Without the hints of a screen's keys.
    private static func overlay(of workspace: Workspace) -> [Line] {
        let model = workspace.model
        switch model.overlay {
        case .help:
            let commands = Command.all.filter { !$0.kind.needsScreen }
            return [Line("Commands:")] + commands.map { Line("\($0.usage): \($0.help)") }
        // Before the members have come there is nothing to say.
        case .members where model.room.members.isEmpty || model.room.awaitsMembers: return []
        case .rooms where model.awaitsDirectory: return []
        case .serverBans where model.awaitsServerBans: return []
        case .chooser(let chooser) where chooser.kind == .pins && model.awaitsPins: return []
        case .chooser(let chooser): return choices(of: chooser, in: workspace)
        default: return OverlayRows.of(model).filter { !$0.isScreenHint }
        }
    }

    private static func choices(of chooser: Chooser, in workspace: Workspace) -> [Line] {
        // What the server finds is said when all of it has come.
        if chooser.kind == .found, workspace.model.reading.found?.isDone == false { return [] }
        return ChooserRows(workspace, chooser, in: box).allRows
    }

    /// Wide enough for a message; its rows are not counted.
    private static let box = ScreenLayout.Box(row: 0, column: 0, width: 500, height: 1)

    /// What is asked, with what may be answered.
    private mutating func questionLines(_ model: Model) -> [String] {
        guard case .ask(let question) = model.writing.mode else {
            asked = nil
            return []
        }
        guard question.kind != asked else { return [] }
        asked = question.kind
        return QuestionSheet.words(of: question.kind, model).map { SafeText($0).singleLine }
    }

    private mutating func noteKeys(in model: Model) {
        for pending in model.rooms.flatMap(\.pending)
        where !ownKeys.suffix(Room.pendingLimit).contains(pending.message.key) {
            ownKeys.append(pending.message.key)
        }
        if ownKeys.count > Self.keyLimit { ownKeys.removeFirst(ownKeys.count - Self.keyLimit) }
    }
}
