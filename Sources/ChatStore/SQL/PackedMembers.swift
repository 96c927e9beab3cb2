import ChatProtocol

/// Who has a role in a room, as the database has it: it is taken apart where something is asked
/// about the room, and takes a start little time and memory until then.
package struct PackedMembers: Sendable {
    /// Who is bound by nothing beside a role: names, each with the sign of the role before it, and
    /// a blank between two.
    private var names: [UInt8] = []
    /// The others.
    private var bound: [StoredMember] = []

    /// The signs, none of which a name may have; a member has none.
    private static let signs: [(role: Role, sign: UInt8)] = [
        (.owner, UInt8(ascii: "+")), (.moderator, UInt8(ascii: "*")),
        (.banned, UInt8(ascii: "!")), (.none, UInt8(ascii: "~")),
    ]
    private static let blank = UInt8(ascii: " ")
    private static let usualRole = Array(Role.member.rawValue.utf8)

    /// Begins with nobody.
    init() {}

    /// Whether there is nobody.
    var isEmpty: Bool { names.isEmpty && bound.isEmpty }

    /// Adds a member.
    ///
    /// - Parameter row: of ``Statements/allMembers``.
    /// - Throws: `damaged` when the row is not one that the store wrote: now, and not when it is
    ///   asked for.
    mutating func add(_ row: any SQLRow) throws(StoreError) {
        guard row.isNull(2), row.isNull(3), row.isNull(4) else {
            return bound.append(try StoredMember(row: row))
        }
        if !names.isEmpty { names.append(Self.blank) }
        // The role is read where the name goes, and gives way to its sign.
        let start = names.count
        guard row.append(1, to: &names) else { throw .damaged(detail: "a role is missing") }
        let isUsual = names[start...].elementsEqual(Self.usualRole)
        let role =
            isUsual ? nil : try Role(stored: String(decoding: names[start...], as: UTF8.self))
        names.removeLast(names.count - start)
        if let role { names += Self.signs.filter { $0.role == role }.map(\.sign) }
        let name = names.count
        guard row.append(0, to: &names), isName(from: name) else {
            throw .damaged(detail: "a member's name is unreadable")
        }
    }

    /// Whether what was added last is a name.
    private func isName(from start: Int) -> Bool {
        guard (1...MemberName.byteLimit).contains(names.count - start) else { return false }
        for index in start..<names.count where !MemberName.allows(names[index]) { return false }
        return true
    }

    /// Takes it apart.
    ///
    /// - Returns: all members, in no order.
    /// - Complexity: O(members).
    package func unpacked() -> [StoredMember] {
        names.split(separator: Self.blank).compactMap { Self.member($0) } + bound
    }

    private static func member(_ word: ArraySlice<UInt8>) -> StoredMember? {
        let sign = signs.first { word.first == $0.sign }
        let text = String(decoding: word.dropFirst(sign == nil ? 0 : 1), as: UTF8.self)
        // It was found to be a name when it was read.
        guard let name = try? MemberName(text) else { return nil }
        return StoredMember(name: name, role: sign?.role ?? .member, terms: MemberTerms())
    }
}
