/// Something small that is measured, many times over.
package struct MicroCase: Sendable {
    /// How it is told apart: what is done, the format or the part, and on what.
    package let name: String
    /// Does it so many times, and returns a number that depends on each result.
    ///
    /// Without the number the optimizer would leave out what nobody looks at.
    package let run: @Sendable (Int) throws -> Int

    /// Makes a case.
    ///
    /// - Parameters:
    ///   - name: how it is told apart.
    ///   - run: does it so many times.
    package init(_ name: String, run: @escaping @Sendable (Int) throws -> Int) {
        self.name = name
        self.run = run
    }

    /// Every case, area by area.
    ///
    /// - Returns: the cases, each name once.
    /// - Throws: if a sample is none.
    package static func all() throws -> [MicroCase] {
        let samples = try MicroSamples()
        return EncodeCases.all(samples) + DecodeCases.all(samples) + NameCases.all()
            + AppendCases.all() + TurnCases.all()
    }
}
