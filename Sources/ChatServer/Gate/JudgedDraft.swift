import ChatProtocol
import ChatStore

/// A draft that was judged, and what is to be taken back if nothing new comes of it.
struct JudgedDraft: Sendable {
    let draft: Draft
    var room: RoomActor?
    /// That its author spoke; `nil` where there is no slow mode.
    var turn: RoomActor.Turn?
    /// Judges the author again, once others have changed who may do what.
    var again: @Sendable () throws(Problem) -> Void = {}

    /// Notes what became of it.
    func end(_ result: Result<Appended, StoreError>) {
        switch result {
        case .success(.new), .failure(.outcomeUnknown): end(wasWritten: true)
        case .success(.known), .failure: end(wasWritten: false)
        }
    }

    /// Notes what became of it: a pause follows what is in the log, and nothing else.
    ///
    /// - Parameter isWritten: whether it is in the log now, or may be.
    func end(wasWritten isWritten: Bool) {
        guard !isWritten, let turn else { return }
        room?.takeBack(turn)
    }
}
