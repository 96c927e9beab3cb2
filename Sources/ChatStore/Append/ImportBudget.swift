/// How much the imports of one transaction may look at, all of them together: what others write
/// waits for no longer than that takes.
struct ImportBudget {
    /// Rows that are judged in one transaction, and events that are looked at for them; a few
    /// statements that look for where events lie count as one.
    static let usual = 1000

    private var left: Int

    /// Makes a budget.
    ///
    /// - Parameter steps: 1 or more.
    init(_ steps: Int = ImportBudget.usual) {
        left = steps
    }

    /// Whether the rest is for another transaction.
    var isSpent: Bool { left <= 0 }

    /// Lets an import take a step, though those before it have spent all: each gets on.
    mutating func begin() {
        left = max(left, 1)
    }

    /// Counts what was done.
    ///
    /// - Parameter steps: a row, an event or a few statements each.
    mutating func spend(_ steps: Int) {
        left -= steps
    }
}
