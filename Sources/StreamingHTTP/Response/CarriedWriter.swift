import Hummingbird

/// Carries the framework's writer to the task that writes.
///
/// `@unchecked`: one task has it at a time. The connection's own task waits for the sender before
/// it uses the writer again.
struct CarriedWriter: @unchecked Sendable {
    let writer: any ResponseBodyWriter
}
