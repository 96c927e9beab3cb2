/// How one signs in, in words for people.
package struct SignInHelp: Hashable, Sendable {
    /// What signs in.
    let signIn: String
    /// What makes an account.
    let register: String

    /// On the screen, which asks for a password.
    package static let screen = SignInHelp(signIn: "/login", register: "/register")
    /// Where lines alone are read.
    package static let plain = SignInHelp(signIn: "chat-tui login", register: "chat-tui register")

    /// What signs in, as a part of a sentence.
    package var words: String { "\(signIn) signs in" }
}
