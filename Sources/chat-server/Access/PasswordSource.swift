import ArgumentParser
import SecretInput

/// Where a password comes from: never the command line, which others can see.
struct PasswordSource: ParsableArguments {
    @Flag(help: "Read the password from standard input: its first line, or ask where one types.")
    var passwordStdin = false

    /// Reads a password.
    ///
    /// Blocks until it is there.
    ///
    /// - Parameters:
    ///   - prompt: for the terminal, without a colon.
    ///   - isNew: whether a person has to type it twice.
    ///   - link: whom it is to be sent to.
    /// - Throws: ``CommandFailure`` without one, and where it would be sent in the clear.
    func password(
        _ prompt: String,
        isNew: Bool,
        for link: ServerLink
    ) throws(CommandFailure) -> String {
        guard link.isConfidential else {
            throw CommandFailure(
                .usage,
                "\(link.address) is reached in the clear: a password goes over https, unix: or "
                    + "this machine's own addresses"
            )
        }
        do throws(SecretInput.Failure) {
            return try SecretInput.password(prompt, isNew: isNew, readsInput: passwordStdin)
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }
}
