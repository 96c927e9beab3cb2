import ChatProtocol
import ChatStore

/// An order in which those who wait take turns: who asks for much waits behind who asks for little.
///
/// Another machine is one by its address, since names are free where there are no accounts; on this
/// machine, and behind a proxy that is not trusted, everyone is one by name.
struct FairOrder: WaitingOrder {
    typealias Asker = Caller

    /// The most that wait, of which one address may be a quarter.
    static let limit = 256
    /// The most that wait of one name at one address: a person's clients come back together.
    static let limitOfName = 4

    /// Those whose turns are counted together, or apart.
    private struct Party: Hashable {
        /// The address; empty for this machine.
        let address: String
        let name: MemberName?

        init(_ caller: Caller) {
            address = ClientNetwork.isLocal(key: caller.address) ? "" : caller.address
            name = caller.member
        }

        /// Whether another one's turns are this one's.
        func sharesTurns(with other: Party) -> Bool {
            address.isEmpty ? self == other : address == other.address
        }
    }

    private struct Waiting {
        let party: Party
        /// Of some who came in other rounds, those of the earlier one have their turns first.
        let round: Int
    }

    /// Of whoever had the last turn.
    private var round = 0
    /// By their numbers, in the order in which they came.
    private var waiting: [Int: Waiting] = [:]

    mutating func add(_ number: Int, of caller: Caller) -> Int? {
        let party = Party(caller)
        if let limit = reachedLimit(party) { return limit }
        let own = waiting.values.filter { $0.party.sharesTurns(with: party) }
        let last = own.map(\.round).max() ?? round
        waiting[number] = Waiting(party: party, round: max(round, last) + 1)
        return nil
    }

    /// The limit that one more would pass, if there is one.
    private func reachedLimit(_ party: Party) -> Int? {
        guard waiting.count < Self.limit else { return Self.limit }
        let own = waiting.values.count(where: { $0.party == party })
        guard party.name == nil || own < Self.limitOfName else { return Self.limitOfName }
        guard !party.address.isEmpty else { return nil }
        let ofAddress = waiting.values.count(where: { $0.party.address == party.address })
        return ofAddress < Self.limit / 4 ? nil : Self.limit / 4
    }

    mutating func remove(_ number: Int) {
        waiting[number] = nil
    }

    /// Takes out the one whose round is the earliest, and among those who came first.
    mutating func next() -> Int? {
        let next = waiting.min { ($0.value.round, $0.key) < ($1.value.round, $1.key) }
        guard let next else { return nil }
        waiting[next.key] = nil
        round = next.value.round
        return next.key
    }
}
