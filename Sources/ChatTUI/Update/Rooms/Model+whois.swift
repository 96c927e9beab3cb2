import ChatProtocol

extension Model {
    /// Rooms whose members are asked for at most, to find somebody.
    private static let whoisRooms = 20

    /// Says what is known of a member, and again once the rooms have told who is in them.
    ///
    /// - Returns: the questions to those rooms that have not told.
    mutating func tell(of member: MemberName) -> [Effect] {
        let words = facts(of: member)
        whois = (member, words)
        let untold = rooms.filter { $0.members.isEmpty && isConnected }
        return show(notice: words)
            + untold.prefix(Self.whoisRooms).map { .refreshMembers($0.name) }
    }

    /// Says more of the member who was asked about last, while that word stands.
    mutating func completeWhois() {
        guard let (member, words) = whois, notice == words else { return }
        let more = facts(of: member)
        guard more != words else { return }
        whois = (member, more)
        notice = more
    }

    /// What is known here of a member, in one line.
    ///
    /// - Returns: where they are, what they may do, and when they last said something.
    func facts(of member: MemberName) -> String {
        let here = rooms.filter { $0.here.contains(member) }.map(\.title)
        let presence = here.isEmpty ? "not here" : "here in \(here.joined(separator: ", "))"
        return "\(member): "
            + ([presence] + roles(of: member) + [lastWords(of: member)]).joined(separator: " · ")
    }

    /// The rooms in which they are more or less than a member, as far as members were listed.
    private func roles(of member: MemberName) -> [String] {
        let told = [Role.owner: "owner of", .moderator: "moderator of", .banned: "banned from"]
        return [Role.owner, .moderator, .banned].compactMap { role in
            let titles = rooms.filter { room in
                room.members.contains { $0.name == member && $0.role == role }
            }.map(\.title)
            guard let words = told[role], !titles.isEmpty else { return nil }
            return "\(words) \(titles.joined(separator: ", "))"
        }
    }

    private func lastWords(of member: MemberName) -> String {
        let said = rooms.compactMap { room in
            room.timeline.events.last { event in
                if case .message = event.content { event.user == member } else { false }
            }
        }
        let last = said.max { $0.at < $1.at }
        guard let last else { return "has said nothing that is loaded here" }
        let time = LocalTime(last.at, in: zone)
        let isToday = time.day == LocalTime(now, in: zone).day
        let clock = options.time.clock(of: time)
        let moment = isToday ? clock : "\(time.shortDate) \(clock)"
        let title = index(of: last.room).map { rooms[$0].title } ?? "\(last.room)"
        return "last spoke at \(moment) in \(title)"
    }
}
