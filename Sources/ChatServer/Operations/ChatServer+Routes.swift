extension ChatServer {
    /// The addresses, each with what answers there.
    ///
    /// - Parameters:
    ///   - house: the server's parts.
    ///   - front: what every request passes first.
    /// - Returns: the table.
    func routes(of house: House, behind front: RequestFront) -> Routes {
        let routes = Routes(front: front)
        StreamRoutes(house: house).add(to: routes)
        MessageRoutes(house: house).add(to: routes)
        EventRoutes(house: house).add(to: routes)
        ImportRoutes(house: house).add(to: routes)
        SearchRoutes(house: house).add(to: routes)
        FileRoutes(house: house).add(to: routes)
        UploadRoutes(house: house).add(to: routes)
        RoomRoutes(house: house).add(to: routes)
        MemberRoutes(house: house).add(to: routes)
        AccountRoutes(house: house).add(to: routes)
        TokenRoutes(house: house).add(to: routes)
        KeyRoutes(house: house).add(to: routes)
        InviteRoutes(house: house).add(to: routes)
        BanRoutes(house: house).add(to: routes)
        AuditRoutes(house: house).add(to: routes)
        StatsRoutes(house: house).add(to: routes)
        LogRoutes(house: house).add(to: routes)
        OpenStreamRoutes(house: house).add(to: routes)
        HealthRoutes(house: house).add(to: routes)
        return routes
    }
}
