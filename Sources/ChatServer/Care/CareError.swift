/// Why nothing was done to a data folder, in words for the operator.
package struct CareError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Makes one.
    init(_ description: String) {
        self.description = description
    }
}
