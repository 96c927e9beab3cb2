import ChatProtocol

/// An idempotency key and whose it is.
struct OwnedKey: Hashable {
    var member: String
    var key: String
}

/// The drafts of a batch by what their keys say.
struct SortedDrafts {
    /// The drafts to write, by index.
    var fresh: [Int] = []
    /// For each draft its answer; that of one still to be written is replaced.
    var answers: [Result<Appended, StoreError>]
    /// The first draft of the batch with a key, and those that repeat it.
    var firsts: [OwnedKey: Int] = [:]
    var twinOf: [Int: Int] = [:]

    /// Makes it, with no draft sorted yet.
    ///
    /// - Parameter count: of the drafts.
    init(count: Int) {
        let unanswered = StoreError.unavailable("a draft was left without an answer")
        answers = Array(repeating: .failure(unanswered), count: count)
    }

    /// Gives the repeated drafts the answer of their first.
    ///
    /// - Parameter answers: of all drafts.
    /// - Returns: the answers, complete.
    func twins(_ answers: [Result<Appended, StoreError>]) -> [Result<Appended, StoreError>] {
        var answers = answers
        for (index, first) in twinOf {
            answers[index] = answers[first].map { .known($0.event) }
        }
        return answers
    }
}
