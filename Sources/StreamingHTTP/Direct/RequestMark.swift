import Tracing

/// What is kept of a request until it is answered.
struct RequestMark {
    /// What the request is called; `nil` if that is not told.
    var id: String?
    /// Its place in a trace; `nil` where there are none.
    var span: (any Tracing.Span)?
}
