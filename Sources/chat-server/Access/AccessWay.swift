import ArgumentParser

/// On which server to ask, and by whose credentials.
protocol AccessWay: ParsableArguments {
    /// The way to the server.
    ///
    /// Blocks on the disk, or until a password is typed.
    ///
    /// - Parameter options: of the program itself: the data folder, what certificate is trusted.
    /// - Returns: the way; nothing is connected yet.
    /// - Throws: ``CommandFailure`` without an address or credentials.
    func client(_ options: ServerOptions) throws(CommandFailure) -> AccessClient
}
