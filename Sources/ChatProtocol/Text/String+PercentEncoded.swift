import Serialization

extension String {
    /// The text as one part of a path or of a query: each byte is escaped that is not unreserved.
    package var percentEncoded: String { PercentText.encoded(self) }
}
