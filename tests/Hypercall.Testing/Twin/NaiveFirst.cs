namespace Hypercall.Testing.Twin;

/// <summary>What a duplicate is told of the first one, besides its outcome.</summary>
/// <param name="Sequence">Sequence of the first one.</param>
/// <param name="OrderId">Order that it made or kept, if any.</param>
/// <param name="LastUpdate">Its last OrderUpdated, if any.</param>
internal sealed record NaiveFirst(long Sequence, long? OrderId, (OrderStatus Status, long Filled)? LastUpdate);
