import ArgumentParser

extension ArgumentHelp {
    /// What an option is for.
    ///
    /// - Parameter value: what its value is called.
    static func of(_ value: String, _ words: String) -> ArgumentHelp {
        ArgumentHelp(words, valueName: value)
    }
}
