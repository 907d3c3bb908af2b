namespace Hypercall.Engine.State;

/// <summary>What the outcome cache keeps of one action of a bulk: its code and its order, no arguments.</summary>
/// <param name="Code">None where it was accepted.</param>
/// <param name="OrderId">Order id, or 0.</param>
internal readonly record struct RememberedResult(RejectCode Code, long OrderId)
{
    public static RememberedResult[] Of(ReadOnlySpan<ActionResult> results)
    {
        var remembered = new RememberedResult[results.Length];
        for (int i = 0; i < results.Length; i++)
            remembered[i] = new RememberedResult(results[i].Rejection.Code, results[i].OrderId ?? 0);
        return remembered;
    }

    /// <summary>As a duplicate's answer has it.</summary>
    public ActionResult ToActionResult() => new(Code, OrderId == 0 ? null : OrderId);
}
