import Synchronization

/// Where the server keeps an upload that is not whole, as soon as it has told.
package final class UploadAddress: Sendable {
    private let address = Mutex<String?>(nil)

    /// Makes one of an upload that has not begun.
    package init() {}

    /// The path; `nil` before the upload has begun.
    var value: String? {
        get { address.withLock { $0 } }
        set { address.withLock { $0 = newValue } }
    }
}
