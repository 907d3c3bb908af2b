namespace Hypercall.Gateway.OpenApi;

/// <summary>What the document of face H tells of a route: declared where it is mapped.</summary>
/// <param name="Answer">The shape of its answer: one of <see cref="FaceShapes.Texts"/>, by itself or within
/// <c>single()</c>, <c>list()</c>, <c>page()</c>, <c>deribit()</c> or <c>outcome()</c>; empty: no JSON.</param>
/// <param name="Query">Its parameters (<see cref="ShapeText"/>).</param>
/// <param name="Body">The body, one of <see cref="FaceShapes.Bodies"/>; null: none.</param>
/// <param name="IsOfWallet">Whether it is read by the wallet alone where reads are not public.</param>
/// <param name="HasSequence">Whether it waits for a sequence that is asked for.</param>
internal sealed record FaceRoute(
    string Summary,
    string Answer,
    string Query = "",
    string? Body = null,
    bool IsOfWallet = false,
    bool HasSequence = true)
{
    /// <summary>With which statuses it is answered so.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [200];
}
