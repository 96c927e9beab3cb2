import ChatProtocol

/// A list to choose from, in rows.
struct ChooserRows {
    private let workspace: Workspace
    private var model: Model { workspace.model }
    private let chooser: Chooser
    private let width: Int
    private let height: Int

    /// What stands on the screen.
    struct Screen {
        var rows: [Line]
        /// Where one types, if one does.
        var cursor: Frame.Position?
    }

    /// Makes the rows' maker.
    init(_ workspace: Workspace, _ chooser: Chooser, in box: ScreenLayout.Box) {
        self.workspace = workspace
        self.chooser = chooser
        width = box.width
        height = box.height
    }

    /// The rows, of which the chosen one is always among those that show.
    ///
    /// - Returns: at most the box's height.
    func screen() -> Screen {
        let choices = workspace.choices(of: chooser)
        let chosen = min(chooser.index, max(0, choices.count - 1))
        var rows: [Line] = []
        var place = 0
        for (number, choice) in choices.enumerated() {
            if let section = choice.section, number == 0 || choices[number - 1].section != section {
                rows.append(Line(section, .bold))
            }
            if number == chosen { place = rows.count }
            rows.append(row(choice, isChosen: number == chosen))
        }
        if rows.isEmpty { rows = [Line("  \(nothing)", .dim)] }
        let title = title(count: choices.count)
        let most = max(0, height - 1)
        // A heading shows with the first row below it.
        let first = max(0, min(place - most / 2, rows.count - most))
        var shown = [title] + rows.dropFirst(first).prefix(most)
        for index in shown.indices { shown[index].truncate(to: width, mark: Glyph.more) }
        let column = min(title.width, max(0, width - 1))
        let cursor = chooser.kind == .rooms ? Frame.Position(row: 0, column: column) : nil
        return Screen(rows: Array(shown.prefix(height)), cursor: cursor)
    }

    /// All rows without a choice, each section under its head: for those who have no screen.
    var allRows: [Line] {
        let choices = workspace.choices(of: chooser)
        var rows = [Line(SafeText(head(count: choices.count)).singleLine)]
        for (number, choice) in choices.enumerated() {
            if let section = choice.section, number == 0 || choices[number - 1].section != section {
                rows.append(Line("\(section):"))
            }
            rows.append(row(choice, isChosen: false))
        }
        return choices.isEmpty && chooser.kind != .found ? [Line(nothing)] : rows
    }

    private func head(count: Int) -> String {
        switch chooser.kind {
        case .rooms: "Rooms; \(way)."
        case .catchUp: "Unread in all rooms; \(way)."
        case .servers: "Servers:"
        case .pins: "Pinned; /room NAME goes to a room."
        case .found: title(count: count).cells.map(\.text).joined()
        }
    }

    /// How one goes to a room that may be another server's: the front one's comes first.
    private var way: String {
        workspace.hasSeveral ? "/server NAME and /room NAME go there" : "/room NAME goes there"
    }

    private var nothing: String {
        switch chooser.kind {
        case .rooms: "no such room; a name has a-z, 0-9, dots, - and _"
        case .catchUp: "nothing is unread"
        case .found: model.reading.found?.isDone == false ? "…" : "nothing was found"
        case .servers: "there is one server"
        case .pins: "nothing is pinned: /pin, or p while a message is selected"
        }
    }

    private func title(count: Int) -> Line {
        switch chooser.kind {
        case .rooms:
            var line = Line("go to \(Glyph.prompt) ", .bold)
            // The end of what is typed is what one looks at.
            let room = max(1, width - line.width - 1)
            var cells = Line(SafeText(chooser.query.text).singleLine)
            while cells.width > room { cells.removeFirst() }
            line.append(cells)
            return line
        case .catchUp: return Line("Unread in all rooms: Enter goes there, Esc back", .bold)
        case .pins: return Line("Pinned: Enter goes there, Esc back", .bold)
        case .servers: return Line("Servers: Enter goes there, Esc back", .bold)
        case .found:
            guard let found = model.reading.found else { return Line() }
            let text = SafeText(found.search.text).singleLine
            let state =
                found.failure.map { "ended: \(ShownText.phrase.of($0))" }
                ?? (found.isDone ? "\(count) found" : "\(count) so far \(Glyph.more)")
            let place = found.search.room.map { " in \($0)" } ?? ""
            return Line("\"\(text)\"\(place): \(state)", .bold)
        }
    }

    private func row(_ choice: Chooser.Choice, isChosen: Bool) -> Line {
        var line = Line(isChosen ? "\(Glyph.prompt) " : "  ")
        switch choice.text {
        case .room(let name, let words):
            line.append(title(of: name, choice), .bold)
            line.append("  \(ShownText.words.of(words))", .dim)
        case .message(let event):
            line.append(message(event, choice))
        case .server(let name, let words):
            line.append(SafeText(name).singleLine, .bold)
            line.append("  \(ShownText.words.of(words))", .dim)
        }
        if isChosen {
            line.truncate(to: width, mark: Glyph.more)
            line.pad(to: width)
            line.restyle { $0.reverse = true }
        }
        return line
    }

    private func title(of name: RoomName, _ choice: Chooser.Choice) -> String {
        let title = name.directMember == nil ? "#\(name)" : "\(name)"
        return choice.serverName.map { "\(title) (\(SafeText($0).singleLine))" } ?? title
    }

    private func message(_ event: DurableEvent, _ choice: Chooser.Choice) -> Line {
        guard case .message(let message) = event.content else { return Line() }
        let model = workspace.models[choice.server ?? workspace.front]
        let time = LocalTime(event.at, in: model.zone)
        let isToday = time.day == LocalTime(model.now, in: model.zone).day
        let name = event.room
        var line = Line(title(of: name, choice) + " ", .bold)
        let moment = isToday ? model.options.time.clock(of: time) : time.shortDate
        line.append("\(moment) ", .dim)
        line.append(event.user.description, Palette.style(of: event.user))
        let timeline = model.index(of: name).map { model.rooms[$0].timeline }
        let amended = timeline?.appliedChanges[event.seq]?.text
        var text = Line(": \(ShownText.line.of(amended ?? message.text))")
        if chooser.kind == .found, let found = model.reading.found {
            for word in found.search.text.split(separator: " ") {
                text.highlight(TextSearch(String(word)))
            }
        }
        line.append(text)
        return line
    }
}
