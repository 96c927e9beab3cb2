import CEvents

extension [UInt8] {
    /// Where the first occurrence of a mark ends.
    ///
    /// - Parameter mark: what to look for.
    /// - Returns: the index behind it.
    func firstEnd(of mark: [UInt8]) -> Int? {
        unsafe withUnsafeBytes { bytes in
            unsafe mark.withUnsafeBytes { mark in
                guard let start = bytes.baseAddress,
                    let found = unsafe events_find(
                        start,
                        bytes.count,
                        mark.baseAddress,
                        mark.count
                    )
                else { return nil }
                return unsafe found - start + mark.count
            }
        }
    }
}
