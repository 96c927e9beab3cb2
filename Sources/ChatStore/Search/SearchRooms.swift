import ChatProtocol

/// The rooms in which a search looks, by their numbers.
///
/// What it asks for is in lists of these rooms alone, so what others hold adds nothing to its work.
/// Only what they said while they were public is passed over.
struct SearchRooms: Sendable, Hashable {
    /// Those among the list of all public rooms.
    enum Common: Sendable, Hashable {
        case all(but: [Int64])
        case these([Int64])
    }

    /// Rooms that one question names in the list of public ones: each costs a look-up.
    static let roomsAtOnce = 500
    /// Words that one question has in lists of other rooms, each for every room: each costs a
    /// look-up.
    private static let wordsAtOnce = 64

    let common: Common
    /// Those with lists of their own.
    let own: [Int64]

    /// Whether more are left out than one question may name.
    var leavesOutTooMany: Bool {
        guard case .all(let hidden) = common else { return false }
        return hidden.count > Self.roomsAtOnce
    }

    /// What is to be asked for.
    ///
    /// - Parameter user: whose messages; `nil` for anyone's.
    /// - Returns: questions; no message answers two of them.
    func sources(_ words: SearchWords, by user: MemberName?) -> [SearchSource] {
        let common = commonExpressions(words, user)
            .map { SearchSource(list: .common, expression: $0) }
        let own = ownExpressions(words, user).map { SearchSource(list: .own, expression: $0) }
        return common + own
    }

    private func commonExpressions(_ words: SearchWords, _ user: MemberName?) -> [String] {
        let said = Self.said("text : (\(words.expression))", user, behind: "")
        switch common {
        case .all(let hidden) where hidden.isEmpty: return [said]
        case .all(let hidden): return ["(\(said)) NOT \(Self.tags(of: hidden))"]
        case .these(let rooms):
            return Self.parts(of: rooms, size: Self.roomsAtOnce).map { part in
                "\(said) AND \(Self.tags(of: part))"
            }
        }
    }

    private func ownExpressions(_ words: SearchWords, _ user: MemberName?) -> [String] {
        let count = max(1, words.tokens) + (user == nil ? 0 : 1)
        let size = max(1, Self.wordsAtOnce / count)
        return Self.parts(of: own, size: size).map { part in
            part.map { Self.expression(words, user, in: $0) }.joined(separator: " OR ")
        }
    }

    private static func expression(
        _ words: SearchWords,
        _ user: MemberName?,
        in room: Int64
    ) -> String {
        let code = RoomCode.code(of: room)
        let text = "text : (\(words.expression(behind: code)))"
        return "(\(said(text, user, behind: code)))"
    }

    private static func said(_ text: String, _ user: MemberName?, behind code: String) -> String {
        guard let user else { return text }
        return "\(text) AND tags : \"\(code)\(SearchStep.tag(of: user))\""
    }

    private static func tags(of rooms: [Int64]) -> String {
        let tags = rooms.map { "\"\(SearchStep.tag(ofRoom: $0))\"" }
        return "tags : (\(tags.joined(separator: " OR ")))"
    }

    private static func parts(of rooms: [Int64], size: Int) -> [[Int64]] {
        stride(from: 0, to: rooms.count, by: size).map { start in
            Array(rooms[start..<min(start + size, rooms.count)])
        }
    }
}

extension SearchRooms {
    /// Takes some rooms.
    ///
    /// - Parameter own: those of them with lists of their own.
    init(_ rooms: [Int64], own: [OwnRoom]) {
        let whole = Set(own.filter { $0.publicThrough == 0 }.map(\.room))
        self.init(common: .these(rooms.filter { !whole.contains($0) }), own: own.map(\.room))
    }

    /// Takes all public rooms but some, and some others.
    ///
    /// - Parameters:
    ///   - hidden: public rooms that are left out.
    ///   - others: rooms that are not public.
    ///   - turned: those with lists of their own that are public, or were.
    init(publicBut hidden: [Int64], others: [Int64], turned: [OwnRoom]) {
        var (own, hidden) = (Set(others), Set(hidden))
        for room in turned {
            if room.isPublic {
                if !hidden.contains(room.room) { own.insert(room.room) }
            } else if room.publicThrough > 0, !own.contains(room.room) {
                hidden.insert(room.room)
            }
        }
        self.init(common: .all(but: hidden.sorted()), own: own.sorted())
    }
}
