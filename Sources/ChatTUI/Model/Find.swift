/// Looking for words in what is held of the room in front.
struct Find: Sendable {
    var query = Query()
    /// Where one was before.
    let origin: Reading.Place
    /// Whether letters are words to look for; after Enter, `n` and `N` go on.
    var isTyping = true
    /// The `seq`s of the messages that have them, the oldest first.
    var matches: [Int64] = []
    /// Which of ``matches`` one is at.
    var current: Int?
}
