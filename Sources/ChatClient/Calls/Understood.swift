/// The entries of a list that are understood: one that is not says nothing about the others.
struct Understood<Entry: Decodable>: Decodable {
    let entries: [Entry]

    private struct Attempt: Decodable {
        let entry: Entry?

        init(from decoder: any Decoder) {
            // An entry with a name that is none, say, is left out.
            entry = try? Entry(from: decoder)
        }
    }

    init(from decoder: any Decoder) throws {
        entries = try [Attempt](from: decoder).compactMap(\.entry)
    }
}
