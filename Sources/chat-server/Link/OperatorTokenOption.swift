import ArgumentParser

/// Where a subcommand is told to find the operator's token.
struct OperatorTokenOption: ParsableArguments {
    @Option(help: .of("file", "A file that holds the operator's token."), completion: .file())
    var operatorTokenFile: String?

    /// Whose words are taken for the operator's.
    ///
    /// - Parameter sources: of the program's settings, which name the data folder.
    /// - Returns: where the token is found.
    func credential(_ sources: SettingsSources) -> OperatorCredential {
        OperatorCredential(file: operatorTokenFile, sources: sources)
    }
}
