import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// What is decided about the server.
extension NetDriver {
    /// Does what the operator decided.
    ///
    /// Suspends until it is done or refused.
    ///
    /// - Parameter calls: the way to the server.
    func decide(_ order: ServerBanOrder, _ calls: ServerCalls) async -> Input {
        let reason: String
        do throws(CallFailure) {
            switch order {
            case .list:
                return .serverBan(.list(try await calls.bans().compactMap { OutcastBan($0) }))
            case .ban(let outcast, let until, let why):
                let made = try await calls.ban(
                    name: outcast.bannedName,
                    address: outcast.bannedAddress,
                    until: until,
                    reason: why
                )
                // Who is banned was typed here; the rest is the server's word.
                let ban = OutcastBan(outcast, until: made.until, reason: made.reason)
                return .serverBan(.banned(ban))
            case .lift(let outcast):
                let bans = try await calls.bans().filter { OutcastBan($0)?.outcast == outcast }
                for ban in bans { try await calls.liftBan(ban.id) }
                if !bans.isEmpty { return .serverBan(.lifted(outcast)) }
                reason = "\(outcast) is not banned from the server; /houseban lists who is"
            }
        } catch {
            reason = words(for: error)
        }
        undone.withLock { $0 += 1 }
        return .serverBan(.notDone(reason: reason))
    }
}

extension Outcast {
    fileprivate var bannedName: MemberName? {
        if case .name(let name) = self { name } else { nil }
    }
    fileprivate var bannedAddress: String? {
        if case .address(let text) = self { text } else { nil }
    }
}

extension OutcastBan {
    /// A ban as the screen lists it; `nil` of one that is of neither a name nor an address.
    ///
    /// - Parameter listing: as the server lists it.
    fileprivate init?(_ listing: BanListing) {
        let address = listing.address.map { Outcast(address: $0) }
        guard let outcast = listing.name.map({ Outcast.name($0) }) ?? address else { return nil }
        self.init(outcast, until: listing.until, reason: listing.reason, by: listing.user)
    }
}
