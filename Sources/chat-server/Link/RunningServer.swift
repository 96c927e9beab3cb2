import ArgumentParser

/// Which running server a subcommand asks.
struct RunningServer: ParsableArguments {
    @Option(help: .of("address", "A running server: http://HOST:PORT, https://HOST or unix:PATH."))
    var server = "http://127.0.0.1:8080"

    /// The way to the server.
    ///
    /// - Parameter sources: of the program's settings, whose certificate is trusted.
    /// - Returns: the way; nothing is connected yet.
    /// - Throws: ``CommandFailure`` when the address is none.
    func link(_ sources: SettingsSources) throws(CommandFailure) -> ServerLink {
        try ServerLink(server, sources)
    }
}
