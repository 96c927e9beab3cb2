import Hummingbird

/// Carries the framework's writer to the task that writes.
///
/// `@unchecked`: one task uses the writer at a time. It is the connection's own task; or a child of
/// that, whose end the connection's task awaits before it uses the writer again.
struct CarriedWriter: @unchecked Sendable {
    let writer: any ResponseBodyWriter
}
