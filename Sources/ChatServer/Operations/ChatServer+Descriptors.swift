extension ChatServer {
    /// Why a server cannot be started with the descriptors that the process may have; `nil` where
    /// it can.
    ///
    /// To be asked before anything of the network is made: the library ends the process where an
    /// event loop gets none. Blocks for a moment.
    ///
    /// - Parameter settings: with the number of event loops.
    /// - Returns: a line for the operator.
    package static func lackOfDescriptors(_ settings: ServerSettings) -> String? {
        let (most, needed) = (
            DescriptorLimit.descriptors,
            DescriptorLimit.least(
                loops: EventLoops.count(settings.eventLoops),
                open: ProcessFigures.descriptorCount()
            )
        )
        guard most < needed else { return nil }
        return "\(most) descriptors are too few, and \(needed) are needed to start: raise "
            + "LimitNOFILE of the unit, or ulimit -n"
    }
}
