/// How a subcommand comes to its end.
enum Subcommand {
    /// Runs it, and leaves the process with its cause if it fails.
    ///
    /// Suspends for as long.
    static func run(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let failure as CommandFailure {
            failure.exit.leave(saying: failure.description)
        } catch {
            Exit.failure.leave(saying: "\(error)")
        }
    }
}
