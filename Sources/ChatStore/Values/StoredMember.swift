package import ChatProtocol

/// Who has a role in a room, and what binds this member there.
package struct StoredMember: Sendable, Hashable {
    package var name: MemberName
    package var role: Role
    package var terms: MemberTerms
}
