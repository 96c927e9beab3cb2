import ChatProtocol

/// How candidates look in the list, and what they put into the line.
enum CompletionItems {
    /// The commands that begin so.
    ///
    /// - Parameter word: without the slash, in any case.
    /// - Returns: in the order of the help.
    static func commands(beginning word: some StringProtocol) -> [Completion.Item] {
        let wanted = word.lowercased()
        return Command.all.filter { $0.name.hasPrefix(wanted) }.map {
            Completion.Item(text: "/\($0.name) ", label: $0.usage, help: $0.help)
        }
    }

    /// The person's own commands that begin so.
    ///
    /// - Parameters:
    ///   - word: without the slash, in any case.
    ///   - aliases: by their names, with what they stand for.
    static func aliases(
        beginning word: some StringProtocol,
        of aliases: [String: String]
    ) -> [Completion.Item] {
        let wanted = word.lowercased()
        return aliases.filter { $0.key.hasPrefix(wanted) }.sorted { $0.key < $1.key }.map {
            Completion.Item(text: "/\($0.key) ", label: "/\($0.key)", help: $0.value)
        }
    }

    /// The emoji that match.
    ///
    /// - Parameter word: a part of a name, without colons.
    static func emoji(matching word: some StringProtocol) -> [Completion.Item] {
        var seen: Set<String> = []
        // One that has several names stands under the first.
        return EmojiNames.matching(word, limit: Completion.limit).filter {
            seen.insert($0.emoji).inserted
        }.map {
            Completion.Item(text: $0.emoji, label: $0.emoji, help: ":\($0.name):")
        }
    }

    /// A member.
    ///
    /// - Parameter before: stands before it in the line.
    static func name(_ name: MemberName, before: String = "", ending: String) -> Completion.Item {
        Completion.Item(text: "\(before)\(name)\(ending)", label: name.description)
    }
}
