import ChatProtocol

/// Keeping people out of the server, which is the operator's.
extension Model {
    /// Bans that are shown; further ones are counted.
    static let serverBanLimit = 2_000

    /// Why a command about the server would be refused, as far as that is known before it is tried.
    var serverBanRefusal: String? {
        guard let signedIn else { return forAccounts }
        return signedIn.isOperator == false ? "only the operator may do that" : nil
    }

    /// Does such a command.
    ///
    /// - Parameter argument: what follows it; nothing shows who is kept out.
    /// - Returns: what the server is asked for.
    /// - Throws: why it is not done.
    mutating func decideServerBan(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        if let words = serverBanRefusal { throw CommandFault(words) }
        let words = argument.split(separator: " ", maxSplits: 1)
        guard let word = words.first else {
            guard command.kind == .serverBan else { throw CommandFault(usage: command) }
            guard isConnected else { throw CommandFault(Self.cannotSearch) }
            overlay = .serverBans(scrolled: 0)
            serverBans = nil
            awaitsServerBans = true
            return [.serverBan(.list)]
        }
        let outcast = try Outcast(word)
        guard command.kind == .serverBan else { return [.serverBan(.lift(outcast))] }
        let (time, why) = Self.timed(words.dropFirst().first.map(String.init) ?? "")
        return [.serverBan(.ban(outcast, until: time, reason: why))]
    }

    /// Tells what came of it: no event does.
    mutating func take(_ answer: ServerBanAnswer) -> [Effect] {
        switch answer {
        case .banned(let ban):
            let end = ban.until.map { " until \(RoomWords.moment($0, zone, options.time))" } ?? ""
            let help = "/unhouseban \(ban.outcast) lifts that"
            return show(notice: "\(ban.outcast) is banned from the server\(end); \(help)")
        case .lifted(let outcast):
            return show(notice: "\(outcast) is not banned from the server any more")
        case .list(let bans):
            serverBans = bans
            awaitsServerBans = false
            return []
        case .notDone(let reason):
            awaitsServerBans = false
            if case .serverBans? = overlay, serverBans == nil { overlay = nil }
            noteUndone(writing.order)
            return show(notice: reason)
        }
    }
}
