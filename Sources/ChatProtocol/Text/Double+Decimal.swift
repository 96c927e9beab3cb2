extension Double {
    /// The number in decimal digits, rounded, without an exponent and without trailing zeros.
    ///
    /// - Parameter digits: after the point at the most, 0 to 6.
    /// - Returns: such as `0`, `1.5` or `-0.25`; 0 for what is no number or beyond 10¹².
    package func decimal(_ digits: Int) -> String {
        guard isFinite, magnitude < 1e12 else { return "0" }
        let scale = (0..<min(max(digits, 0), 6)).reduce(Int64(1)) { power, _ in power * 10 }
        let scaled = Int64((magnitude * Double(scale)).rounded())
        guard scaled > 0 else { return "0" }
        let whole = "\(self < 0 ? "-" : "")\(scaled / scale)"
        guard scaled % scale > 0 else { return whole }
        var fraction = String(scaled % scale + scale).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return whole + "." + fraction
    }
}
