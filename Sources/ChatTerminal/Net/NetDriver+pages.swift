import ChatTUI

extension NetDriver {
    /// Tells that a page does not come, for more is asked than can wait.
    ///
    /// Suspends until it is taken.
    ///
    /// - Parameter question: which has made way for another one.
    func giveUp(_ question: Effect) async {
        switch question {
        case .loadHistory(let room, _), .loadAfter(let room, _), .loadAround(let room, _):
            let reason = "too much waits to be done already"
            await inbox.put(.historyFailed(room, reason: reason))
        default: break
        }
    }
}
