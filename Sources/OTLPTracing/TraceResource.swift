/// Who sends the spans: what a collector tells servers apart by.
///
/// Source: OpenTelemetry, "Resource semantic conventions".
package struct TraceResource: Hashable, Sendable {
    /// The values by their keys.
    let attributes: [String: String]
    /// The program's version.
    let version: String

    /// Makes a resource.
    ///
    /// - Parameter attributes: by their keys, such as `service.name`.
    package init(_ attributes: [String: String], version: String) {
        self.attributes = attributes
        self.version = version
    }
}
