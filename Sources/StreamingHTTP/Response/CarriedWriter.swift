import Hummingbird

/// Carries the framework's writer to the task that writes.
///
/// `@unchecked`: one task has it at a time. Where that is not the connection's own, this waits for
/// it before it uses the writer again.
struct CarriedWriter: @unchecked Sendable {
    let writer: any ResponseBodyWriter
}
