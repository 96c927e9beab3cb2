import ChatProtocol

/// How an event or a waiting message looks.
struct MessageRows {
    /// From this width on names have a column of their own.
    private static let nameColumnFrom = 72
    /// From this width on the time shows.
    private static let timeFrom = 40
    /// Cells of the name column.
    static let nameColumn = 12

    let pane: Pane
    var width: Int { pane.width }
    var hasColumn: Bool { width >= Self.nameColumnFrom && !pane.isClean }
    var hasTime: Bool { width >= Self.timeFrom && !pane.isClean }
    /// Cells of the times, where they show, or of the signs in their place.
    var timeWidth: Int { hasTime ? pane.time.width : 0 }
    var indent: Int {
        if hasColumn { return timeWidth + Self.nameColumn + 1 }
        return pane.isClean ? 0 : max(1, timeWidth)
    }

    /// Makes the rows' maker.
    init(_ pane: Pane) {
        self.pane = pane
    }

    /// The rows of an event.
    ///
    /// - Returns: none for a change that shows at the message it changes.
    func rows(of event: DurableEvent) -> [Line] {
        switch event.content {
        case .message(let message):
            return rows(of: message, by: event.user, seq: event.seq, mark: mark(event.at))
        case .edit(let target, let text):
            return unseen(target, event, "changed an earlier message: \(text)")
        case .delete(let target, let reason):
            return unseen(target, event, "deleted an earlier message\(Deletion.why(reason))")
        case .react(let target, let emoji, let isOn):
            return isOn ? unseen(target, event, "put \(emoji) on an earlier message") : []
        case .room(let change): return system(event, RoomWords.of(change, by: event.user))
        case .member(let member, let role, let terms):
            let change = (member, role, terms)
            let words = RoomWords.of(change, event, in: pane.room, pane.zone, pane.time)
            return system(event, words)
        case .unknown: return []
        }
    }

    /// The rows of a message of one's own that is on its way.
    ///
    /// - Returns: `…` where the time will stand, or `!` with the reason below.
    func rows(of pending: Pending) -> [Line] {
        let message = Message(
            text: pending.message.text,
            replyTo: pending.message.replyTo,
            kind: pending.message.kind
        )
        let failed = Style(foreground: Palette.failed, bold: true)
        switch pending.state {
        case .sent(let event): return rows(of: event)
        case .waiting:
            let sign = sign(Glyph.more, .dim)
            return rows(of: message, by: pending.author, seq: nil, mark: sign)
        case .refused(let reason):
            let sign = sign("!", failed)
            var last = Wrapper(prefix: blank, width: width, indent: indent)
            let words = "not sent: \(SafeText(reason).singleLine) \(Glyph.dot) Up brings it back"
            last.add(Line(words, failed))
            return rows(of: message, by: pending.author, seq: nil, mark: sign) + last.finish()
        }
    }
}

// MARK: - Messages

extension MessageRows {
    private func rows(of message: Message, by user: MemberName, seq: Int64?, mark: Line) -> [Line] {
        if pane.preferences.ignored.contains(user) { return [] }
        let current =
            seq.map { pane.room.currentMessage(of: $0, for: pane.name) } ?? CurrentMessage()
        let text = current.text ?? message.text
        let isMention =
            user != pane.name && pane.preferences.areCalled(in: text, name: pane.name)
        var prefix = prefix(message, user, mark: mark, isMention: isMention)
        // Where one jumped to is seen without any colour, and without a column for it.
        if let seq, seq == pane.spot { prefix.restyle { $0.reverse = true } }
        var wrapper = Wrapper(prefix: prefix, width: width, indent: indent)
        let changing = current.isChanging ? " \(Glyph.more)" : ""
        if let deletion = current.deletion {
            wrapper.add(Line(deletion.place(of: user, ending: changing), .dim))
            // Once more would bring the same.
            if let failure = current.failure { wrapper.add(Self.line(forFailure: failure)) }
            return wrapper.finish()
        }
        if let reply = message.replyTo { wrapper.add(quote(reply, room: width - prefix.width)) }
        let ending = (current.text == nil ? "" : " (edited\(changing))") + receipt(seq)
        if let file = message.file, file.isNamed(by: text) {
            wrapper.add(line(for: file, mark: ending))
        } else {
            add(text, mark: ending, isBold: isMention, to: &wrapper)
            if let file = message.file { wrapper.add(line(for: file)) }
        }
        if !current.reactions.isEmpty || current.text == nil && current.isChanging {
            wrapper.add(Self.line(for: current.reactions, mark: changing))
        }
        if let failure = current.failure {
            let help = " \(Glyph.dot) select it, r retries"
            wrapper.add(Self.line(forFailure: failure, help: help))
        }
        return wrapper.finish()
    }

