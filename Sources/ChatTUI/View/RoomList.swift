import ChatProtocol

/// The list of rooms at the left; where there are several servers, each stands over its rooms.
enum RoomList {
    /// What a row is for.
    enum Entry: Hashable {
        /// A server, over its rooms.
        case server(Int)
        /// A room, with its number counted through all servers.
        case room(Workspace.Seat, number: Int)
    }

    /// The rows.
    ///
    /// - Parameters:
    ///   - workspace: what is known.
    ///   - width: columns.
    ///   - height: rows.
    /// - Returns: at most that many lines, each of exactly that width.
    static func rows(of workspace: Workspace, width: Int, height: Int) -> [Line] {
        let entries = entries(of: workspace)
        let first = first(in: entries, of: workspace, height: height)
        return entries.dropFirst(first).prefix(height).map { entry in
            switch entry {
            case .server(let server):
                heading(workspace.models[server], server == workspace.front, width: width)
            case .room(let seat, let number):
                row(of: seat, number: number, in: workspace, width: width)
            }
        }
    }

    /// What a server's rooms need so that no name is cut.
    ///
    /// - Parameter model: of the server.
    /// - Returns: columns, more than there may be.
    static func wantedWidth(for model: Model) -> Int {
        let rooms = model.rooms.enumerated().map { number, room in
            let isCounted = model.isWaiting(room) && (number != model.front || room.isKeptUnread)
            let count = isCounted ? 1 + shortCount(of: room).utf8.count : 0
            return 2 + "\(number + 1)".utf8.count + room.name.description.utf8.count + count
        }
        let servers = model.servers.count > 1 ? model.servers : []
        return (rooms + servers.map { CellWidth.of(SafeText($0).singleLine) }).max() ?? 0
    }

    /// Where there is little room, being called counts more than how much was said.
    private static func shortCount(of room: Room) -> String {
        room.mentions > 0 ? "@\(min(room.mentions, 99))" : room.unreadText
    }

    /// All rows of the list.
    ///
    /// - Parameter workspace: what is known.
    /// - Returns: in order; without headings where there is one server.
    static func entries(of workspace: Workspace) -> [Entry] {
        var entries: [Entry] = []
        var number = 0
        for server in workspace.models.indices {
            if workspace.hasSeveral { entries.append(.server(server)) }
            for room in workspace.models[server].rooms.indices {
                number += 1
                entries.append(.room(Workspace.Seat(server: server, room: room), number: number))
            }
        }
        return entries
    }

    /// Which row stands at the top: the room in front is always among those that show.
    ///
    /// - Parameters:
    ///   - entries: all rows.
    ///   - workspace: what is known.
    ///   - height: rows that show.
    /// - Returns: an index of the rows.
    static func first(in entries: [Entry], of workspace: Workspace, height: Int) -> Int {
        let seat = Workspace.Seat(server: workspace.front, room: workspace.model.front)
        let front = entries.firstIndex { entry in
            if case .room(seat, _) = entry { true } else { false }
        }
        return first(at: front ?? 0, of: entries.count, height: height)
    }

    /// Which row stands at the top.
    ///
    /// - Parameters:
    ///   - front: the row that is to show.
    ///   - count: how many rows there are.
    ///   - height: rows that show.
    /// - Returns: an index of the rows.
    static func first(at front: Int, of count: Int, height: Int) -> Int {
        max(0, min(front - height / 2, count - height))
    }

    /// A server's name, and how it is where not all is well.
    private static func heading(_ model: Model, _ isFront: Bool, width: Int) -> Line {
        let style = Style(bold: isFront, dim: !isFront)
        var line = Line(SafeText(model.serverName).singleLine, style)
        var state = Line()
        if let word = model.stateWord {
            state = Line(" \(word)", style)
            // Where there is little room, a sign must do; the status line has the words.
            if line.width + state.width > width { state = Line("!", style) }
        }
        line.truncate(to: max(0, width - state.width), mark: Glyph.more)
        line.pad(to: max(0, width - state.width), style)
        line.append(state)
        line.truncate(to: width)
        return line
    }

    private static func row(
        of seat: Workspace.Seat,
        number: Int,
        in workspace: Workspace,
        width: Int
    ) -> Line {
        // A model has many parts: it is looked at where it is, and not copied for each row.
        let room = workspace.models[seat.server].rooms[seat.room]
        let isFront =
            seat.server == workspace.front && seat.room == workspace.models[seat.server].front
        let isWaiting = workspace.models[seat.server].isWaiting(room)
        let isUnread = isWaiting && (!isFront || room.isKeptUnread)
        let style = Style(bold: isFront || isUnread, reverse: isFront)
        let text = width < 20 ? shortCount(of: room) : room.unreadText
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
