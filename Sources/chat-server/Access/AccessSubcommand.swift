import ArgumentParser

/// A subcommand that asks a running server about people.
protocol AccessSubcommand: AsyncParsableCommand {
    associatedtype Place: AccessWay

    var place: Place { get }
    var parent: ChatServerCommand { get }

    /// Asks, and says what came of it.
    ///
    /// Suspends until the server has answered.
    func ask(_ client: AccessClient) async throws
}

extension AccessSubcommand {
    mutating func run() async throws {
        await Subcommand.run { try await ask(place.client(parent.options)) }
    }
}
