import ChatProtocol

/// The members of the room in front, in a column beside its messages: those who are here first.
enum MemberList {
    /// The rows.
    ///
    /// - Parameter height: rows at most; the last one says how many have no room.
    /// - Returns: a heading, and a row for each member.
    static func rows(of model: Model, width: Int, height: Int) -> [Line] {
        guard height > 0 else { return [] }
        let members = members(of: model.room)
        let here = max(model.room.hereCount ?? 0, model.room.here.count)
        var rows = [Line("\(here) here", .bold)] + members.prefix(height).map(row)
        if rows.count > height {
            let hidden = members.count - (height - 2)
            rows = Array(rows.prefix(height - 1)) + [Line("\(hidden) more", .dim)]
        }
        rows = Array(rows.prefix(height))
        for index in rows.indices { rows[index].truncate(to: width, mark: Glyph.more) }
        return rows
    }

    private struct Member {
        var name: MemberName
        var role: Role?
        var isHere: Bool
    }

    private static func members(of room: Room) -> [Member] {
        let known = Set(room.members.map(\.name))
        let listed = room.members.map { member in
            Member(name: member.name, role: member.role, isHere: room.here.contains(member.name))
        }.filter { $0.isHere || $0.role?.isMembership ?? true }
        let others = room.here.filter { !known.contains($0) }.map { Member(name: $0, isHere: true) }
        return (listed + others).sorted { one, other in
            one.isHere == other.isHere ? one.name < other.name : one.isHere
        }
    }

    /// Who is here is told by a sign, not by the look alone.
    private static func row(_ member: Member) -> Line {
        let sign =
            switch member.role {
            case .owner: "&"
            case .moderator: "@"
            default: member.isHere ? "+" : " "
            }
        var line = Line(sign, .dim)
        var style = Palette.style(of: member.name)
        style.dim = !member.isHere
        line.append(member.name.description, style)
        return line
    }
}