    /// Who has read it, where that is told.
    private func receipt(_ seq: Int64?) -> String {
        guard let seq, let receipt = pane.receipt, receipt.seq == seq else { return "" }
        return " \(Glyph.dot) \(receipt.words)"
    }

    private func add(_ text: String, mark: String, isBold: Bool, to wrapper: inout Wrapper) {
        let style = isBold ? Style.bold : .plain
        let parts =
            pane.isClean
            ? SafeText(text).lines.prefix(Wrapper.rowLimit).map { .text($0) }
            : MessageText(text, limit: Wrapper.rowLimit).parts
        var colors: CodeColors?
        for (number, part) in parts.enumerated() {
            let mark = number == parts.count - 1 ? mark : ""
            switch part {
            case .text(let line):
                colors = nil
                var paragraph = Line.marked(line, style, hidesSigns: pane.hidesSigns)
                if let search = pane.search { paragraph.highlight(search) }
                paragraph.append(mark, .dim)
                wrapper.add(paragraph)
            case .code(let line, let language):
                // A comment or a text may go on over the lines of a block.
                if colors?.language != language { colors = CodeColors(language) }
                var code = colors?.line(line, style) ?? Line(line, style.marked(.code))
                if let search = pane.search { code.highlight(search) }
                wrapper.add(code: code)
                if !mark.isEmpty { wrapper.add(Line(String(mark.dropFirst()), .dim)) }
            }
        }
    }

    private func prefix(
        _ message: Message,
        _ user: MemberName,
        mark: Line,
        isMention: Bool
    ) -> Line {
        var style = Palette.style(of: user, isOwn: user == pane.name)
        // Seen without any colour: who calls you stands out.
        if isMention { style.reverse = true }
        var line = mark
        switch (message.kind, hasColumn) {
        case (.action, true):
            line.append(.right("*", width: Self.nameColumn, style: .plain))
            line.append(" ")
            line.append(user.description, style)
            line.append(" ")
        case (.action, false):
            line.append("* ")
            line.append(user.description, style)
            line.append(" ")
        case (nil, true):
            line.append(.right(user.description, width: Self.nameColumn, style: style))
            line.append(" ")
        case (nil, false):
            line.append(user.description, style)
            line.append(": ")
        }
        return line
    }

    private func quote(_ seq: Int64, room: Int) -> Line {
        var line = Line("\(Glyph.reply) ", .dim)
        let ignored = pane.preferences.ignored
        line.append(pane.room.quotation(of: seq, for: pane.name, ignoring: ignored), .dim)
        line.truncate(to: max(4, room), mark: Glyph.more)
        return line
    }

    /// The file's name and size, which lead to its address.
    ///
    /// That is on the server, unless it says otherwise. Where only text shows, it is text.
    private func line(for file: FileReference, mark: String = "") -> Line {
        let name = ShownText.phrase.of(file.name)
        let words = "[\(name), \(Self.size(file.size))]"
        let told = ShownText.line.of(file.url)
        let address = told.hasPrefix("/") ? pane.server + told : told
        guard !pane.isClean else { return Line("\(words) \(address)\(mark)") }
        var style = Style(underline: true)
        var line = Line()
        let characters = Array(address)
        if let colon = characters.firstIndex(of: ":"),
            let range = WebAddress.range(in: characters, around: colon), range.lowerBound == 0
        {
            style.link = WebAddress.target(characters[range]).flatMap { line.number(of: $0) }
            style.foreground = Palette.link
        }
        line.append(words, style)
        if let search = pane.search { line.highlight(search) }
        line.append(mark, .dim)
        return line
    }

    private static func size(_ bytes: Int64) -> String {
        let units = ["B", "kB", "MB", "GB"]
        var unit = 0
        var tenths = max(0, min(bytes, 1 << 50)) * 10
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1000
            unit += 1
        }
        return unit == 0 || tenths >= 100
            ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    private static func line(forFailure reason: String, help: String = "") -> Line {
        let words = "! not changed: \(SafeText(reason).singleLine)\(help)"
        return Line(words, Style(foreground: Palette.failed, bold: true))
    }

    private static func line(for reactions: [CurrentMessage.Reaction], mark: String) -> Line {
        var line = Line()
        for (number, reaction) in reactions.prefix(20).enumerated() {
            let emoji = ShownText.emoji.of(reaction.emoji)
            line.append("\(number > 0 ? " " : "")[\(emoji) \(reaction.count)]", .dim)
        }
        line.append(mark, .dim)
        return line
    }
}
