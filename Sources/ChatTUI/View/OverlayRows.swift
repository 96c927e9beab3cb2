import ChatProtocol

/// What covers the messages, in rows.
enum OverlayRows {
    /// Cells of the first column of the help.
    private static let labelWidth = 20

    /// The rows of what covers the messages.
    ///
    /// - Parameter model: what is known.
    /// - Returns: all rows, also those that must be scrolled to; none if nothing covers them.
    static func of(_ model: Model) -> [Line] {
        switch model.overlay {
        case .help: help(model.options)
        case .members: members(model.room)
        case .rooms: rooms(model)
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
    /// - Parameters:
    ///   - model: what is known.
    ///   - height: rows that there are.
    /// - Returns: at most so many.
    static func window(of model: Model, height: Int) -> [Line] {
        let rows = of(model)
        let first = max(0, min(model.overlay?.scrolled ?? 0, rows.count - height))
        var shown = Array(rows.dropFirst(first).prefix(height))
        let below = rows.count - first - shown.count
        if below > 0, height > 2 {
            shown[height - 1] = Line(
                "\(below + 1) more below: PageDown \(Glyph.dot) Esc closes",
                .dim
            )
        }
        return shown
    }

    private static func help(_ options: ClientOptions) -> [Line] {
        let keys = options.keys
        var rows = [Line("The keys you need first", .bold)] + firstKeys(keys)
        rows += [Line(), Line("PageDown: all keys, then commands \(Glyph.dot) Esc closes", .dim)]
        for group in keys.groups {
            rows.append(Line())
            rows.append(Line("Keys: \(group.title.lowercased())", .bold))
            rows += group.bindings.compactMap { binding in
                binding.label.map { row($0, binding.help) }
            }
        }
        let key = keys.label(of: .select).map { " (\($0))" } ?? ""
        rows += [Line(), Line("Keys: a message is selected\(key)", .bold)]
        rows += options.selectKeys.bindings.compactMap { binding in
            binding.label.map { row($0, binding.help) }
        }
        rows += [Line(), Line("Commands", .bold)]
        rows += Command.all.map { row($0.usage, $0.help) }
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    private static func output(_ output: CommandOutput, width: Int) -> [Line] {
        var rows = [Line("$ \(SafeText(output.command.prefix(500)).singleLine)", .bold)]
        for line in output.lines {
            var wrapper = Wrapper(prefix: Line(), width: width, indent: 2)
            wrapper.add(Line(SafeText(line).singleLine))
            rows += wrapper.finish()
        }
        if !output.isGood { rows.append(Line(SafeText(output.ending).singleLine, .bold)) }
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    /// What one needs in the first minutes; no more than fits a screen of 24 rows.
    private static let first: [Action] = [
        .send, .edit(.newline), .complete(back: false), .older, .select, .pageUp, .escape,
        .nextRoom, .nextUnread, .goTo, .catchUp, .find, .cleanView, .deleteOrQuit,
    ]

    private static func firstKeys(_ keys: KeyMap) -> [Line] {
        first.compactMap { action in
            keys.bindings.first { $0.action == action }.flatMap { binding in
                binding.label.map { row($0, binding.help) }
            }
        }
    }

    private static func row(_ label: String, _ help: String) -> Line {
        var line = Line("  ")
        line.append(label, .bold)
        line.pad(to: labelWidth)
        line.append(" \(help)")
        return line
    }

    private static func rooms(_ model: Model) -> [Line] {
        var rows = [Line("Rooms of \(SafeText(model.server.prefix(200)).singleLine)", .bold)]
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
