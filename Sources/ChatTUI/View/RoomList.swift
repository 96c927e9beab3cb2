import ChatProtocol

/// The list of rooms at the left.
enum RoomList {
    /// The rows.
    ///
    /// - Parameters:
    ///   - model: what is known.
    ///   - width: columns.
    ///   - height: rows.
    /// - Returns: at most that many lines, each of exactly that width.
    static func rows(of model: Model, width: Int, height: Int) -> [Line] {
        let first = first(in: model, height: height)
        return model.rooms.indices.dropFirst(first).prefix(height).map { index in
            row(
                model.rooms[index],
                number: index + 1,
                isFront: index == model.front,
                isWaiting: model.isWaiting(model.rooms[index]),
                width: width
            )
        }
    }

    /// Which room stands at the top: the one in front is always among those that show.
    ///
    /// - Parameters:
    ///   - model: what is known.
    ///   - height: rows.
    /// - Returns: an index of the rooms.
    static func first(in model: Model, height: Int) -> Int {
        max(0, min(model.front - height / 2, model.rooms.count - height))
    }

    private static func row(
        _ room: Room,
        number: Int,
        isFront: Bool,
        isWaiting: Bool,
        width: Int
    ) -> Line {
        let isUnread = isWaiting && (!isFront || room.isKeptUnread)
        let style = Style(bold: isFront || isUnread, reverse: isFront)
        // Where there is little room, being called counts more than how much was said.
        let text = width < 16 && room.mentions > 0 ? "@\(min(room.mentions, 99))" : room.unreadText
        let count = Line(isUnread ? " \(text)" : "", style)
        // Marked by more than the look: a sign, also on paper.
        var line = Line(isFront ? "\(Glyph.prompt)" : " ", style)
        line.append("\(number) ", Style(bold: style.bold, dim: !isFront, reverse: isFront))
        line.append(room.name.description, style)
        line.truncate(to: max(0, width - count.width), mark: Glyph.more)
        line.pad(to: max(0, width - count.width), style)
        line.append(count)
        line.truncate(to: width)
        return line
    }
}
