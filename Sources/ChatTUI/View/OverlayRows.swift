import ChatProtocol

/// What covers the messages, in rows.
enum OverlayRows {
    /// Cells of the first column of the help.
    private static let labelWidth = 20
    /// From this width on there is room for two columns.
    private static let columnsFrom = 56

    /// The rows of what covers the messages.
    ///
    /// - Returns: all rows, also those that must be scrolled to; none if nothing covers them.
    static func of(_ model: Model) -> [Line] {
        switch model.overlay {
        case .help: help(model.options, width: ScreenLayout(model).pane.width)
        case .members: members(model.room)
        case .rooms: rooms(model)
        case .serverBans: serverBans(model)
        case .thread(let seq, _): ThreadRows.thread(seq, in: model)
        case .details(let seq, _): ThreadRows.details(seq, in: model)
        case .status: StatusRows.of(model)
        case .settings: model.settingRows(width: ScreenLayout(model).pane.width)
        case .output(let said, _): output(said, width: ScreenLayout(model).pane.width)
        case .chooser, nil: []
        }
    }

    /// What shows of the rows: where not all do, the last one says so.
    ///
    /// - Returns: at most so many.
    static func window(of model: Model, height: Int) -> [Line] {
        let rows = of(model)
        let first = max(0, min(model.overlay?.scrolled ?? 0, rows.count - height))
        var shown = Array(rows.dropFirst(first).prefix(height))
        let below = rows.count - first - shown.count
        if below > 0, height > 1 {
            shown[height - 1] = ending(below + 1, width: ScreenLayout(model).pane.width)
        }
        return shown
    }

    /// That there is more, and how to close, in as many words as fit.
    private static func ending(_ below: Int, width: Int) -> Line {
        let words = Line("\(below) more below: PageDown \(Glyph.dot) Esc closes", .dim)
        return words.width <= width ? words : Line("\(below) more, Esc closes", .dim)
    }

