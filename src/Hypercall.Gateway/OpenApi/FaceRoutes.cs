namespace Hypercall.Gateway.OpenApi;

/// <summary>Says of a route that is mapped what the document of face H tells of it (gateway.md §4, §5, §12).</summary>
internal static class FaceRoutes
{
    /// <summary>Of how the venue stands, with those statuses; none: 200.</summary>
    public static void IsOfVenue(
        this IEndpointConventionBuilder route, string summary, string answer, params int[] statuses) =>
        route.WithMetadata(new FaceRoute(summary, answer, HasSequence: false)
        {
            Statuses = statuses is [] ? [200] : statuses,
        });

    /// <summary>A read that anyone may do.</summary>
    public static void IsRead(
        this IEndpointConventionBuilder route, string summary, string answer, string query = "") =>
        route.WithMetadata(new FaceRoute(summary, answer, query));

    /// <summary>A read of a wallet.</summary>
    public static void IsOwn(
        this IEndpointConventionBuilder route, string summary, string answer, params string[] query) =>
        route.WithMetadata(new FaceRoute(
            summary, answer, string.Join(", ", ["wallet: address", .. query]), IsOfWallet: true));

    public static void IsWrite(this IEndpointConventionBuilder route, string summary, string body, string answer) =>
        route.WithMetadata(new FaceRoute(summary, answer, Body: body, HasSequence: false));
}
