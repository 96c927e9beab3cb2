import ChatProtocol

/// What happened to the room.
extension MessageRows {
    /// A change whose message is not held.
    ///
    /// - Parameter words: what it did, from anyone.
    /// - Returns: none if the message shows the change itself.
    func unseen(_ target: Int64, _ event: DurableEvent, _ words: String) -> [Line] {
        let isHidden = pane.preferences.ignored.contains(event.user)
        guard !isHidden, pane.room.timeline.index(of: target) == nil else { return [] }
        return system(event, "\(event.user) \(words)")
    }

    /// A row about the room itself.
    func system(_ event: DurableEvent, _ words: String) -> [Line] {
        var line = mark(event.at)
        if hasColumn {
            line.append(.right("--", width: Self.nameColumn, style: .dim))
            line.append(" ")
        } else {
            line.append("-- ", .dim)
        }
        var wrapper = Wrapper(prefix: line, width: width, indent: indent)
        wrapper.add(Line(SafeText(words).singleLine, .dim))
        return wrapper.finish()
    }

    /// What stands at the left of a row that was said or done.
    ///
    /// - Parameter moment: when.
    /// - Returns: nothing where there is no room for times.
    func mark(_ moment: Timestamp) -> Line {
        guard hasTime else { return Line() }
        return Line(pane.time.text(of: LocalTime(moment, in: pane.zone)), .dim)
    }

    /// What stands there for a message that is on its way.
    ///
    /// - Returns: the sign in the middle of where a time will stand, or before the name.
    func sign(_ glyph: Character, _ style: Style) -> Line {
        var line = Line()
        line.pad(to: timeWidth / 3, style)
        line.append(glyph, style)
        line.pad(to: max(timeWidth, 2), style)
        return line
    }

    /// Blanks up to where text begins.
    var blank: Line {
        var line = Line()
        line.pad(to: indent)
        return line
    }
}
