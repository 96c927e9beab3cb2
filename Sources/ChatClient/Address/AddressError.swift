/// Why an address was refused.
///
/// The text is for people; callers match on the case.
package enum AddressError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// A blank, a control or something that is not ASCII.
    case badCharacter
    /// A scheme other than `http` and `https`.
    case badScheme(String)
    /// A query, a fragment or a name with a password, which an address does not have.
    case notAnAddress
    case noHost
    case badHost(String)
    case badPort(String)
    case relativeSocketPath

    package var description: String {
        switch self {
        case .empty: "the address is empty"
        case .badCharacter: "the address has a blank or a character that is not ASCII"
        case .badScheme(let scheme): "\"\(scheme)\" is not http, https or unix"
        case .notAnAddress: "the address has a ?, # or @, which do not belong in it"
        case .noHost: "the address names no host"
        case .badHost(let host): "\"\(host)\" is not a host name"
        case .badPort(let port): "the port \"\(port)\" is not a number from 1 to 65535"
        case .relativeSocketPath: "the path after unix: begins with a slash"
        }
    }
}
