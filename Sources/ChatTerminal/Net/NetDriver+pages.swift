import ChatTUI

extension NetDriver {
    /// Tells that a question is not asked, for more is asked than can wait.
    ///
    /// Suspends until it is taken.
    ///
    /// - Parameter question: which has made way for another one.
    func giveUp(_ question: Effect) async {
        await inbox.put(Input(undone: question))
    }
}
