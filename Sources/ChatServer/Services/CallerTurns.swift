import ChatProtocol
import ChatStore
import Synchronization

/// A queue for what is done one at a time, in which those who wait take turns: who asks for much
/// waits behind who asks for little.
///
/// Another machine is one by its address, since names are free where there are no accounts; on this
/// machine, and behind a proxy that is not trusted, everyone is one by name.
final class CallerTurns: Sendable {
    /// The most that wait, of which one address may be a quarter.
    static let limit = 256
    /// The most that wait of one name at one address: a person's clients come back together.
    static let limitOfName = 4

    /// Somebody who waits.
    fileprivate struct Asker: Hashable {
        /// The address; empty for this machine.
        let address: String
        let name: MemberName?

        init(_ caller: Caller) {
            address = ClientNetwork.isLocal(key: caller.address) ? "" : caller.address
            name = caller.member
        }

        /// Whether another one's turns are this one's.
        func sharesTurns(with other: Asker) -> Bool {
            address.isEmpty ? self == other : address == other.address
        }
    }

    fileprivate typealias Place = CheckedContinuation<Result<Void, StoreError>, Never>

    fileprivate struct Waiting {
        let asker: Asker
        /// Of some who came in other rounds, those of the earlier one have their turns first.
        let round: Int
        let place: Place
    }

    fileprivate struct State {
        var isFree = true
        /// Of whoever had the last turn.
        var round = 0
        /// Those who were told to wait and have no place yet.
        var coming: Set<Int> = []
        /// By their numbers, in the order in which they came.
        var waiting: [Int: Waiting] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    /// How many wait; does not suspend.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a turn, which ``leave()`` gives on.
    ///
    /// Suspends while others have theirs.
    ///
    /// - Parameter caller: whose turn it is to be.
    /// - Throws: `cancelled`, or `tooManyWait` when too many wait; then there is no turn.
    func enter(as caller: Caller) async throws(StoreError) {
        guard let number = state.withLock({ $0.takeTurnOrNumber() }) else { return }
        let asker = Asker(caller)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { place in
                let answer = state.withLock { $0.wait(number, asker, place) }
                if let answer { place.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.giveUp(number) }?.resume(returning: .failure(.cancelled))
        }
        try result.get()
    }

    /// Gives the turn to the one whose round is the earliest, and among those to who came first.
    func leave() {
        state.withLock { $0.passTurn() }?.resume(returning: .success(()))
    }
}

extension CallerTurns.State {
    /// Takes the turn, and gives `nil`; or draws the number to wait with.
    fileprivate mutating func takeTurnOrNumber() -> Int? {
        guard !isFree else {
            isFree = false
            return nil
        }
        nextNumber += 1
        coming.insert(nextNumber)
        return nextNumber
    }

    /// Puts one into the line; an answer when there is nothing to wait for.
    fileprivate mutating func wait(
        _ number: Int,
        _ asker: CallerTurns.Asker,
        _ place: CallerTurns.Place
    ) -> Result<Void, StoreError>? {
        guard coming.remove(number) != nil else { return .failure(.cancelled) }
        // The turn may have been given back since the number was drawn.
        guard !isFree else {
            isFree = false
            return .success(())
        }
        if let limit = reachedLimit(asker) { return .failure(.tooManyWait(limit: limit)) }
        let own = waiting.values.filter { $0.asker.sharesTurns(with: asker) }
        let last = own.map(\.round).max() ?? round
        waiting[number] = CallerTurns.Waiting(
            asker: asker,
            round: max(round, last) + 1,
            place: place
        )
        return nil
    }

    /// The limit that one more would pass, if there is one.
    private func reachedLimit(_ asker: CallerTurns.Asker) -> Int? {
        guard waiting.count < CallerTurns.limit else { return CallerTurns.limit }
        let own = waiting.values.count(where: { $0.asker == asker })
        guard asker.name == nil || own < CallerTurns.limitOfName else {
            return CallerTurns.limitOfName
        }
        guard !asker.address.isEmpty else { return nil }
        let ofAddress = waiting.values.count(where: { $0.asker.address == asker.address })
        return ofAddress < CallerTurns.limit / 4 ? nil : CallerTurns.limit / 4
    }

    /// Takes one out of the line, who is to be told.
    fileprivate mutating func giveUp(_ number: Int) -> CallerTurns.Place? {
        coming.remove(number)
        return waiting.removeValue(forKey: number)?.place
    }

    /// Finds whose turn is next; without one the turn is free.
    fileprivate mutating func passTurn() -> CallerTurns.Place? {
        let next = waiting.min { ($0.value.round, $0.key) < ($1.value.round, $1.key) }
        guard let next else {
            isFree = true
            return nil
        }
        waiting[next.key] = nil
        round = next.value.round
        return next.value.place
    }
}