    private static func help(_ options: ClientOptions, width: Int) -> [Line] {
        let keys = options.keys
        var rows = heading("The keys you need first", width)
        let first = first.compactMap { action in
            keys.bindings.first { $0.action == action }.flatMap { binding in
                binding.label.map { ($0, binding.help) }
            }
        }
        rows += entries(first, width)
        rows += [Line()]
        rows += note("PageDown: all keys, then commands \(Glyph.dot) Esc closes", width)
        for group in keys.groups {
            rows += [Line()] + heading("Keys: \(group.title.lowercased())", width)
            rows += entries(
                group.bindings.compactMap { binding in
                    binding.label.map { ($0, binding.help) }
                },
                width
            )
        }
        let key = keys.label(of: .select).map { " (\($0))" } ?? ""
        rows += [Line()] + heading("Keys: a message is selected\(key)", width)
        rows += entries(
            options.selectKeys.bindings.compactMap { binding in
                binding.label.map { ($0, binding.help) }
            },
            width
        )
        rows += [Line()] + heading("Commands", width)
        rows += entries(Command.all.map { ($0.usage, $0.help) }, width)
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    private static func output(_ output: CommandOutput, width: Int) -> [Line] {
        var rows = [Line("$ \(ShownText.line.of(output.command))", .bold)]
        for line in output.lines {
            var wrapper = Wrapper(prefix: Line(), width: width, indent: 2)
            wrapper.add(Line(SafeText(line).singleLine))
            rows += wrapper.finish()
        }
        if output.isCut {
            let words = "it said more than these \(CommandOutput.lineLimit) lines"
            rows += note(words, width)
        }
        if !output.isGood { rows.append(Line(SafeText(output.ending).singleLine, .bold)) }
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    /// What one needs in the first minutes; no more than fits a screen of 24 rows.
    private static let first: [Action] = [
        .send, .edit(.newline), .complete(back: false), .older, .select, .pageUp, .escape,
        .nextRoom, .nextUnread, .goTo, .catchUp, .find, .cleanView, .deleteOrQuit,
    ]

    private static func heading(_ text: String, _ width: Int) -> [Line] {
        var line = Line(text, .bold)
        line.truncate(to: width, mark: Glyph.more)
        return [line]
    }

    private static func note(_ text: String, _ width: Int) -> [Line] {
        wrapped(Line(text, .dim), after: Line(), indent: 0, width)
    }

    /// Keys or commands with what they do: in two columns, or one after the other where there is
    /// no room for two.
    private static func entries(_ entries: [(label: String, help: String)], _ width: Int) -> [Line]
    {
        entries.flatMap { label, help in
            let hasColumns = width >= columnsFrom
            var prefix = Line(hasColumns ? "  " : "")
            prefix.append(label, .bold)
            if hasColumns { prefix.pad(to: labelWidth) } else { prefix.append(":", .bold) }
            let help = Line(help)
            guard prefix.width + 1 < width else {
                return wrapped(prefix, after: Line(), indent: 0, width)
                    + wrapped(help, after: Line("  "), indent: 2, width)
            }
            prefix.append(" ")
            return wrapped(help, after: prefix, indent: hasColumns ? labelWidth + 1 : 2, width)
        }
    }

    private static func wrapped(
        _ text: Line,
        after prefix: Line,
        indent: Int,
        _ width: Int
    ) -> [Line] {
        var wrapper = Wrapper(prefix: prefix, width: width, indent: indent)
        wrapper.add(text)
        return wrapper.finish()
    }

    private static func rooms(_ model: Model) -> [Line] {
        var rows = [Line("Rooms of \(ShownText.phrase.of(model.server))", .bold)]
        rows += model.directory.sorted { $0.name < $1.name }.map { summary in
            var line = Line(model.followed.contains(summary.name) ? "  * " : "    ")
            line.append(summary.name.description, .bold)
            line.pad(to: labelWidth)
            line.append(" \(max(0, summary.here)) here  ")
            line.append(SafeText(summary.topic).singleLine, .dim)
            return line
        }
        return rows + [Line(), Line("* you are in it; /join ROOM enters one; Esc closes", .dim)]
    }

    private static func serverBans(_ model: Model) -> [Line] {
        let server = ShownText.phrase.of(model.server)
        let ending = [Line(), Line("/unhouseban lifts one; Esc closes", .dim)]
        guard let bans = model.serverBans else {
            let state = model.awaitsServerBans ? " \(Glyph.more)" : ": not told"
            return [Line("Banned from \(server)\(state)", .bold)] + ending
        }
        var rows = [Line("Banned from \(server): \(bans.count)", .bold)]
        rows += bans.prefix(Model.serverBanLimit).map { ban in
            var line = Line("  ")
            line.append(ban.outcast.description, .bold)
            line.pad(to: labelWidth)
            let end = ban.until.map { RoomWords.moment($0, model.zone, model.options.time) }
            let user = ban.user.map { ", by \($0)" } ?? ""
            let time = end.map { "until \($0)" } ?? "for ever"
            line.append(" \(time)\(user)\(Deletion.why(ban.reason))", .dim)
            return line
        }
        let more = bans.count - Model.serverBanLimit
        if more > 0 { rows.append(Line("  and \(more) more", .dim)) }
        return rows + ending
    }

    private static func members(_ room: Room) -> [Line] {
        let here = room.members.filter(\.isHere).count
        var rows = [Line("In \(room.title): \(room.members.count), of them here: \(here)", .bold)]
        rows += room.members.map { member in
            var line = Line(member.isHere ? "  * " : "    ")
            line.append(member.name.description, Palette.style(of: member.name))
            if [.owner, .moderator, .banned].contains(member.role) {
                line.append("  \(member.role.rawValue)", .dim)
            }
            return line
        }
        return rows + [Line(), Line("* is here now; Esc closes", .dim)]
    }
}

extension Line {
    /// Whether it tells of keys that only a screen has.
    var isScreenHint: Bool { cells.map(\.text).joined().hasSuffix("Esc closes") }
}
