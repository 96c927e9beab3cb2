import Glibc

/// Why a run could not be made.
package struct LoadError: Error, CustomStringConvertible {
    package let description: String

    /// An error in words.
    ///
    /// - Parameter description: one sentence for the person at the terminal.
    package init(_ description: String) { self.description = description }

    /// The reason the last system call left.
    ///
    /// - Parameter call: its name.
    /// - Returns: an error that names both.
    static func lastCall(_ call: String) -> LoadError {
        let number = errno
        guard let text = unsafe strerror(number) else { return LoadError("\(call): \(number)") }
        return LoadError("\(call): \(unsafe String(cString: text))")
    }
}
