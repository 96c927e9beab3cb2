package import ChatProtocol

/// Who is signed in at a server.
package struct SignedInAccount: Hashable, Sendable {
    package var name: MemberName
    /// Whether the server lets this one decide in all rooms; `nil` before it told.
    package var isOperator: Bool?

    /// Makes an account.
    ///
    /// - Parameters:
    ///   - isOperator: whether the server lets this one decide in all rooms; `nil` is not known.
    package init(name: MemberName, isOperator: Bool? = nil) {
        self.name = name
        self.isOperator = isOperator
    }
}

/// Who asked a server for something.
package struct Asker: Hashable, Sendable {
    /// Who was signed in; `nil` is a guest.
    package let signedIn: MemberName?

    /// Makes one.
    ///
    /// - Parameter signedIn: who was signed in; `nil` is a guest.
    package init(signedIn: MemberName?) {
        self.signedIn = signedIn
    }
}

/// What a person types and nobody is to see: it is shown as dots, and described as such.
package struct Password: Hashable, Sendable, CustomStringConvertible {
    /// Bytes at most; the server takes no more.
    package static let byteLimit = 1_024

    /// As it is sent.
    package private(set) var text = ""

    /// Makes an empty one.
    package init() {}

    /// How many characters it has.
    var count: Int { text.count }

    package var description: String { "password" }

    /// Puts something behind it, as far as it fits.
    ///
    /// - Parameter more: what was typed or pasted, without line breaks.
    mutating func append(_ more: String) {
        guard text.utf8.count + more.utf8.count <= Self.byteLimit else { return }
        text += more
    }

    /// Takes the last character away.
    mutating func dropLast() {
        text = String(text.dropLast())
    }
}

/// What a password is asked for.
struct PasswordEntry: Hashable, Sendable {
    var purpose: Purpose
    var typed = Password()
    /// What was typed first, where it has to be typed twice.
    var first: Password?

    /// What is to be done with it.
    enum Purpose: Hashable, Sendable {
        case signIn(MemberName)
        case register(MemberName, invite: String?)
    }

    /// What the person is asked for.
    var words: String {
        switch purpose {
        case .signIn(let name): "password of \(name)"
        case .register where first != nil: "the same password again"
        case .register(let name, _): "a password for \(name)"
        }
    }
}
