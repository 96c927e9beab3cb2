extension ChatServer {
    /// The addresses, each with what answers there.
    ///
    /// - Parameter front: what every request passes first.
    func routes(of services: Services, behind front: RequestFront) -> Routes {
        let routes = Routes(front: front, gate: services.gate)
        StreamRoutes(services: services).add(to: routes)
        MessageRoutes(services: services).add(to: routes)
        EventRoutes(services: services).add(to: routes)
        ImportRoutes(services: services).add(to: routes)
        SearchRoutes(services: services).add(to: routes)
        FileRoutes(services: services).add(to: routes)
        UploadRoutes(services: services).add(to: routes)
        RoomRoutes(services: services).add(to: routes)
        MemberRoutes(services: services).add(to: routes)
        AccountRoutes(services: services).add(to: routes)
        TokenRoutes(services: services).add(to: routes)
        KeyRoutes(services: services).add(to: routes)
        InviteRoutes(services: services).add(to: routes)
        BanRoutes(services: services).add(to: routes)
        AuditRoutes(services: services).add(to: routes)
        StatsRoutes(services: services).add(to: routes)
        LogRoutes(services: services).add(to: routes)
        OpenStreamRoutes(services: services).add(to: routes)
        NodeRoutes(services: services).add(to: routes)
        HealthRoutes(services: services).add(to: routes)
        return routes
    }
}
