import Glibc

/// Files and folders under a name that nothing else has, for their owner alone.
package enum TemporaryPlace {
    /// Makes a folder.
    ///
    /// - Returns: its path; `nil` if it cannot be made.
    package static func folder(in parent: String) -> String? {
        drawn("\(parent)/burble-XXXXXX") { unsafe mkdtemp(&$0) != nil }
    }

    /// Makes an empty file, and opens it.
    ///
    /// - Returns: its path, and a descriptor that the caller closes; `nil` if it cannot be made.
    package static func file(
        in parent: String,
        ending: String
    ) -> (path: String, descriptor: CInt)? {
        var descriptor: CInt = -1
        let path = drawn("\(parent)/burble-XXXXXX\(ending)") { template in
            descriptor = unsafe mkstemps(&template, CInt(ending.utf8.count))
            return descriptor >= 0
        }
        return path.map { ($0, descriptor) }
    }

    private static func drawn(_ template: String, _ make: (inout [CChar]) -> Bool) -> String? {
        var letters = Array(template.utf8CString)
        // The letters are changed in place, and the zero stays at the end.
        guard make(&letters) else { return nil }
        return String(decoding: letters.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
