/// How what is allowed is asked for.
enum GateRules {
    static let all = [
        Rule.banned(
            "What is over is judged by the log's clock",
            #"Timestamp\.now\b|((at|At|now):|\?\?) \.now\(\)"#,
            hint: "now",
            in: Repository.sources.filter { source in
                ["Accounts", "Gate", "HTTP", "Rooms"].contains { folder in
                    source.path.hasPrefix("Sources/ChatServer/\(folder)/")
                }
            },
            reason: "judged by the machine's clock",
            bad: "book.ban(of: caller, at: .now())",
            good: "book.ban(of: caller, at: store.clock.now)\nuntil: .now() + Self.time"
        ),
        Rule(
            "What a caller writes is written by one whom the gate has asked about once more",
            in: Repository.sources.filter { $0.path.hasPrefix("Sources/ChatServer/Gate/") },
            bad: "_ = try await attempt { () async throws(StoreError) in\n"
                + "    try await gate.store.append(draft)\n}",
            good: "_ = try await gate.write(by: caller) { store async throws(StoreError) in\n"
                + "    try await store.append(draft)\n}\n_ = try await store.room(name)"
        ) { file in
            file.code.indices.filter { index in
                let line = file.code[index]
                guard line.contains("await "), line.contains("store."),
                    line.contains(/[ .]store\.(append|amend|found|drop|markRead|importRows)\(/)
                else { return false }
                return !file.code[max(0, index - 1)...index].contains {
                    $0.contains(/store(: ChatStore\))? async throws/)
                }
            }.map { file.place($0, "written by no \(given)") }
        },
    ]

    /// What `Gate.write(by:_:)` gives to who has been asked about.
    private static let given = "store async throws"
}
