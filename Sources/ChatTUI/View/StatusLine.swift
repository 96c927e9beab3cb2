import ChatProtocol

/// The row that tells how the stream is, who and where one is, and what waits elsewhere.
enum StatusLine {
    private static let separator = " \(Glyph.dot) "

    /// The row.
    ///
    /// - Returns: a line of exactly that width.
    static func line(of workspace: Workspace, width: Int) -> Line {
        let model = workspace.model
        var right = Line(below(model), Style(bold: true, reverse: true))
        if right.width + 8 > width { right = Line() }
        var line = Line(" ", .reverse)
        let isWell = if case .live = model.health { true } else { false }
        line.append(health(model, width: width), Style(bold: !isWell, reverse: true))
        for part in TransferLine.texts(of: model) { line.append(separator + part, .reverse) }
        if let away = model.away {
            let words = ShownText.aside.of(away)
            line.append(
                "\(separator)away\(words.isEmpty ? "" : ": \(words)")",
                Style(bold: true, reverse: true)
            )
        }
        var parts = [model.name.description, model.room.title]
        if workspace.hasSeveral { parts.append(SafeText(model.serverName).singleLine) }
        for part in parts + elsewhere(workspace) + typing(model) {
            line.append(separator + part, .reverse)
        }
        line.truncate(to: width - right.width, mark: Glyph.more)
        line.pad(to: width - right.width, .reverse)
        line.append(right)
        return line
    }

    private static func health(_ model: Model, width: Int) -> String {
        switch model.health {
        case .connecting(let server):
            return "connecting to \(short(server, width: width / 2))"
        case .catchingUp: return "catching up"
        case .live: return "live"
        case .stale(let seconds): return "stale \(max(0, seconds)) s"
        case .offline(let reason, let retryAt):
            guard let retryAt else { return ended(reason, model, width: width) }
            let wait = max(0, retryAt.milliseconds - model.now.milliseconds + 999) / 1000
            return offline(reason, wait: wait, model, width: width)
        }
    }

    /// A stream that comes back when the person asks for it.
    private static func ended(_ reason: String, _ model: Model, width: Int) -> String {
        let key = width < 60 ? nil : model.keys.label(of: .reconnect)
        let retry = key.map { "\(separator)\($0) tries again" } ?? ""
        return "offline\(separator)\(short(reason, width: max(6, width - 30)))\(retry)"
    }

    /// What to do and when comes first; the reason has what room is left.
    private static func offline(
        _ reason: String,
        wait: Int64,
        _ model: Model,
        width: Int
    ) -> String {
        guard width >= 30 else { return "offline\(separator)\(wait) s" }
        let key = width < 60 ? nil : model.keys.label(of: .reconnect)
        let retry = "retry in \(wait) s" + (key.map { " (\($0) now)" } ?? "")
        let room = min(width / 2, width - 16 - retry.count)
        let words = room >= 6 ? short(reason, width: room) + separator : ""
        return "offline\(separator)\(words)\(retry)"
    }

    private static func short(_ text: String, width: Int) -> String {
        var line = Line(ShownText.line.of(text))
        line.truncate(to: width, mark: Glyph.more)
        return line.cells.map(\.text).joined()
    }

    /// `random 3`, and `@1` for what names the person; `work: ops 2` and `home: offline` for other
    /// servers.
    private static func elsewhere(_ workspace: Workspace) -> [String] {
        let model = workspace.model
        let rooms = model.rooms.enumerated().filter { $0.offset != model.front }.map(\.element)
        var parts = [waiting(rooms.filter(model.isWaiting))].compactMap(\.self)
        for (server, model) in workspace.models.enumerated() where server != workspace.front {
            let words = [waiting(model.rooms.filter(model.isWaiting)), model.stateWord]
            let text = words.compactMap(\.self).joined(separator: ", ")
            if !text.isEmpty { parts.append("\(SafeText(model.serverName).singleLine): \(text)") }
        }
        return parts
    }

    private static func waiting(_ rooms: [Room]) -> String? {
        guard !rooms.isEmpty else { return nil }
        return rooms.prefix(20).map { "\($0.name) \($0.unreadText)" }.joined(separator: ", ")
    }

    private static func typing(_ model: Model) -> [String] {
        let names = model.room.typing.keys.sorted()
        switch names.count {
        case 0: return []
        case 1: return ["\(names[0]) is typing"]
        case 2, 3:
            return [names.map(\.description).joined(separator: ", ") + " are typing"]
        default: return ["\(names.count) are typing"]
        }
    }

    private static func below(_ model: Model) -> String {
        guard case .held(let item, _, let seen) = model.room.scroll else { return "" }
        // What one has come down to is no news any more.
        let bottom = if case .event(let seq) = item { seq } else { model.room.newest }
        let new = model.room.news(after: max(seen, bottom), for: model.reader)
        // While a message is selected, what shows is held although one did not scroll.
        if model.selection != nil, new == 0 { return "" }
        return " " + (new > 0 ? "\(new) new below" : "scrolled up") + "\(separator)Esc "
    }
}

extension Room {
    /// How many messages are unread: `3`, with a mention `3 @1`, `999+` at most.
    var unreadText: String {
        let count = unread > 999 ? "999+" : "\(unread)\(isUnreadMore ? "+" : "")"
        return mentions > 0 ? "\(count) @\(min(mentions, 99))" : count
    }
}
