/// Text that a terminal can show: whatever a person wrote, with nothing in it that moves a cursor,
/// hides or reorders what stands around it, or begins a line of its own.
package struct SafeText: Hashable, Sendable {
    /// A scalar from a person as an error may quote it: in quotes if it is safe, else its number.
    ///
    /// - Parameter scalar: any scalar.
    package static func quoted(_ scalar: Unicode.Scalar) -> String {
        scalar.value > 0x20 && scalar.value < 0x7f
            ? "\"\(scalar)\"" : "U+" + String(scalar.value, radix: 16, uppercase: true)
    }
}
