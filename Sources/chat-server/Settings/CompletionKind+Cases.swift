import ArgumentParser

extension CompletionKind {
    /// The words of a setting that has few.
    ///
    /// - Parameter words: the type that reads them.
    static func cases<Words: CaseIterable & RawRepresentable<String>>(
        of words: Words.Type
    ) -> CompletionKind {
        .list(words.allCases.map(\.rawValue))
    }
}
