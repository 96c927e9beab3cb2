import ChatProtocol

/// Completing members' names.
extension Model {
    /// How many of the newest events are searched for speakers.
    private static let speakerSpan = 500

    /// The members that a word may become: `name: ` at the start of the line, further names behind
    /// a comma, `name ` elsewhere.
    ///
    /// - Parameter start: where it begins, in clusters.
    /// - Returns: `nil` if there is none.
    func names(_ text: String, _ start: Int) -> Completion? {
        let sign = text.hasPrefix("@") ? "@" : ""
        let found = speakers(String(text.dropFirst(sign.count)))
        guard !found.isEmpty else { return nil }
        // Those that are spoken to already, written anew with one more.
        let called = sign.isEmpty ? called(before: start) : nil
        let first = called.map { "\($0), " } ?? sign
        let ending = (start == 0 && sign.isEmpty) || called != nil ? ": " : " "
        let items = found.prefix(Completion.limit).map { member in
            CompletionItems.name(member, before: first, ending: ending)
        }
        let begin = called == nil ? start : 0
        let length = start + text.count - begin
        return Completion(items: Array(items), index: nil, start: begin, length: length)
    }

    /// The names that the line calls so far, if it says nothing else before a place: `a, b`.
    private func called(before place: Int) -> String? {
        guard place > 2 else { return nil }
        let before = String(room.editor.characters[..<place])
        guard before.hasSuffix(": ") else { return nil }
        let names = before.dropLast(2).split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }
        // Anything but names is a sentence.
        let areNames = names.allSatisfy { (try? MemberName($0)) != nil }
        return areNames ? names.joined(separator: ", ") : nil
    }

    /// The members that begin so: who spoke last first, then who is here.
    ///
    /// - Returns: each once, without the person.
    func speakers(_ word: String) -> [MemberName] {
        let wanted = word.lowercased()
        var seen: Set<MemberName> = [name]
        let recent = room.timeline.events.suffix(Self.speakerSpan).reversed().map(\.user)
        let others = (Array(room.here) + room.members.map(\.name)).sorted()
        return (recent + others).filter { $0.folded.hasPrefix(wanted) && seen.insert($0).inserted }
    }
}
