import HTTPTypes
import StreamingHTTP

/// Of which state alone a change is to be made.
///
/// Nothing that can be changed here has a version to compare: it is there, or it is not.
/// Source: RFC 9110, sections 13.1.1 and 13.1.2.
struct ChangeConditions: Hashable, Sendable {
    /// Whether it has to be there (`If-Match: *`).
    let changesAlone: Bool
    /// Whether it has to be of some version (`If-Match` of any but `*`), as nothing is.
    let needsVersion: Bool
    /// Whether it must not be there (`If-None-Match: *`).
    let makesAlone: Bool

    /// Reads two fields, each of which may have come several times.
    ///
    /// What stands there against the rules makes a condition no weaker.
    ///
    /// - Parameters:
    ///   - ifMatch: the values of `If-Match`, with commas between.
    ///   - ifNoneMatch: those of `If-None-Match`.
    init(ifMatch: String? = nil, ifNoneMatch: String? = nil) {
        let wanted = ifMatch.map { FieldList.elements(of: $0) }
        let unwanted = ifNoneMatch.map { FieldList.elements(of: $0) } ?? []
        changesAlone = wanted != nil
        needsVersion = wanted.map { $0.isEmpty || $0.contains { $0 != "*" } } ?? false
        makesAlone = unwanted.contains("*")
    }

    /// Reads them among others.
    init(_ fields: HTTPFields) {
        self.init(ifMatch: fields[.ifMatch], ifNoneMatch: fields[.ifNoneMatch])
    }
}
