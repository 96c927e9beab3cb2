/// A member as the server lists it.
package struct MemberSummary: Hashable, Sendable {
    package var name: MemberName
    package var role: Role
    /// Whether a stream of the member is open.
    package var isHere: Bool
    /// The newest `seq` that the member has read, where they and the person show each other.
    package var read: Int64?

    /// Makes a summary.
    ///
    /// - Parameters:
    ///   - isHere: whether a stream of the member is open.
    ///   - read: the newest `seq` that the member has read, if that is shown.
    package init(name: MemberName, role: Role, isHere: Bool, read: Int64? = nil) {
        self.name = name
        self.role = role
        self.isHere = isHere
        self.read = read
    }
}
