import ChatProtocol

/// What a person may say beside messages, in a body or a query: a topic, a label, a reason.
///
/// What shows as nothing is empty, as of a message: nobody could tell it from none.
struct WordsField: Decodable, Sendable {
    let text: String

    /// Takes words.
    init(_ text: String) {
        self.text = VisibleText.words(of: text)
    }

    init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// The words, where there are any.
    var said: String? { text.isEmpty ? nil : text }
}
