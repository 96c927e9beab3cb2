/// A server that the load is put on.
package enum Target: String, Sendable, CaseIterable, Codable {
    case burble
    case redis
    case nchan
    case nchanEventSource = "nchan-es"
    case fastapi
    case limit
}

/// A format of Burble's streams.
package enum StreamFormat: String, Sendable, CaseIterable, Codable {
    case text
    case ndjson
    case sse
    case csv
}
