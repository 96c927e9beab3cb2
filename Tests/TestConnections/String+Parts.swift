extension String {
    /// The parts that stand between a mark, without empty ones.
    package func components(between mark: String) -> [String] {
        split(separator: mark).map(String.init)
    }
}
